// The core's formulas, written in a small part of LaTeX, as MathML.
import { html, mathml, type TemplateResult } from 'lit';

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
  infty: '∞',
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
};
const STRUCTURE = new Set(
  'quad frac tfrac sqrt text mathit operatorname mathrm left right begin end ln log exp tanh max min cos sin'.split(
    ' ',
  ),
);
const NAMED = new Set(['ln', 'log', 'exp', 'cos', 'sin']);
const UNDER = new Set(['∑', 'max', 'min']);

// A command that would be typeset as more than its own name.
export const isCommand = (name: string): boolean => name in SYMBOLS || name in GREEK || STRUCTURE.has(name);

// Brackets keep the height of the line.
export const mo = (text: string) =>
  '()[]⌊⌋'.includes(text) ? mathml`<mo stretchy="false">${text}</mo>` : mathml`<mo>${text}</mo>`;
export const mi = (text: string) => mathml`<mi>${text}</mi>`;
export const mn = (text: string) => mathml`<mn>${text}</mn>`;
export const row = (...parts: readonly Part[]) => mathml`<mrow>${parts}</mrow>`;

export function math(label: string, ...parts: readonly Part[]): TemplateResult {
  return html`<math display="block" aria-label=${label}>${parts}</math>`;
}

const tokensOf = (text: string): readonly string[] => text.match(/\\[a-zA-Z]+|\\.|[0-9.]+|[^\s]/g) ?? [];

export function latex(text: string, display: 'block' | 'inline' = 'block'): TemplateResult {
  const { part } = new Reader(tokensOf(text)).until(undefined);
  const label = text.replace(/\\[,\s]/g, ' ');
  if (display === 'block') return math(label, part);
  return html`<math aria-label=${label}>${part}</math>`;
}

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
  constructor(readonly tokens: readonly string[]) {}

  // Parts up to a closing token, with sub- and superscripts bound to what stands before them.
  until(...ends: readonly (string | undefined)[]): { part: TemplateResult; end: string | undefined } {
    const parts: Part[] = [];
    for (;;) {
      const token = this.tokens[this.#at++];
      if (token === undefined || ends.includes(token)) return { part: row(...parts), end: token };
      parts.push(this.#scripts(this.#atom(token), token));
    }
  }

  #scripts(base: Part, token: string): Part {
    let below: Part | undefined;
    let above: Part | undefined;
    for (;;) {
      const next = this.tokens[this.#at];
      if (next === '_') below = this.#argument(1);
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
    if (name === 'frac' || name === 'tfrac')
      return mathml`<mfrac>${this.#argument()}${this.#argument()}</mfrac>`;
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
