// A gn_error as a sentence in the page's language.
import type { CoreError } from '../engine/errors';
import { count, isKey, t } from '.';

const sizes = (shape: readonly number[]): string => (shape.length > 0 ? shape.join('×') : '1');

export function sentence(error: CoreError): string {
  const far = error.code === 'UNKNOWN_OP' && error.hint === ''; // from any name there is
  const key = `error.${error.code}${far ? '.far' : ''}`;
  if (!isKey(key)) return error.code;
  const [arg0, arg1, arg2] = error.args;
  return t(key, {
    name: error.name,
    hint: error.hint,
    a: sizes(error.a),
    b: sizes(error.b),
    least: count(error.limit[0] ?? 0),
    most: count(error.limit[1] ?? 0),
    arg0: count(arg0 ?? 0),
    arg1: count(arg1 ?? 0),
    arg2: count(arg2 ?? 0),
    at: count(error.at),
  });
}
