// Networks to begin from, each a different shape of graph.
import { MODELS } from './models';

export const PRESETS = {
  mlp: MODELS['mlp-16-16'],
  lenet: MODELS.lenet5,
  // What comes after what in most networks today.
  stack:
    'in 1 28 28; conv 8 3 pad=1 bias=0; batchnorm; relu; maxpool 2; conv 16 3 pad=1 bias=0; batchnorm; relu; maxpool 2; flatten; dense 32; relu; dropout 0.2; dense 10; softmax_ce',
  // A layer in its full dress, twice.
  regular:
    'in 1 28 28; flatten; dense 64; relu; dropout 0.2; layernorm; dense 32; relu; dropout 0.2; layernorm; dense 10; softmax_ce',
  // Each sigmoid passes on a quarter of what comes back at most: watch the gradients under Layers.
  deep: 'in 1 28 28; flatten; repeat 10 { dense 32; sigmoid }; dense 10; softmax_ce',
  residual:
    'in 1 28 28; conv 8 3 pad=1; r: relu; conv 8 3 pad=1; relu; conv 8 3 pad=1; add r; relu; maxpool 4; flatten; dense 10; softmax_ce',
  // In training each branch is left out for a fifth of the samples: a net of many depths at once.
  droppath:
    'in 1 28 28; conv 8 3 pad=1; relu; a: maxpool 2; conv 8 3 pad=1; relu; conv 8 3 pad=1; droppath 0.2; add a; b: relu; conv 8 3 pad=1; relu; conv 8 3 pad=1; droppath 0.2; add b; relu; maxpool 2; flatten; dense 10; softmax_ce',
  // Down to 7×7 and up again to 28×28; what was seen before goes over the bridge.
  coder:
    'in 1 28 28; conv 8 3 pad=1; s: relu; maxpool 2; conv 12 3 pad=1; relu; maxpool 2; conv 12 3 pad=1; relu; upsample 2; conv 12 3 pad=1; relu; upsample 2; conv 8 3 pad=1; relu; concat s; conv 4 1; relu; avgpool 4; flatten; dense 10; softmax_ce',
  inception:
    'in 1 28 28; x: maxpool 2; conv 4 1; b1: relu; from x; conv 4 1; relu; conv 8 3 pad=1; b2: relu; from x; maxpool 3 stride=1 pad=1; conv 4 1; relu; concat b1 b2; maxpool 2; flatten; dense 10; softmax_ce',
  recurrent:
    'in 28 28; loop h=32 { u: dense 32; from h; dense 32 bias=0; add u; h: tanh }; flatten; dense 10; softmax_ce',
  // Each of the 28 rows of the picture asks the others: what a Transformer does with words.
  attention:
    'in 28 28; dense 32; e: pos learned; n: layernorm; dense 32; q: heads 2; from n; dense 32; k: heads 2; from n; dense 32; v: heads 2; from q; scores k; scale; softmax; mix v; merge; dense 32; add e; layernorm; flatten; dense 10; softmax_ce',
} as const;

export type Preset = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as Preset[];

// What a new row is given where the registry wants an argument: sizes that suit a 28×28 picture.
export const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  in: ['in 1 28 28'],
  standardize: ['standardize 0.1307 0.3081'],
  dense: ['dense 16'],
  conv: ['conv 8 3 pad=1'],
  maxpool: ['maxpool 2'],
  avgpool: ['avgpool 2'],
  upsample: ['upsample 2'],
  droppath: ['droppath 0.2'],
  slice: ['slice 0 8'],
  embed: ['embed 16'],
  heads: ['heads 2'],
  scale: ['scale 0.5'],
  mask: ['mask causal'],
  repeat: ['repeat 2 {', 'dense 16', 'relu', '}'],
  loop: ['loop h=16 {', 'u: dense 16', 'from h', 'dense 16 bias=0', 'add u', 'h: tanh', '}'],
};
