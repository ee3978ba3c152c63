// What run.mjs asks of an engine in the browser, and the data that all of them get.

export interface Spec {
  readonly core: string; // address of the WebAssembly
  readonly notation: string;
  readonly batch: number;
  readonly rate: number;
  readonly optimizer: string;
  readonly samples: number;
  readonly steps: number; // whose losses are told
  readonly tokens?: readonly number[]; // a text instead of the digits
  readonly gpt?: { readonly window: number };
  readonly helpers?: 'messages' | 'memory'; // one, and how it is spoken to
}

export interface Ask {
  readonly id: number;
  readonly kind: 'begin' | 'run' | 'infer' | 'row' | 'peak' | 'reach' | 'shares';
  readonly spec?: unknown;
  readonly ms: number;
}

export interface Ran {
  readonly samples: number;
  readonly ms: number;
}

export type Params = readonly {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}[];

export async function fetched(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.arrayBuffer();
}

// The first samples of the training or the test set, in the order of its files.
export async function mnist(
  samples: number,
  set: 'train' | 't10k' = 'train',
): Promise<{ pixels: Uint8Array; labels: Uint8Array }> {
  const [images, labels] = await Promise.all(
    ['images-idx3', 'labels-idx1'].map((name) => fetched(`/data/${set}-${name}-ubyte`)),
  );
  return {
    pixels: new Uint8Array(images as ArrayBuffer, 16, samples * 784),
    labels: new Uint8Array(labels as ArrayBuffer, 8, samples),
  };
}
