// A run as a file: its record as JSON, arrays of numbers as base64 of their little-endian bytes. Read strictly, as
// anybody may have written it.
import type { Memory } from '../engine/descent';
import { Malformed, RUN_VERSION, type RunRecord, readRun } from './run-record';

export const MOST_FILE = 64 * 2 ** 20; // bytes
const FORMAT = 'glassnet run';
const ARRAYS = ['losses', 'start', 'learnt'] as const;

// 'elsewhere': it is of another view; 'untold': weights that do not say what their tokens are; 'gone': it cannot be read any more; 'json' and 'format': it is no run;
// 'newer': of a later version of the page.
export class Unread extends Error {
  override name = 'Unread';
  constructor(
    readonly kind: 'elsewhere' | 'untold' | 'gone' | 'size' | 'json' | 'format' | 'newer' | 'malformed',
    readonly where = '',
  ) {
    super(`${kind} ${where}`);
  }
}

export function writeRunFile(record: RunRecord): string {
  const { id: _, pinned: __, ...rest } = record;
  const arrays = ARRAYS.flatMap((name) => {
    const values = record[name];
    return values ? [[name, floatsToBase64(values)]] : [];
  });
  const changes = record.changes.map((each) =>
    'learnt' in each
      ? {
          ...each,
          learnt: floatsToBase64(each.learnt),
          ...memoryText(each.memory),
          ...(each.shown
            ? { shown: each.shown.map(({ pixels, label }) => ({ pixels: floatsToBase64(pixels), label })) }
            : {}),
        }
      : each,
  );
  const { units } = record.text ?? {};
  const text = units ? { text: { ...record.text, units: bytesToBase64(units) } } : {};
  const file = { format: FORMAT, ...rest, ...text, changes, ...Object.fromEntries(arrays) };
  return `${JSON.stringify(file, null, 1)}\n`;
}

// An object that says what it is. Throws Unread.
export function readObject<T>(
  text: string,
  format: string,
  version: number,
  read: (given: Record<string, unknown>) => T,
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unread('json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unread('format');
  const given: Record<string, unknown> = { ...value };
  const { format: said } = given;
  if (said !== format)
    throw new Unread(typeof said === 'string' && said.startsWith('glassnet ') ? 'elsewhere' : 'format');
  if (typeof given.version === 'number' && given.version > version) throw new Unread('newer');
  try {
    return read(given);
  } catch (error) {
    if (error instanceof Malformed) throw new Unread('malformed', error.where);
    throw error;
  }
}

// Throws Unread. `id`: what the run is to be known by here.
export function readRunFile(text: string, id: string): RunRecord {
  return readObject(text, FORMAT, RUN_VERSION, (given) => {
    for (const name of ARRAYS) if (name in given) given[name] = floatsFromBase64(given[name], name);
    given.text = textFrom(given.text);
    if (Array.isArray(given.changes))
      given.changes = given.changes.map((each: unknown, i) =>
        typeof each === 'object' && each !== null && 'learnt' in each
          ? {
              ...each,
              learnt: floatsFromBase64(each.learnt, `changes[${i}].learnt`),
              ...memoryFrom((each as { memory?: unknown }).memory, `changes[${i}].memory`),
              ...shownFrom((each as { shown?: unknown }).shown, `changes[${i}].shown`),
            }
          : each,
      );
    return readRun({ ...given, id, pinned: false });
  });
}

const memoryText = (memory: Memory | undefined) =>
  memory && {
    memory: {
      ...memory,
      states: floatsToBase64(memory.states),
      ...(memory.carried ? { carried: floatsToBase64(memory.carried) } : {}),
    },
  };

function memoryFrom(given: unknown, where: string) {
  if (typeof given !== 'object' || given === null) return given === undefined ? {} : { memory: given };
  const { states, carried } = given as Record<string, unknown>;
  return {
    memory: {
      ...given,
      states: floatsFromBase64(states, `${where}.states`),
      carried: carried === undefined ? undefined : floatsFromBase64(carried, `${where}.carried`),
    },
  };
}

function shownFrom(given: unknown, where: string) {
  if (!Array.isArray(given)) return given === undefined ? {} : { shown: given };
  return {
    shown: given.map((each: unknown, i) =>
      typeof each === 'object' && each !== null && 'pixels' in each
        ? { ...each, pixels: floatsFromBase64(each.pixels, `${where}[${i}].pixels`) }
        : each,
    ),
  };
}

function textFrom(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('units' in given)) return given;
  return { ...given, units: bytesFromBase64(given.units, 'text.units') };
}

export function floatsToBase64(values: Float32Array): string {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return bytesToBase64(bytes);
}

export function bytesToBase64(bytes: Uint8Array): string {
  let binary = '';
  const piece = 0x8000;
  for (let at = 0; at < bytes.length; at += piece)
    binary += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(binary);
}

export function floatsFromBase64(text: unknown, where: string): Float32Array<ArrayBuffer> {
  const bytes = bytesFromBase64(text, where);
  if (bytes.length % 4 !== 0) throw new Malformed(where);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

// Throws Malformed.
export function bytesFromBase64(text: unknown, where: string): Uint8Array<ArrayBuffer> {
  if (typeof text !== 'string' || !/^[A-Za-z\d+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw new Malformed(where);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
