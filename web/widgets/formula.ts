// An operation's formula with this input's numbers in it, as MathML.
import { html, mathml, type TemplateResult } from 'lit';
import { constants } from '../engine/generated/layout';
import { type Normed, type Ref, sourceRef, type Terms } from '../engine/look';
import type { Plan, Row } from '../engine/plan';
import { number } from '../locales';
import { mi, mn, mo, row } from './latex';
import { type Part, partOfNumber } from './letters';

const SHOWN = 3;
const plus = mathml`<mo form="infix">+</mo>`; // at the beginning of a line too it stands between two
const CONSTANT = constants.GN_CONSTANT;

const bracketed = (text: string, part?: Part) =>
  text.startsWith('−') ? row(mo('('), mn(text, part), mo(')')) : mn(text, part);

const negated = (text: string) => (text.startsWith('−') ? text.slice(1) : `−${text}`);

// The derivative of what an operation does, as its own letters have it; δ is the loss's derivative by its output.
const DIRECT = '\\frac{\\partial L}{\\partial x} = \\delta';
const DROPPED = '\\frac{\\partial L}{\\partial x} = \\frac{m}{1 - p}\\, \\delta';
const BACK: Readonly<Record<string, string>> = {
  dense: '\\frac{\\partial L}{\\partial x_k} = \\sum_n w_{n,k}\\, \\delta_n',
  conv: '\\frac{\\partial L}{\\partial x_{c,h,l}} = \\sum_{o,i,j} w_{o,c,i,j}\\, \\delta_{o,\\,(h+p-i)/s,\\,(l+p-j)/s}',
  avgpool: '\\frac{\\partial L}{\\partial x} = \\frac{1}{k^2} \\sum \\delta',
  maxpool: '\\frac{\\partial L}{\\partial x} = \\sum [x = \\max]\\, \\delta',
  upsample: '\\frac{\\partial L}{\\partial x} = \\sum \\delta',
  dropout: DROPPED,
  droppath: DROPPED,
  flatten: DIRECT,
  add: DIRECT,
  concat: DIRECT,
  stack: DIRECT,
  slice: DIRECT,
  pos: DIRECT,
  heads: DIRECT,
  merge: DIRECT,
  mask: DIRECT,
  mul: '\\frac{\\partial L}{\\partial a} = \\delta\\, b',
  scores: '\\frac{\\partial L}{\\partial q_{i,k}} = \\sum_j \\delta_{i,j}\\, k_{j,k}',
  scale: '\\frac{\\partial L}{\\partial x} = \\frac{1}{\\sqrt{d}}\\, \\delta',
  mix: '\\frac{\\partial L}{\\partial a_{i,j}} = \\sum_k \\delta_{i,k}\\, v_{j,k}',
  at_time: DIRECT,
  standardize: '\\frac{\\partial L}{\\partial x} = \\frac{1}{\\sigma}\\, \\delta',
  softmax: '\\frac{\\partial L}{\\partial x_i} = p_i \\sum_j \\delta_j ([i = j] - p_j)',
};
const LOSS: Readonly<Record<string, { readonly alone: string; readonly shared: string }>> = {
  softmax_ce: { alone: 'p_i - y_i', shared: '\\frac{1}{B} (p_i - y_i)' },
  mse: { alone: '\\frac{2}{n} (x_i - y_i)', shared: '\\frac{2}{n B} (x_i - y_i)' },
};
const PARAM: Readonly<Record<string, string>> = {
  dense: '\\frac{\\partial L}{\\partial w_{n,k}} = \\delta_n\\, x_k',
  conv: '\\frac{\\partial L}{\\partial w_{o,c,i,j}} = \\sum_{h,l} \\delta_{o,h,l}\\, x_{c,\\,hs+i-p,\\,ls+j-p}',
};
const SLOPED = new Set(['relu', 'leaky_relu', 'sigmoid', 'tanh', 'gelu']);

