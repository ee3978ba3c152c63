// The line of notation ↔ its rows, one card each: only where they begin and end. What they mean is the core's affair.
import type { Operation } from '../engine/registry';

export interface Piece {
  readonly text: string; // "b1: conv 6 5 pad=2", "loop h=64 {", "}"
  readonly at: number; // UTF-16 place in the line
  readonly depth: number; // of braces around it
  readonly opens: boolean;
  readonly closes: boolean;
}

export function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  for (const found of line.matchAll(/[^;\n{}]*\{|\}|[^;\n{}]+/g)) {
    const text = found[0].trim();
    if (text === '') continue;
    const closes = text === '}';
    if (closes) depth = Math.max(0, depth - 1);
    const opens = text.endsWith('{');
    pieces.push({ text, at: found.index + found[0].search(/\S/), depth, opens, closes });
    if (opens) depth++;
  }
  return pieces;
}

export function lineOf(texts: readonly string[]): string {
  let line = '';
  for (const [i, text] of texts.entries()) {
    const before = texts[i - 1];
    if (before !== undefined) line += before.endsWith('{') || text === '}' ? ' ' : '; ';
    line += text;
  }
  return line;
}

// The piece that holds a place of the line, or the last one before it; −1: none.
export function pieceAt(pieces: readonly Piece[], at: number): number {
  let found = -1;
  for (const [i, piece] of pieces.entries()) if (piece.at <= at) found = i;
  return found < 0 && pieces.length > 0 ? 0 : found;
}

// A block from its opening to its closing brace, else the piece alone.
export function spanOf(pieces: readonly Piece[], index: number): readonly [first: number, last: number] {
  const piece = pieces[index];
  if (piece?.opens) {
    const close = pieces.findIndex((each, i) => i > index && each.closes && each.depth === piece.depth);
    return [index, close < 0 ? pieces.length - 1 : close];
  }
  if (piece?.closes) {
    for (let i = index - 1; i >= 0; i--) {
      const open = pieces[i];
      if (open?.opens && open.depth === piece.depth) return [i, index];
    }
  }
  return [index, index];
}

// The span at `index` put before the piece that is now at `to`. Returns the texts and where it came to lie.
export function moved(pieces: readonly Piece[], index: number, to: number): readonly [string[], number] {
  const [first, last] = spanOf(pieces, index);
  const texts = pieces.map(({ text }) => text);
  if (to >= first && to <= last + 1) return [texts, index];
  const span = texts.splice(first, last - first + 1);
  const at = to > last ? to - span.length : to;
  texts.splice(at, 0, ...span);
  return [texts, at + (index - first)];
}

// ---------------------------------------------------------------- the parts of one row

export interface Parts {
  readonly name: string; // '' where it has none
  readonly op: string;
  readonly values: ReadonlyMap<string, string>; // of the operation's arguments, as written
  readonly words: readonly string[]; // names of other rows
  readonly extra: readonly string[]; // key=value that the registry does not list, such as w=NAME
}

export function partsOf(text: string, operation: Operation | undefined): Parts {
  const [, name = '', rest = ''] = /^(?:([^\s:]+)\s*:)?\s*(.*)$/s.exec(text) ?? [];
  const [op = '', ...tokens] = rest.replace(/\s*=\s*/g, '=').split(/\s+/);
  const values = new Map<string, string>();
  const words: string[] = [];
  const extra: string[] = [];
  const places = operation?.args.filter(({ positional }) => positional) ?? [];
  for (const token of tokens) {
    const [key, value] = token.split('=', 2);
    if (value !== undefined && key !== undefined) {
      if (operation?.args.some((arg) => arg.key === key)) values.set(key, value);
      else extra.push(token);
      continue;
    }
    const next = places.find((arg) => !values.has(arg.key));
    const free = next && (/^[\d+.-]/.test(token) || next.words.includes(token)) ? next : undefined;
    if (free) values.set(free.key, token);
    else words.push(token);
  }
  return { name, op, values, words, extra };
}

// Positional arguments stand bare as long as none before them is left out.
export function textOf({ name, op, values, words, extra }: Parts, operation: Operation | undefined): string {
  const bare: string[] = [];
  const keyed: string[] = [];
  let gap = false;
  for (const { key, positional } of operation?.args ?? []) {
    const value = values.get(key)?.trim() ?? '';
    if (value === '') gap ||= positional;
    else if (positional && !gap) bare.push(value);
    else keyed.push(`${key}=${value}`);
  }
  return [name && `${name}:`, op, ...bare, ...words, ...keyed, ...extra].filter(Boolean).join(' ');
}
