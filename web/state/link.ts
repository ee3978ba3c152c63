// A link holds what differs from the defaults, what is on the pad, and what was done to it: version 1 of the format.
//   v=1 & a setting each & ink | pixels | digit | noise | average & change & erased & at
import { type Change, isNone, NO_CHANGE, PIXELS, type Point } from '../engine/digit';
import { PARTS, within } from './experiments';
import type { Input } from './input';
import { type Place, placeOf, placeText } from './inspect';
import { FORMAT_VERSION, isPersonal, parses, SETTING_NAMES, type Settings, toText } from './settings';

export interface Link {
  readonly input?: Input;
  readonly change: Change;
  readonly erased: ReadonlySet<number>;
  readonly place?: Place; // opened; none: the overview
  readonly unknown?: string; // a word of it that means nothing here; the rest holds
}

// A link that changes nothing, and the part of it that makes no sense.
export interface Unusable {
  readonly unusable: 'newer' | 'malformed' | 'long';
  readonly where: string;
}

const GRID = 2048; // places along a side of the pad
const MOST_POINTS = 200_000;
const MOST_TEXT = 2_000_000; // letters: the longest drawing takes less
const MOST_WORD = 30; // letters of what is said to be unknown
const INPUTS = ['ink', 'pixels', 'digit', 'noise', 'average'];
const KEYS = [...INPUTS, 'change', 'erased', 'at'];

export function writeLink(
  settings: Settings,
  input: Input,
  pixels: Float32Array,
  how: Omit<Link, 'input'>,
): string {
  const query = new URLSearchParams(toText(settings, (name) => !isPersonal(name)));
  query.set('v', FORMAT_VERSION);
  if (input.kind === 'strokes') query.set('ink', toBase64(packInk(input.strokes)));
  else if (input.kind === 'sample') query.set('digit', String(input.index));
  else if (input.kind === 'noise') query.set('noise', String(input.seed));
  else if (input.kind === 'average') query.set('average', String(input.label));
  else if (input.kind === 'pixels') query.set('pixels', toBase64(packRuns(input.pixels)));
  else if (input.kind === 'picture')
    query.set('pixels', toBase64(packRuns(Uint8Array.from(pixels, (x) => Math.round(255 * x)))));
  if (!isNone(how.change)) query.set('change', PARTS.map((part) => how.change[part]).join(','));
  if (how.erased.size > 0) query.set('erased', toBase64(packBits(how.erased)));
  const at = how.place ? placeText(how.place) : '';
  if (at) query.set('at', at);
  return query.toString();
}

// All of a link or nothing of it: a part that makes no sense spoils the whole.
export function readLink(text: string): Link | Unusable {
  if (text.length > MOST_TEXT) return { unusable: 'long', where: '' };
  const query = new URLSearchParams(text);
  const version = query.get('v') ?? FORMAT_VERSION;
  if (version !== FORMAT_VERSION)
    return { unusable: Number(version) > Number(FORMAT_VERSION) ? 'newer' : 'malformed', where: 'v' };
  const words: readonly string[] = [...SETTING_NAMES, ...KEYS, 'v'];
  if (!words.some((name) => query.has(name))) return { unusable: 'malformed', where: text.slice(0, 20) };
  const wrong = SETTING_NAMES.find((name) => !parses(name, query.get(name)));
  if (wrong) return { unusable: 'malformed', where: wrong };
  let where = '';
  try {
    where = INPUTS.find((name) => query.has(name)) ?? '';
    const input = readInput(query);
    where = 'at';
    const at = query.get('at');
    const place = at === null ? undefined : (placeOf(at) ?? fail());
    where = 'change';
    const change = readChange(query.get('change'));
    where = 'erased';
    const erased = readErased(query);
    const unknown = [...query.keys()].find((name) => !words.includes(name))?.slice(0, MOST_WORD);
    return {
      ...(input ? { input } : {}),
      ...(place ? { place } : {}),
      ...(unknown === undefined ? {} : { unknown }),
      change,
      erased,
    };
  } catch {
    return { unusable: 'malformed', where };
  }
}

