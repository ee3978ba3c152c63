// A small GPT that writes, in a worker of its own beside the one that trains it: what it expects next, what it looks at,
// samples from the weights of the moment, and how long a step of training would take.
import { mixedLines } from './alphabet';
import type { AnswerOf, QuestionOf } from './asked';
import { Core } from './core';
import { Refused } from './errors';
import type { Asks, FromGpt, How, Measuring, Sampling, Seen, ToGpt } from './gpt-messages';
import { held, turns } from './held';
import { Net } from './net';
import { deal, Rewriter } from './rewriter';
import { Cutter } from './subwords';
import { TextCore } from './text';
import { Trainer } from './trainer';
import { Writer } from './writer';

const SLICE_MS = 12; // before the page is heard again
const MEASURED_MS = 200;
const MOST_MEASURED = 30; // steps

interface Made {
  readonly core: Core;
  readonly notation: string;
  readonly cutter: Cutter;
  readonly looks: Writer;
  readonly samples: Writer; // its weights are another moment's
}

let modules: { readonly core: WebAssembly.Module; readonly text: TextCore | undefined } | undefined;
let made: Made | undefined;

// The last ones: while a text is cut anew, the net on show still reads with what cut its own.
const MOST_CUTTERS = 3;
const MOST_TEXT = 4000; // UTF-16 units of what is gone on with, more than any window holds
const cutters = new Map<number, Cutter>();
let cuts = 0;
const utf8 = new TextEncoder();

function cut(
  text: TextCore,
  { text: said, mixed, merges, units }: Asks['cut']['ask'],
): Asks['cut']['answer'] {
  const whole = mixed ? mixedLines(said) : said;
  const cutter = units ? new Cutter(text, units) : Cutter.learnt(text, utf8.encode(whole), merges);
  cutters.set(++cuts, cutter);
  for (const [number, old] of cutters) {
    if (cutters.size <= MOST_CUTTERS) break;
    if (old === made?.cutter) continue;
    old.free();
    cutters.delete(number);
  }
  return { ...cutter.cut(whole), cutter: cuts };
}

function unitsOf(text: TextCore, { file }: Asks['units']['ask']): Asks['units']['answer'] {
  try {
    const cutter = new Cutter(text, file);
    const { characters, longer } = cutter;
    cutter.free();
    return { characters, longer };
  } catch (error) {
    if (error instanceof Refused) return { error: error.error };
    throw error;
  }
}

let go: () => void = () => {};
const soon = turns(() => go());
let turning: Promise<void> | undefined;
function turn(): Promise<void> {
  turning ??= new Promise((resolve) => {
    go = () => {
      turning = undefined;
      resolve();
    };
    soon();
  });
  return turning;
}

// A core of its own for each net: what the last one took goes with it.
async function build({
  notation,
  seed,
  cutter: number,
}: Asks['build']['ask']): Promise<Asks['build']['answer']> {
  const cutter = cutters.get(number);
  if (!modules || !cutter) return {};
  try {
    const core = await Core.start(modules.core);
    const looks = new Writer(core, notation, seed);
    made = { core, notation, cutter, looks, samples: new Writer(core, notation, seed) };
    return { plan: looks.plan };
  } catch (error) {
    if (error instanceof Refused) return { error: error.error };
    throw error;
  }
}

let rewriter: Rewriter | undefined;
let dealer: Core | undefined;

async function makeRewriter({
  notation,
  seed,
}: Asks['rewriter']['ask']): Promise<Asks['rewriter']['answer']> {
  if (!modules) return {};
  try {
    rewriter = new Rewriter(await Core.start(modules.core), notation, seed);
    return { plan: rewriter.plan };
  } catch (error) {
    if (error instanceof Refused) return { error: error.error };
    throw error;
  }
}

function look(text: string, { temperature, top, seed, draw, start }: How): Seen | undefined {
  if (!made) return undefined;
  const { looks: writer, cutter } = made;
  const known = cutter.encode(utf8.encode(text.slice(-MOST_TEXT))).filter((token) => token >= 0);
  const tokens = known.length > 0 ? known : Int32Array.of(start);
  const p = writer.expect(tokens);
  const { token, shares } = writer.choose(p, temperature, top, seed, draw);
  return {
    tokens: tokens.slice(-writer.window),
    p,
    shares,
    chosen: token,
    attention: writer.attention(),
  };
}

async function sample(how: Sampling): Promise<Int32Array | undefined> {
  const mine = made;
  if (!mine?.samples.setLearnt(how.learnt)) return undefined;
  const { samples, looks } = mine;
  const said = [how.from];
  const began = performance.now();
  let slice = began;
  while (said.length <= how.count && performance.now() - began < how.most) {
    const p = samples.expect(said.slice(-looks.window));
    said.push(samples.choose(p, how.temperature, how.top, how.seed, said.length).token);
    if (performance.now() - slice < SLICE_MS) continue;
    await turn();
    slice = performance.now();
    if (made !== mine) return undefined; // another net meanwhile
  }
  return Int32Array.from(said.slice(1));
}

// A few steps of a run that nobody sees; the first of them, in which the browser gets ready, does not count.
async function measure({ source, tokens }: Measuring): Promise<number | undefined> {
  if (!modules) return undefined;
  const trainer = await Trainer.start(modules.core, source);
  const bytes = new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  for (const of of ['train', 'test'] as const) trainer[of].add(bytes, new Uint8Array(0));
  trainer.step();
  await turn();
  let steps = 0;
  let spent = 0;
  while (steps < MOST_MEASURED && spent < MEASURED_MS) {
    const began = performance.now();
    trainer.step();
    spent += performance.now() - began;
    steps++;
    await turn();
  }
  return spent / steps;
}

function save(): Uint8Array<ArrayBuffer> | undefined {
  if (!made) return undefined;
  const net = new Net(made.core, made.notation, 0, 1);
  try {
    net.writeLearnt(made.looks.learnt());
    return net.save();
  } finally {
    net.free();
  }
}

async function answer(ask: QuestionOf<Asks>): Promise<AnswerOf<Asks>> {
  switch (ask.kind) {
    case 'cut':
      return modules?.text && cut(modules.text, ask);
    case 'units':
      return modules?.text && unitsOf(modules.text, ask);
    case 'build':
      return build(ask);
    case 'look':
      return look(ask.text, ask);
    case 'lens':
      made?.looks.expect(ask.tokens);
      return made?.looks.lens(ask.tokens.length, ask.places, ask.each);
    case 'sample':
      return sample(ask);
    case 'measure':
      return measure(ask);
    case 'rewriter':
      return makeRewriter(ask);
    case 'deal': {
      if (!modules) return undefined;
      dealer ??= await Core.start(modules.core);
      return deal(dealer, ask.name, ask.length, ask.letters, ask.seed, ask.count);
    }
    case 'rewrite':
      return rewriter?.rewrite(ask.name, ask.sequences, ask.length);
    case 'save':
      return save();
  }
}

async function hear(message: Exclude<ToGpt, { kind: 'start' }>): Promise<void> {
  switch (message.kind) {
    case 'learnt':
      made?.looks.setLearnt(message.learnt);
      rewriter?.setLearnt(message.learnt);
      break;
    case 'asked':
      say({ kind: 'answer', id: message.id, answer: await answer(message.ask) });
      break;
  }
}

const say = held<ToGpt, FromGpt>(async ({ core, text }) => {
  modules = { core, text: text && (await TextCore.start(text)) };
  return hear;
});
