// Values that anybody may have written, read strictly: what is not as it must be is refused, with its place.

// The place that makes no sense.
export class Malformed extends Error {
  override name = 'Malformed';
  constructor(readonly where: string) {
    super(where);
  }
}

const MOST_TEXT = 65_536;

export type Fields = Readonly<Record<string, unknown>>;

export const fail = (where: string): never => {
  throw new Malformed(where);
};

export function object(value: unknown, where: string): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : fail(where);
}

export function text(value: unknown, where: string, most = MOST_TEXT): string {
  return typeof value === 'string' && value.length <= most ? value : fail(where);
}

export function whole(value: unknown, where: string, most = Number.MAX_SAFE_INTEGER): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
    ? value
    : fail(where);
}

export const real = (value: unknown, where: string): number =>
  typeof value === 'number' ? value : fail(where);

export function share(value: unknown, where: string): number {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : fail(where);
}

export function list(value: unknown, where: string, most: number): readonly unknown[] {
  return Array.isArray(value) && value.length <= most ? value : fail(where);
}

export function floats(value: unknown, where: string): Float32Array<ArrayBuffer> {
  return value instanceof Float32Array ? (value as Float32Array<ArrayBuffer>) : fail(where);
}

export function bytes(value: unknown, where: string, most: number): Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.length <= most
    ? (value as Uint8Array<ArrayBuffer>)
    : fail(where);
}
