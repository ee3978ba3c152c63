// UMAP (L. McInnes, J. Healy, J. Melville, 2018) by umap-js, in a worker: a map that keeps who is near whom, not how far
// the others are. Distances are 1 − cosine; the same seed gives the same map.
import { UMAP } from 'umap-js';
import type { FromUmap, ToUmap } from './umap-messages';

const scope = self as unknown as {
  postMessage(message: FromUmap): void;
  onmessage: ((event: MessageEvent<ToUmap>) => void) | null;
};

const NEAR = 15; // neighbours that count
const NEAR_OF_MANY = 25; // else groups fall apart into islands
const MANY = 400; // words
const LEAST_APART = 0.1;
const SHOWN_MS = 100; // from one look to the next

// Mulberry32 (T. Ettinger): a state of 32 bits.
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Of vectors of length 1.
const apart = (a: number[], b: number[]): number => {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += (a[i] as number) * (b[i] as number);
  return 1 - dot;
};

function unit(row: Float32Array): number[] {
  const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0)) || 1;
  return Array.from(row, (x) => x / length);
}

function draw({ vectors, width, axes, seed }: ToUmap): void {
  const n = vectors.length / width;
  const rows = Array.from({ length: n }, (_, i) => unit(vectors.subarray(i * width, (i + 1) * width)));
  const umap = new UMAP({
    nComponents: axes,
    nNeighbors: Math.min(n > MANY ? NEAR_OF_MANY : NEAR, n - 1),
    minDist: LEAST_APART,
    random: random(seed),
    distanceFn: apart,
  });
  const epochs = umap.initializeFit(rows);
  const tell = (epoch: number) =>
    scope.postMessage({
      kind: 'map',
      places: Float32Array.from(umap.getEmbedding().flat()),
      share: epoch / epochs,
    });
  let shown = performance.now();
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    if (performance.now() - shown < SHOWN_MS) continue;
    tell(epoch + 1);
    shown = performance.now();
  }
  tell(epochs);
}

scope.onmessage = ({ data }) => {
  try {
    draw(data);
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: String(error) });
  }
};
