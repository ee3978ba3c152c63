// Files of the text view that are fetched when they are wanted: GPT-2's vocabulary, texts to learn from.
import { generated } from 'virtual:built';
import { keptFile, offerFile, readFile } from './files';

export type Fetching =
  | { readonly kind: 'none' | 'there' }
  | { readonly kind: 'fetching'; readonly got: number } // bytes
  | { readonly kind: 'failed' | 'offline' | 'absent' | 'broken' }; // absent: not in the single file

export const NONE: Fetching = { kind: 'none' };

// Tells how it gets on. The bytes, where they came.
export async function fetchText(
  name: string,
  tell: (how: Fetching) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const address = `${generated}text/${name}`;
  tell({ kind: 'fetching', got: 0 });
  if (address.startsWith('#')) {
    const inside = await readFile(address).catch(() => undefined);
    if (!inside) tell({ kind: 'absent' });
    return inside;
  }
  const there = keptFile(address);
  if (there) return there;
  try {
    const response = await fetch(address, { signal });
    if (!response.ok || !response.body) throw new Error(String(response.status));
    const parts: Uint8Array[] = [];
    let got = 0;
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value);
      got += next.value.length;
      tell({ kind: 'fetching', got });
    }
    const all = new Uint8Array(got);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    offerFile(address, all);
    return all;
  } catch {
    if (!signal.aborted) tell({ kind: navigator.onLine ? 'failed' : 'offline' });
    return undefined;
  }
}
