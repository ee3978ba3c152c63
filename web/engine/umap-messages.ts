// What page and UMAP worker say to each other.
export interface ToUmap {
  readonly vectors: Float32Array; // (n, width)
  readonly width: number;
  readonly axes: 2 | 3;
  readonly seed: number;
}

export type FromUmap =
  | { readonly kind: 'map'; readonly places: Float32Array<ArrayBuffer>; readonly share: number } // (n, axes); 1: done
  | { readonly kind: 'failed'; readonly message: string };
