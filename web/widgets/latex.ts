// The core's formulas, written in a small part of LaTeX, as MathML.
import { html, mathml, nothing, type TemplateResult } from 'lit';
import { type About, classOf, type Part as Meaning, partOf, partOfMeasure } from './letters';

type Part = TemplateResult | string;

const SYMBOLS: Readonly<Record<string, string>> = {
  sum: '∑',
  le: '≤',
  ge: '≥',
  sim: '∼',
  dots: '…',
  cdot: '·',
  odot: '⊙',
  partial: '∂',
  times: '×',
  to: '→',
  leftarrow: '←',
  pm: '±',
  lfloor: '⌊',
  rfloor: '⌋',
  nabla: '∇',
  approx: '≈',
  ne: '≠',
  lVert: '‖',
  rVert: '‖',
  in: '∈',
};
const GREEK: Readonly<Record<string, string>> = {
  Delta: 'Δ',
  Sigma: 'Σ',
  rho: 'ρ',
  Phi: 'Φ',
  sigma: 'σ',
  mu: 'μ',
  epsilon: 'ε',
  varepsilon: 'ε',
  lambda: 'λ',
  pi: 'π',
  gamma: 'γ',
  beta: 'β',
  theta: 'θ',
  eta: 'η',
  delta: 'δ',
  alpha: 'α',
  infty: '∞', // no operator with space at its sides
};
const STRUCTURE = new Set(
  'live quad frac tfrac sqrt text mathit operatorname mathrm left right begin end ln log exp tanh max min cos sin'.split(
    ' ',
  ),
);
const NAMED = new Set(['ln', 'log', 'exp', 'cos', 'sin']);
const SIGNS = new Set(['+', '-', '\\cdot']); // behind these a negative number stands in brackets
const UNDER = new Set(['∑', 'max', 'min']);

// A command that would be typeset as more than its own name.
export const isCommand = (name: string): boolean => name in SYMBOLS || name in GREEK || STRUCTURE.has(name);

// Brackets keep the height of the line.
export const mo = (text: string) =>
  '()[]⌊⌋'.includes(text) ? mathml`<mo stretchy="false">${text}</mo>` : mathml`<mo>${text}</mo>`;
export const mi = (text: string, part?: Meaning) =>
  mathml`<mi class=${classOf(part) || nothing}>${text}</mi>`;
export const mn = (text: string, part?: Meaning) =>
  mathml`<mn class=${classOf(part) || nothing}>${text}</mn>`;
export const row = (...parts: readonly Part[]) => mathml`<mrow>${parts}</mrow>`;

export function math(label: string, ...parts: readonly Part[]): TemplateResult {
  return html`<math display="block" aria-label=${label}>${parts}</math>`;
}

// The rule, and what the letters in it are: each a line of its own.
export const statements = (formula: string): readonly string[] =>
  formula.split('\\quad').map((part) => part.replace(/,\s*$/, ''));

const tokensOf = (text: string): readonly string[] => text.match(/\\[a-zA-Z]+|\\.|[0-9.]+|[^\s]/g) ?? [];

export function latex(
  text: string,
  display: 'block' | 'inline' = 'block',
  about: About = 'net',
  moment: (measure: string) => string = () => '…',
): TemplateResult {
  const { part } = new Reader(tokensOf(text), about, moment).until(undefined);
  const label = text.replace(LIVE, (_, name: string) => moment(name)).replace(/\\[,\s]/g, ' ');
  if (display === 'block') return math(label, part);
  return html`<math aria-label=${label}>${part}</math>`;
}

// \live{train.loss}: a number of the moment, by the name of its measure.
const LIVE = /\\live\{([\w.]+)\}/g;
export const liveIn = (text: string): readonly string[] =>
  [...text.matchAll(LIVE)].map(([, name]) => name ?? '');

// What of a formula would not be typeset as it is meant: a command that there is not, a brace without its other.
export function misspelt(text: string): string | undefined {
  let open = 0;
  for (const token of tokensOf(text)) {
    if (token === '{') open++;
    if (token === '}' && --open < 0) return '}';
    if (/^\\[a-zA-Z]/.test(token) && !isCommand(token.slice(1))) return token;
  }
  return open > 0 ? '{' : undefined;
}

class Reader {
  #at = 0;
  #behind: Meaning | undefined; // what the part before this one stands for
  #lately: Meaning | undefined; // what the last number of the moment stands for
  #within: Meaning | 'none' | undefined; // in an index, or in a fraction that is one thing
  constructor(
    readonly tokens: readonly string[],
    readonly about: About,
    readonly moment: (measure: string) => string,
  ) {}

