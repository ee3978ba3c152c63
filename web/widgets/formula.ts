// An operation's formula with this input's numbers in it, as MathML.
import type { TemplateResult } from 'lit';
import type { Terms } from '../engine/look';
import type { Row } from '../engine/plan';
import { number } from '../locales';
import { math, mi, mn, mo, row } from './latex';

const SHOWN = 3;

const bracketed = (text: string) => (text.startsWith('−') ? row(mo('('), mn(text), mo(')')) : mn(text));

// "relu(2.431) = 2.431", "0.118 + 1.02·0.98 + … = 3.21", "max(…) = …"
export function numericLine(of: Row, terms: Terms): TemplateResult {
  const result = number(terms.number);
  if (terms.form === 'function') {
    const args = Array.from(terms.values.slice(0, SHOWN + 1), number);
    const more = terms.values.length > args.length ? [mo(','), mo('…')] : [];
    const inner = args.flatMap((arg, i) => (i === 0 ? [mn(arg)] : [mo(','), mn(arg)]));
    const name = of.op === 'softmax_ce' ? 'softmax' : of.op;
    const text = `${name}(${args.join(', ')}${more.length > 0 ? ', …' : ''}) = ${result}`;
    return math(text, row(mi(name), mo('('), ...inner, ...more, mo(')'), mo('='), mn(result)));
  }
  if (of.op === 'maxpool') {
    const args = Array.from(terms.values.slice(0, 9), number);
    const inner = args.flatMap((arg, i) => (i === 0 ? [mn(arg)] : [mo(','), mn(arg)]));
    const more = terms.values.length > args.length ? [mo(','), mo('…')] : [];
    return math(
      `max(${args.join(', ')}) = ${result}`,
      row(mi('max'), mo('('), ...inner, ...more, mo(')'), mo('='), mn(result)),
    );
  }
  const parts: TemplateResult[] = [];
  const words: string[] = [];
  const add = (text: string, ...more: TemplateResult[]) => {
    if (parts.length > 0) parts.push(mo('+'));
    parts.push(...more);
    words.push(text);
  };
  const bias = terms.rows.findIndex((id, i) => id < 0 && (terms.params[i] ?? -1) >= 0);
  if (bias >= 0) {
    const text = number(terms.weights[bias] ?? 0);
    add(text, mn(text));
  }
  let left = 0;
  for (const i of terms.order) {
    if (i === bias || terms.products[i] === 0) continue;
    if (left++ >= SHOWN) continue;
    const [v, w] = [number(terms.values[i] ?? 0), number(terms.weights[i] ?? 0)];
    if (terms.weights[i] === 1) add(v, bracketed(v));
    else add(`${w}·${v}`, bracketed(w), mo('·'), bracketed(v));
  }
  if (left > SHOWN) add('…', mo('…'));
  if (parts.length === 0) add('0', mn('0'));
  return math(`${words.join(' + ')} = ${result}`, row(...parts, mo('='), mn(result)));
}
