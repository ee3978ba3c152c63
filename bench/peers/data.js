// The same samples that our engine gets, as the peers like them: floats of 0..1.
const bytes = async (name) => new Uint8Array(await (await fetch(`/data/${name}`)).arrayBuffer());

export async function mnist(samples) {
  const [images, labels] = await Promise.all(['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'].map(bytes));
  return {
    x: Float32Array.from(images.subarray(16, 16 + samples * 784), (pixel) => pixel / 255),
    y: labels.slice(8, 8 + samples),
  };
}

export class Cannot extends Error {
  name = 'Cannot';
}

// Repeats `act`, which returns samples, for some time.
export function timed(ms, act) {
  const began = performance.now();
  let samples = 0;
  let spent = 0;
  do {
    samples += act();
    spent = performance.now() - began;
  } while (spent < ms);
  return { samples, ms: spent };
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