function readInput(query: URLSearchParams): Input | undefined {
  const whole = (key: string, least: number, most: number) => {
    const text = query.get(key) ?? '';
    const value = Number(text);
    return /^-?\d{1,10}$/.test(text) && value >= least && value <= most ? value : fail();
  };
  if (query.has('ink'))
    return { kind: 'strokes', strokes: unpackInk(bytesOf(query.get('ink'))), demo: false };
  if (query.has('pixels')) return { kind: 'pixels', pixels: unpackRuns(bytesOf(query.get('pixels'))) };
  if (query.has('digit')) return { kind: 'sample', index: whole('digit', 0, 9999) };
  if (query.has('noise')) return { kind: 'noise', seed: whole('noise', 0, 2 ** 32 - 1) };
  if (query.has('average')) return { kind: 'average', label: whole('average', -1, 9) };
  return undefined;
}

function readChange(text: string | null): Change {
  if (text === null) return NO_CHANGE;
  const values = text.split(',').map((each) => (each === '' ? Number.NaN : Number(each)));
  if (values.length !== PARTS.length) return fail();
  const change: Record<keyof Change, number> = { ...NO_CHANGE };
  for (const [i, part] of PARTS.entries()) {
    const value = values[i] ?? Number.NaN;
    if (!within(part, value)) return fail();
    change[part] = value;
  }
  return change;
}

function readErased(query: URLSearchParams): ReadonlySet<number> {
  const text = query.get('erased');
  if (text === null) return new Set();
  const bits = bytesOf(text);
  if (bits.length !== PIXELS / 8) return fail();
  return new Set(
    Array.from({ length: PIXELS }, (_, i) => i).filter((i) => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1),
  );
}

function fail(): never {
  throw new Error('malformed');
}

// ---------------------------------------------------------------- bytes

// Strokes as their numbers of points, then the first point and the way from each to the next, on the grid.
export function packInk(strokes: readonly (readonly Point[])[]): Uint8Array {
  const bytes: number[] = [];
  const write = (value: number) => {
    let rest = value;
    for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  };
  let [x, y] = [0, 0];
  write(strokes.length);
  for (const stroke of strokes) {
    write(stroke.length);
    for (const point of stroke) {
      const [toX, toY] = point.map((each) => Math.round(each * GRID)) as [number, number];
      write(zigzag(toX - x));
      write(zigzag(toY - y));
      [x, y] = [toX, toY];
    }
  }
  return Uint8Array.from(bytes);
}

export function unpackInk(bytes: Uint8Array): Point[][] {
  let at = 0;
  const read = () => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[at++] ?? fail();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return fail();
  };
  let [x, y, total] = [0, 0, 0];
  const strokes: Point[][] = [];
  const count = read();
  if (count > bytes.length) fail();
  for (let s = 0; s < count; s++) {
    const points = read();
    total += points;
    if (points === 0 || total > MOST_POINTS || 2 * points > bytes.length) fail();
    const stroke: Point[] = [];
    for (let i = 0; i < points; i++) {
      x += unzigzag(read());
      y += unzigzag(read());
      if (x < 0 || y < 0 || x > GRID || y > GRID) fail();
      stroke.push([x / GRID, y / GRID]);
    }
    strokes.push(stroke);
  }
  if (at !== bytes.length || count === 0) fail();
  return strokes;
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (code: number): number => (code & 1 ? -(code + 1) / 2 : code / 2);

// Bytes as they are, but a zero is followed by how many there are of it.
function packRuns(pixels: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < pixels.length; ) {
    const value = pixels[i] as number;
    let run = 1;
    if (value === 0) while (run < 255 && pixels[i + run] === 0) run++;
    bytes.push(value);
    if (value === 0) bytes.push(run);
    i += run;
  }
  return Uint8Array.from(bytes);
}

function unpackRuns(bytes: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(PIXELS);
  let at = 0;
  for (let i = 0; i < bytes.length; i++) {
    const value = bytes[i] as number;
    const run = value === 0 ? (bytes[++i] ?? fail()) : 1;
    if (run === 0 || at + run > PIXELS) fail();
    pixels.fill(value, at, at + run);
    at += run;
  }
  return at === PIXELS ? pixels : fail();
}

function packBits(places: ReadonlySet<number>): Uint8Array {
  const bits = new Uint8Array(PIXELS / 8);
  for (const i of places) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
  return bits;
}

// base64url without padding
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function bytesOf(text: string | null): Uint8Array {
  if (!text || !/^[\w-]+$/.test(text)) return fail();
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
}
