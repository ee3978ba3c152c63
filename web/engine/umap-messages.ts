// What page and UMAP worker say to each other.
export interface ToUmap {
  readonly vectors: Float32Array; // (n, width)
  readonly width: number;
  readonly seed: number;
}

export type FromUmap =
  | { readonly kind: 'map'; readonly places: Float32Array<ArrayBuffer>; readonly share: number } // (n, 2); 1: done
  | { readonly kind: 'failed'; readonly message: string };
