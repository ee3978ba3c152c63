// The UMAP worker, which lives as long as it draws.
import type { FromUmap, ToUmap } from '../engine/umap-messages';
import UmapWorker from '../engine/umap-worker?worker&inline';

// Tells how it gets on. Returns what ends it.
export function drawUmap(wish: ToUmap, tell: (told: FromUmap) => void): () => void {
  const worker = new UmapWorker({ name: 'glassnet umap' });
  worker.onmessage = ({ data }: MessageEvent<FromUmap>) => {
    tell(data);
    if (data.kind === 'failed' || data.share === 1) worker.terminate();
  };
  worker.onerror = () => tell({ kind: 'failed', message: '' });
  worker.postMessage(wish);
  return () => worker.terminate();
}
