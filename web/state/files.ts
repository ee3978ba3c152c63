// Files that the build made, by address: on a server, or `#name`, packed into the page itself (the single file).

const MOST_KEPT = 32 * 2 ** 20; // bytes

// Where several sessions follow each other, as in a lesson, what one has fetched the next need not, and can go on without a
// connection.
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
let keeping = false;
export const keepFiles = (): void => {
  keeping = true;
};

export const isKept = (address: string): boolean => kept.has(address);

// For who fetches in a way of his own.
export const keptFile = (address: string): Uint8Array<ArrayBuffer> | undefined => kept.get(address)?.slice();
export function offerFile(address: string, bytes: Uint8Array<ArrayBuffer>): void {
  if (keeping) keep(address, bytes);
}

function keep(address: string, bytes: Uint8Array<ArrayBuffer>): void {
  let size = bytes.length;
  for (const each of kept.values()) size += each.length;
  if (size <= MOST_KEPT) kept.set(address, bytes.slice());
}

// Undefined: it is not there.
export async function readFile(
  address: string,
  signal: AbortSignal | null = null,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (address.startsWith('#')) return unpack(address.slice(1));
  const there = keptFile(address);
  if (there) return there;
  const response = await fetch(address, { signal });
  if (!response.ok) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  offerFile(address, bytes);
  return bytes;
}

export async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// A data block of the page: base64 of gzip.
async function unpack(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const text = document.getElementById(name)?.textContent;
  if (!text) return undefined;
  return gunzip(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
}
