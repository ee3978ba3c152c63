// The weights of a small GPT as a safetensors file that says what its tokens are and how it was taught; read strictly, as
// anybody may have written it.
import { Malformed, object, real, text, whole } from './read-strictly';
import { bytesFromBase64, bytesToBase64, Unread } from './run-file';
import type { RunRecord } from './run-record';
import { isWishes } from './train-text';

const LENGTH_BYTES = 8; // of the header's length, little-endian
const VERSION = 1;
const MOST_SEED = 2 ** 32 - 1;

// What it was made from, beside its net and its weights.
export interface GptNote {
  readonly units: Uint8Array<ArrayBuffer>; // a file of them
  readonly text: string; // by name
  readonly textVersion: string;
  readonly merges: number; // −1: its units came from a file
  readonly size: string;
  readonly seed: number;
  readonly steps: number; // that were made until then
  readonly settings: string; // as the link says them
}

interface Header {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly rest: Readonly<Record<string, unknown>>;
  readonly end: number; // bytes
}

// The header gets some entries more among those that hold text; what the tensors' places count from is its end.
export function gptFile(
  weights: Uint8Array<ArrayBuffer>,
  characters: string,
  longer: readonly string[] = [], // tokens after the characters
  note?: GptNote,
): Uint8Array<ArrayBuffer> {
  const { metadata, rest, end } = headerOf(weights);
  const { units, ...told } = note ?? {};
  const __metadata__ = {
    ...metadata,
    characters,
    ...(longer.length > 0 ? { tokens: JSON.stringify(longer) } : {}),
    ...(units ? { units: bytesToBase64(units), gpt: JSON.stringify({ version: VERSION, ...told }) } : {}),
  };
  const bytes = new TextEncoder().encode(JSON.stringify({ ...rest, __metadata__ }));
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(32);
  padded.set(bytes);
  const file = new Uint8Array(LENGTH_BYTES + padded.length + weights.length - end);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded.length), true);
  file.set(padded, LENGTH_BYTES);
  file.set(weights.subarray(end), LENGTH_BYTES + padded.length);
  return file;
}

// Throws Unread: there is no header, or nothing in it of a small GPT.
export function readNote(file: Uint8Array): GptNote {
  try {
    const { metadata } = headerOf(file);
    if (metadata.units === undefined || metadata.gpt === undefined) throw new Unread('untold');
    const units = bytesFromBase64(metadata.units, 'units');
    const told = object(parsed(text(metadata.gpt, 'gpt'), 'gpt'), 'gpt');
    if (typeof told.version === 'number' && told.version > VERSION) throw new Unread('newer');
    if (told.version !== VERSION) throw new Malformed('gpt.version');
    const merges = real(told.merges, 'gpt.merges');
    if (!Number.isInteger(merges) || merges < -1 || merges > 65_536) throw new Malformed('gpt.merges');
    const settings = text(told.settings, 'gpt.settings', 2000);
    if (!isWishes(settings)) throw new Malformed('gpt.settings');
    return {
      units,
      text: text(told.text, 'gpt.text', 64),
      textVersion: text(told.textVersion, 'gpt.textVersion', 256),
      merges,
      size: text(told.size, 'gpt.size', 64),
      seed: whole(told.seed, 'gpt.seed', MOST_SEED),
      steps: whole(told.steps, 'gpt.steps'),
      settings,
    };
  } catch (error) {
    if (error instanceof Malformed) throw new Unread('malformed', error.where);
    throw error;
  }
}

// Throws Malformed.
function headerOf(file: Uint8Array): Header {
  if (file.length < LENGTH_BYTES) throw new Malformed('header');
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const end = LENGTH_BYTES + length;
  if (end > file.length) throw new Malformed('header');
  const json = new TextDecoder().decode(file.subarray(LENGTH_BYTES, end));
  const { __metadata__ = {}, ...rest } = object(parsed(json, 'header'), 'header');
  return { metadata: object(__metadata__, '__metadata__'), rest, end };
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Malformed(where);
  }
}

// Of a run that learnt a text.
export function noteOf(record: RunRecord, size: string, settings: string): GptNote | undefined {
  const { text: learnt, dataVersion, seed, steps } = record;
  if (!learnt?.units) return undefined;
  const { units, name, merges } = learnt;
  return { units, text: name, textVersion: dataVersion, merges, size, seed, steps, settings };
}
