// gn_error as plain values: a code whose sentence is in the locales, its arguments, and its place in the text.
import type { Address, Core } from './core';
import { type Code, codes, constants, layout } from './generated/layout';

export type { Code };

export interface CoreError {
  readonly code: Code;
  readonly at: number; // UTF-16 index in the text, −1: no place
  readonly length: number;
  readonly args: readonly number[];
  readonly limit: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly name: string;
  readonly hint: string;
}

// Input the core cannot use: says why. What ran before still runs.
export class Refused extends Error {
  override name = 'Refused';
  constructor(readonly error: CoreError) {
    super(error.code);
  }
}

export function readError(core: Core, address: Address, text = ''): CoreError {
  const field = layout.gn_error;
  const int = (offset: number) => core.ints[(address + offset) >> 2] ?? 0;
  const view = new DataView(core.bytes.buffer);
  const args = [0, 1, 2].map((i) => Number(view.getBigInt64(address + field.arg + 8 * i, true)));
  const at = int(field.at);
  const length = int(field.length);
  // Without a text it is a place in a file.
  const place = at < 0 ? { at: -1, length: 0 } : text === '' ? { at, length } : utf16Place(text, at, length);
  return {
    code: codes[int(field.code)] ?? 'UNEXPECTED',
    ...place,
    args,
    limit: [0, 1].map((i) => view.getFloat64(address + field.limit + 8 * i, true)),
    a: core.shape(address + field.a),
    b: core.shape(address + field.b),
    name: core.text(address + field.name, constants.GN_MAX_NAME),
    hint: core.text(address + field.hint, constants.GN_MAX_NAME),
  };
}

// The core counts bytes of UTF-8, a text field counts UTF-16 units.
export function utf16Place(text: string, at: number, length: number): { at: number; length: number } {
  let bytes = 0;
  let start = -1;
  let index = 0;
  for (const char of text) {
    if (start < 0 && bytes >= at) start = index;
    if (start >= 0 && bytes >= at + length) break;
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    index += char.length;
  }
  if (start < 0) start = text.length;
  return { at: start, length: Math.max(0, index - start) };
}
