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

// Microseconds a call: the median of bursts of a millisecond, since the clock is too coarse for one.
export async function latency(ms, call) {
  const times = [];
  const began = performance.now();
  while (performance.now() - began < ms) {
    const start = performance.now();
    let calls = 0;
    do {
      await call(calls++);
    } while (performance.now() - start < 1);
    times.push((1000 * (performance.now() - start)) / calls);
  }
  return { us: times.sort((a, b) => a - b)[times.length >> 1] };
}
