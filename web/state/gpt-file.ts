// The weights of a small GPT as a safetensors file that says what its tokens are.

const LENGTH_BYTES = 8; // of the header's length, little-endian

// The header gets one entry more among those that hold text; what the tensors' places count from is its end.
export function gptFile(
  weights: Uint8Array<ArrayBuffer>,
  characters: string,
  longer: readonly string[] = [], // tokens after the characters
): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(weights.buffer, weights.byteOffset).getBigUint64(0, true));
  const end = LENGTH_BYTES + length;
  const header = JSON.parse(new TextDecoder().decode(weights.subarray(LENGTH_BYTES, end))) as {
    __metadata__?: Record<string, string>;
  };
  header.__metadata__ = {
    ...header.__metadata__,
    characters,
    ...(longer.length > 0 ? { tokens: JSON.stringify(longer) } : {}),
  };
  const text = JSON.stringify(header);
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(32);
  padded.set(bytes);
  const file = new Uint8Array(LENGTH_BYTES + padded.length + weights.length - end);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded.length), true);
  file.set(padded, LENGTH_BYTES);
  file.set(weights.subarray(end), LENGTH_BYTES + padded.length);
  return file;
}
