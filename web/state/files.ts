// Files that the build made, by address: on a server, or `#name`, packed into the page itself (the single file).

// Undefined: it is not there.
export async function readFile(address: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (address.startsWith('#')) return unpack(address.slice(1));
  const response = await fetch(address);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
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