// The line of the chain rule that a gradient is: through the one row that uses the number, or summed over several.
export function backward(plan: Plan, what: Ref, terms: Terms): string {
  if (what.kind === 'paramGradient') {
    const [from, by] = [sourceRef(terms.from, 0), sourceRef(terms.by, 0)];
    const op = plan.rows[(by?.kind === 'gradient' ? by : from)?.id ?? -1]?.op ?? '';
    const bias = from === undefined;
    return bias
      ? '\\frac{\\partial L}{\\partial b} = \\sum \\delta'
      : (PARAM[op] ?? '\\frac{\\partial L}{\\partial w} = \\sum \\delta\\, \\frac{\\partial y}{\\partial w}');
  }
  const users = plan.rows.filter(({ inputs }) => inputs.includes(what.id));
  const op = users.length === 1 ? (users[0]?.op ?? '') : '';
  const loss = LOSS[op];
  // A loss's terms each have its share as their factor: that of one sample, or a B-th of it in the mean of a batch.
  if (loss) {
    const alone =
      Math.abs(terms.weights[0] ?? 0) === Math.fround(op === 'mse' ? 2 / (users[0]?.size ?? 1) : 1);
    return `\\frac{\\partial L}{\\partial x_i} = ${alone ? loss.alone : loss.shared}`;
  }
  if (SLOPED.has(op))
    return `\\frac{\\partial L}{\\partial x} = \\mathrm{${op.replace('_', ' ')}}'(x)\\, \\delta`;
  return BACK[op] ?? '\\frac{\\partial L}{\\partial x} = \\sum \\delta\\, \\frac{\\partial y}{\\partial x}';
}

// "max(", then each argument with its comma or bracket, then "= result".
function applied(name: string, args: readonly string[], more: boolean, result: string) {
  const all = [...args.map((arg) => mn(arg)), ...(more ? [mo('…')] : [])];
  const closed = all.map((arg, i) => [arg, mo(i === all.length - 1 ? ')' : ',')]);
  const [first = [mo(')')], ...rest] = closed;
  return [[mi(name), mo('('), ...first], ...rest, [mo('='), mn(result)]];
}

// Pieces of one line, which a narrow page may break between. What a screen reader says is the line as a whole.
function wrapping(label: string, pieces: readonly (readonly TemplateResult[])[]): TemplateResult {
  return html`<span class="pieces" role="math" aria-label=${label}
    >${pieces.map((piece) => html`<math aria-hidden="true">${row(...piece)}</math> `)}</span
  >`;
}

// A softmax at another temperature than its own.
export const HEATED = 'p_i = \\frac{e^{x_i / T}}{\\sum_j e^{x_j / T}}';

// "softmax(2.1/T, …) = 0.3, T = 2"; at 1 the scores as they are.
export function heatedLine(scores: readonly number[], temperature: number, share: number): TemplateResult {
  const warm = temperature !== 1;
  const args = scores.slice(0, SHOWN + 1).map((score) => `${number(score)}${warm ? '/T' : ''}`);
  const more = scores.length > args.length;
  const [result, heat] = [number(share), number(temperature)];
  const said = `softmax(${args.join(', ')}${more ? ', …' : ''}) = ${result}`;
  const line = applied('softmax', args, more, result);
  return warm
    ? wrapping(`${said}, T = ${heat}`, [
        ...line.slice(0, -1),
        [mo('='), mn(result), mo(',')],
        [mi('T'), mo('='), mn(heat)],
      ])
    : wrapping(said, line);
}

// Cross-entropy of one sample: −ln p of its class; where p is 1 to the digits that are shown, 1 less the other shares.
export function crossEntropyLine(p: Float32Array, label: number, loss: number): TemplateResult {
  const rest = p.reduce((sum, share, i) => (i === label ? sum : sum + share), 0);
  const sure = (p[label] ?? 0) > 0.999 && rest > 0;
  const [share, result] = [number(sure ? rest : (p[label] ?? 0)), number(loss)];
  const inner = sure ? [mn('1'), mo('−'), mn(share)] : [mn(share)];
  const said = sure ? `1 − ${share}` : share;
  return wrapping(`−ln(${said}) = ${result}`, [
    [mo('−'), mi('ln'), mo('('), ...inner, mo(')')],
    [mo('='), mn(result)],
  ]);
}