  // Parts up to a closing token, with sub- and superscripts bound to what stands before them.
  until(...ends: readonly (string | undefined)[]): { part: TemplateResult; end: string | undefined } {
    const parts: Part[] = [];
    for (;;) {
      const token = this.tokens[this.#at++];
      if (token === undefined || ends.includes(token)) return { part: row(...parts), end: token };
      const means = this.#meaning(token);
      const base = means && !this.#within ? this.#letter(token, means) : this.#atom(token);
      parts.push(this.#scripts(base, token, means));
      if (token !== '\\,') this.#behind = token === '\\live' ? this.#lately : means;
    }
  }

  #meaning(token: string): Meaning | undefined {
    const letter = GREEK[token.slice(1)] ?? SYMBOLS[token.slice(1)] ?? token;
    return partOf(letter, this.about, this.tokens[this.#at - 2], this.#behind);
  }

  #letter(token: string, means: Meaning): Part {
    const greek = GREEK[token.slice(1)];
    const symbol = SYMBOLS[token.slice(1)];
    return symbol ? mathml`<mo class=${classOf(means)}>${symbol}</mo>` : mi(greek ?? token, means);
  }

  // An index belongs to its letter, an exponent does not.
  #scripts(base: Part, token: string, means: Meaning | undefined): Part {
    let below: Part | undefined;
    let above: Part | undefined;
    for (;;) {
      const next = this.tokens[this.#at];
      if (next === '_') below = this.#index(means);
      else if (next === '^') above = this.#argument(1);
      else if (next === "'") {
        this.#at++;
        above = mo('′');
      } else break;
    }
    if (UNDER.has(SYMBOLS[token.slice(1)] ?? token.slice(1)) && below) {
      return above
        ? mathml`<munderover>${base}${below}${above}</munderover>`
        : mathml`<munder>${base}${below}</munder>`;
    }
    if (below && above) return mathml`<msubsup>${base}${below}${above}</msubsup>`;
    if (below) return mathml`<msub>${base}${below}</msub>`;
    return above ? mathml`<msup>${base}${above}</msup>` : base;
  }

  #live(): Part {
    const before = this.tokens[this.#at - 2] ?? '';
    const name = this.#word();
    const [text, part] = [this.moment(name), partOfMeasure(name)];
    this.#lately = part;
    const value = mn(text, part);
    return text.startsWith('−') && SIGNS.has(before) ? row(mo('('), value, mo(')')) : value;
  }

  #index(means: Meaning | undefined): Part {
    const outer = this.#within;
    this.#within = means ?? outer ?? 'none';
    const part = this.#argument(1);
    this.#within = outer;
    return means && !outer ? mathml`<mrow class=${classOf(means)}>${part}</mrow>` : part;
  }

  // ∂L/∂… is one thing, a gradient.
  #fraction(): Part {
    const whole = !this.#within && this.tokens.slice(this.#at, this.#at + 3).join(' ') === '{ \\partial L';
    const outer = this.#within;
    if (whole) this.#within = 'gradient';
    const part = mathml`<mfrac class=${whole ? classOf('gradient') : nothing}>${this.#argument()}${this.#argument()}</mfrac>`;
    this.#within = outer;
    return part;
  }

  // {…} or one token, after skipping `skip` tokens.
  #argument(skip = 0): TemplateResult {
    this.#at += skip;
    const token = this.tokens[this.#at++] ?? '';
    return token === '{' ? this.until('}').part : row(this.#atom(token));
  }

  #word(): string {
    let word = '';
    for (this.#at++; this.tokens[this.#at] !== '}' && this.#at < this.tokens.length; this.#at++)
      word += this.tokens[this.#at];
    this.#at++;
    return word;
  }

  #atom(token: string): Part {
    if (token === '{') return this.until('}').part;
    if (/^[0-9.]+$/.test(token)) return mn(token);
    if (/^\p{L}$/u.test(token)) return mi(token);
    if (!token.startsWith('\\')) return mo(token === '-' ? '−' : token);
    const name = token.slice(1);
    if (name === ',' || name === ';' || name === ' ') return mathml`<mspace width="0.17em"></mspace>`;
    if (name === 'quad') return mathml`<mspace width="1em"></mspace>`;
    if (name === 'frac' || name === 'tfrac') return this.#fraction();
    if (name === 'live') return this.#live();
    if (name === 'sqrt') return mathml`<msqrt>${this.#argument()}</msqrt>`;
    if (name === 'text' || name === 'mathit' || name === 'operatorname' || name === 'mathrm')
      return mi(this.#word());
    if (name === 'left' || name === 'right') return mo(this.tokens[this.#at++] ?? '');
    if (name === 'begin') return this.#cases();
    if (NAMED.has(name) && this.tokens[this.#at] !== '(')
      return row(mi(name), mathml`<mspace width="0.17em"></mspace>`);
    const symbol = SYMBOLS[name];
    return symbol ? mo(symbol) : mi(GREEK[name] ?? name);
  }

  // \begin{cases} has a brace at its left, \begin{bmatrix} brackets.
  #cases(): Part {
    const matrix = this.#word() === 'bmatrix';
    const rows: TemplateResult[] = [];
    let cells: TemplateResult[] = [];
    for (;;) {
      const { part, end } = this.until('&', '\\\\', '\\end');
      cells.push(mathml`<mtd>${part}</mtd>`);
      if (end === '&') continue;
      rows.push(mathml`<mtr>${cells}</mtr>`);
      cells = [];
      if (end === '\\\\') continue;
      this.#word();
      const table = mathml`<mtable columnalign=${matrix ? 'center' : 'left'}>${rows}</mtable>`;
      const bracket = (text: string) => mathml`<mo stretchy="true">${text}</mo>`;
      return matrix ? row(bracket('['), table, bracket(']')) : row(mo('{'), table);
    }
  }
}
