// A lesson's text: Markdown → what the page shows, as plain data. What a lesson has no use for is refused with its line.
//
//   # Title                       then one paragraph: what it is about
//   ## step-id: Title             a step; beneath it what stands there from the start
//   ### ask: id                   a question: prose, then a list of options, each with its explanation beneath it
//   ### goal: id                  what is to be reached
//   ### hint: id                  of that goal; each paragraph is one stage
//   ### then                      what is said when question and goals are done with
//
// Inline: $`w_k`$ a formula, `=train.loss` a number of the moment, [gradient](word:gradient) a word of the glossary.
import { fromMarkdown } from 'mdast-util-from-markdown';

export class LessonError extends Error {
  constructor(message, node) {
    super(node?.position ? `line ${node.position.start.line}: ${message}` : message);
  }
}

const HEADINGS = { ask: true, goal: true, hint: true, then: false }; // whether it names what it belongs to

export function readProse(text) {
  const { children } = fromMarkdown(text);
  const [title, about, ...rest] = children;
  if (title?.type !== 'heading' || title.depth !== 1) throw new LessonError('begins with "# Title"', title);
  if (about?.type !== 'paragraph') throw new LessonError('wants a paragraph beneath its title', about);
  const lesson = { title: plain(title), about: plain(about), steps: [] };
  let into; // blocks go here
  for (const node of rest) {
    if (node.type !== 'heading') {
      if (!into) throw new LessonError('text before the first step', node);
      into.push(node);
      continue;
    }
    const heading = plain(node);
    if (node.depth === 2) {
      const [, id, name] = /^([a-z0-9-]+):\s+(.+)$/u.exec(heading) ?? [];
      if (!id) throw new LessonError(`a step is "## id: Title", not "${heading}"`, node);
      into = [];
      lesson.steps.push({ id, title: name, body: into, asks: {}, goals: {}, hints: {}, then: [] });
      continue;
    }
    const step = lesson.steps.at(-1);
    const [, kind, id] = /^(\w+)(?::\s+([a-z0-9-]+))?$/.exec(heading) ?? [];
    if (node.depth !== 3 || !step || !(kind in HEADINGS) || HEADINGS[kind] !== (id !== undefined))
      throw new LessonError(`"${heading}" is no part of a step`, node);
    into = [];
    if (kind === 'then') step.then = into;
    else if (step[`${kind}s`][id]) throw new LessonError(`${kind} "${id}" stands there twice`, node);
    else step[`${kind}s`][id] = into;
  }
  return { ...lesson, steps: lesson.steps.map(readStep) };
}

function readStep({ id, title, body, asks, goals, hints, then }) {
  const each = (all, read) => Object.fromEntries(Object.entries(all).map(([key, nodes]) => [key, read(nodes)]));
  return {
    id,
    title,
    body: blocks(body),
    asks: each(asks, readAsk),
    goals: each(goals, blocks),
    hints: each(hints, (nodes) => nodes.map((node) => blocks([node]))),
    then: blocks(then),
  };
}

// The options are the list at its end; a question for a number has none.
function readAsk(nodes) {
  const list = nodes.at(-1);
  if (list?.type !== 'list') return { question: blocks(nodes), options: [] };
  const options = list.children.map((item) => {
    const [said, ...why] = item.children;
    if (said?.type !== 'paragraph') throw new LessonError('an option begins with its own line', item);
    return { said: inlines(said.children), why: blocks(why) };
  });
  return { question: blocks(nodes.slice(0, -1)), options };
}

const blocks = (nodes) => nodes.map(block);

function block(node) {
  switch (node.type) {
    case 'paragraph':
      return { kind: 'p', parts: inlines(node.children) };
    case 'list':
      return { kind: node.ordered ? 'ol' : 'ul', items: node.children.map((item) => blocks(item.children)) };
    case 'code':
      if (node.lang === 'math') return { kind: 'math', latex: node.value };
      if (node.lang === null) return { kind: 'code', text: node.value };
      throw new LessonError(`code in "${node.lang}"`, node);
    default:
      throw new LessonError(`${node.type} is not for lessons`, node);
  }
}

// The dollars around code that is a formula are no text.
function inlines(nodes) {
  const parts = [];
  for (const [i, node] of nodes.entries()) {
    const [before, after] = [nodes[i - 1], nodes[i + 1]];
    const isMath = before?.type === 'text' && after?.type === 'text' && before.value.endsWith('$') && after.value.startsWith('$');
    if (node.type === 'text') {
      let text = unbroken(node.value.replace(/\s*\n\s*/g, (gap, at) => join(node.value, at, gap.length)));
      if (nodes[i + 1]?.type === 'inlineCode' && text.endsWith('$')) text = text.slice(0, -1);
      if (nodes[i - 1]?.type === 'inlineCode' && text.startsWith('$')) text = text.slice(1);
      if (text) parts.push(text);
    } else if (node.type === 'inlineCode') {
      if (isMath) parts.push({ kind: 'math', latex: node.value });
      else if (node.value.startsWith('=')) parts.push({ kind: 'live', measure: node.value.slice(1) });
      else parts.push({ kind: 'code', text: node.value });
    } else if (node.type === 'emphasis') parts.push({ kind: 'em', parts: inlines(node.children) });
    else if (node.type === 'strong') parts.push({ kind: 'strong', parts: inlines(node.children) });
    else if (node.type === 'link' && node.url.startsWith('word:'))
      parts.push({ kind: 'word', word: node.url.slice(5), text: plain(node) });
    else throw new LessonError(`${node.type} is not for lessons`, node);
  }
  return parts;
}

// A line break between two Chinese characters is none; elsewhere it is a space.
function join(text, at, length) {
  const wide = /[\u2E80-\u9FFF\u3000-\u303F\uFF00-\uFFEF“”‘’—…]/u;
  return wide.test(text[at - 1] ?? '') && wide.test(text[at + length] ?? '') ? '' : ' ';
}

// A number and its unit stay in one line.
const unbroken = (text) => text.replace(/(\d) (%|MB|px)/g, '$1\u00a0$2');

function plain(node) {
  if (node.type === 'text') return node.value.replace(/\s*\n\s*/g, (gap, at) => join(node.value, at, gap.length));
  if (!node.children) throw new LessonError(`${node.type} is no plain text`, node);
  return node.children.map(plain).join('');
}
