// What a run learnt that goes along tokens: a text as it was cut, or sequences that were to be rewritten.
import { bytes, fail, object, real, text, whole } from './read-strictly';

export interface RunText {
  readonly name: string; // of the text, or of what was to be done with sequences
  readonly merges: number; // tokens of several characters that were learnt from it; −1: they came from a file
  readonly units: Uint8Array<ArrayBuffer> | undefined; // a file of units that it was cut by; none: sequences
  readonly window: number; // tokens of a sample
  readonly stride: number; // from one sample to the next
  readonly tests: number;
  readonly scored: number; // samples that a score is taken over
  readonly perCharacter: number; // tokens
}

const MOST = { units: 2 ** 23, window: 65_536, samples: 1e7 };

// Throws Malformed.
export function readRunText(value: unknown, where: string): RunText {
  const given = object(value, where);
  const counted = (name: 'window' | 'stride' | 'tests' | 'scored', most: number) =>
    whole(given[name], `${where}.${name}`, most) || fail(`${where}.${name}`);
  const merges = real(given.merges, `${where}.merges`);
  if (!Number.isInteger(merges) || merges < -1 || merges > 65_536) fail(`${where}.merges`);
  const perCharacter = real(given.perCharacter, `${where}.perCharacter`);
  if (!(perCharacter > 0 && perCharacter < 1e6)) fail(`${where}.perCharacter`);
  const name = text(given.name, `${where}.name`, 64);
  return {
    name: /^[a-z-]+$/.test(name) ? name : fail(`${where}.name`),
    merges,
    units: given.units === undefined ? undefined : bytes(given.units, `${where}.units`, MOST.units),
    window: counted('window', MOST.window),
    stride: counted('stride', MOST.window),
    tests: counted('tests', MOST.samples),
    scored: counted('scored', MOST.samples),
    perCharacter,
  };
}

export const textBytes = (text: RunText | undefined): number => text?.units?.byteLength ?? 0;