// "1.02·(0.118 − 0.04)/0.52 + 0.01 = 0.163", and which numbers of it are μ and √(σ² + ε).
function normedLine({ op }: Row, { operands, number: y }: Terms, { mean, deviation, x }: Normed) {
  const [w, b] = operands.filter(({ kind }) => kind === 'param').map(({ value }) => number(value));
  const [mu, sd, given, result] = [mean, deviation, x, y].map(number) as [string, string, string, string];
  const less = mu.startsWith('−') ? `(${mu})` : mu;
  const part = mathml`<mstyle displaystyle="true"><mfrac>${row(mn(given), mo('−'), bracketed(mu))}${row(mn(sd))}</mfrac></mstyle>`;
  const root = row(mathml`<msqrt><msup>${mi('σ')}${mn('2')}</msup>${mo('+')}${mi('ε')}</msqrt>`);
  const spread = op === 'standardize' ? mi('σ') : root;
  const first = w === undefined ? [part] : [bracketed(w, 'weight'), mo('·'), part];
  const bias = b === undefined ? [] : [[plus, bracketed(b, 'bias')]];
  const said = [
    w === undefined ? '' : `${w}·`,
    `(${given} − ${less})/${sd}`,
    b === undefined ? '' : ` + ${b}`,
  ];
  const name = op === 'standardize' ? 'σ' : '√(σ² + ε)';
  return wrapping(`${said.join('')} = ${result}, μ = ${mu}, ${name} = ${sd}`, [
    first,
    ...bias,
    [mo('='), mn(result), mo(',')],
    [mi('μ'), mo('='), mn(mu), mo(',')],
    [spread, mo('='), mn(sd)],
  ]);
}

// "relu(2.431) = 2.431", "0.118 + 1.02·0.98 + … = 3.21", "max(…) = …"
export function numericLine(of: Row, terms: Terms, normed?: Normed): TemplateResult {
  if (normed) return normedLine(of, terms, normed);
  const result = number(terms.number);
  if (terms.form === 'function') {
    const args = Array.from(terms.values.slice(0, SHOWN + 1), number);
    const more = terms.values.length > args.length;
    const name = of.op === 'softmax_ce' ? 'softmax' : of.op;
    const text = `${name}(${args.join(', ')}${more ? ', …' : ''}) = ${result}`;
    return wrapping(text, applied(name, args, more, result));
  }
  if (of.op === 'maxpool' && sourceRef(terms.from, 0)?.kind === 'value') {
    const args = Array.from(terms.values.slice(0, 9), number);
    const more = terms.values.length > args.length;
    return wrapping(`max(${args.join(', ')}) = ${result}`, applied('max', args, more, result));
  }
  const sloped = SLOPED.has(of.op) && sourceRef(terms.from, 0)?.kind === 'gradient';
  const parts: TemplateResult[][] = [];
  const words: string[] = [];
  const add = (text: string, ...more: TemplateResult[]) => {
    parts.push(parts.length > 0 ? [plus, ...more] : more);
    words.push(text);
  };
  const bias = terms.rows.findIndex((id, i) => id < 0 && (terms.params[i] ?? -1) >= 0);
  if (bias >= 0) {
    const text = number(terms.weights[bias] ?? 0);
    add(text, mn(text, 'bias'));
  }
  let left = 0;
  for (const i of terms.order) {
    if (i === bias || (terms.products[i] === 0 && terms.count > SHOWN)) continue;
    if (left++ >= SHOWN) continue;
    const [v, w, vw] = [terms.values, terms.weights, terms.products].map((list) => number(list[i] ?? 0)) as [
      string,
      string,
      string,
    ];
    const [of, by] = [partOfNumber(sourceRef(terms.from, i)), partOfNumber(sourceRef(terms.by, i))];
    if (terms.from.kinds[i] === CONSTANT) add(vw, bracketed(vw, by));
    else if (terms.weights[i] === 1 && !sloped) add(v, bracketed(v, of));
    else if (terms.weights[i] === -1) add(`(−${v})`, mo('('), mn(negated(v), of), mo(')'));
    else add(`${w}·${v}`, bracketed(w, by), mo('·'), bracketed(v, of));
  }
  if (left > SHOWN) add('…', mo('…'));
  if (parts.length === 0) add('0', mn('0'));
  return wrapping(`${words.join(' + ')} = ${result}`, [...parts, [mo('='), mn(result)]]);
}
