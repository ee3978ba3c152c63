// What is measured: nets as lists of layers, from which each engine makes its own, and how each is trained.

const dense = (units) => ({ op: 'dense', units });
const conv = (filters, size, pad = 0) => ({ op: 'conv', filters, size, pad });
const avgpool = (size) => ({ op: 'avgpool', size });
const maxpool = (size) => ({ op: 'maxpool', size });
const relu = { op: 'relu' };
const tanh = { op: 'tanh' };
const flatten = { op: 'flatten' };
const keep = { op: 'keep' }; // what `add` adds
const add = { op: 'add' };

export const mlp = (...units) => [flatten, ...units.flatMap((n) => [dense(n), relu]), dense(10)];
const LENET5 = [
  ...[conv(6, 5, 2), tanh, avgpool(2), conv(16, 5), tanh, avgpool(2), flatten],
  ...[dense(120), tanh, dense(84), tanh, dense(10)],
];
const block = (filters) => [keep, conv(filters, 3, 1), relu, conv(filters, 3, 1), add, relu];
const RESNET = [
  ...[conv(8, 3, 1), relu, ...block(8), maxpool(2)],
  ...[conv(16, 3, 1), relu, ...block(16), maxpool(2), flatten, dense(10)],
];

// rate: one at which the loss has clearly fallen after CHECK_STEPS.
export const TRAINING = {
  'mlp-16-16': { what: '784-16-16-10', layers: mlp(16, 16), batch: 32, rate: 0.1 },
  'mlp-128': { what: '784-128-10', layers: mlp(128), batch: 32, rate: 0.1 },
  lenet5: { what: 'LeNet-5', layers: LENET5, batch: 32, rate: 0.1 },
  'lenet5-128': { what: 'LeNet-5, b 128', layers: LENET5, batch: 128, rate: 0.1 },
  resnet: { what: 'small ResNet', layers: RESNET, batch: 32, rate: 0.05 },
  'mlp-128-adam': { what: '784-128-10, Adam', layers: mlp(128), batch: 32, rate: 0.001, optimizer: 'adam' },
  'mlp-16-16-b1': { what: '784-16-16-10, b 1', layers: mlp(16, 16), batch: 1, rate: 0.01 },
  'mlp-16-16-b1024': { what: '784-16-16-10, b 1024', layers: mlp(16, 16), batch: 1024, rate: 0.2 },
};

// A GPT of characters: sequences of `window` tokens of one text, each to be followed by the next.
const GPT = { window: 64, width: 128, blocks: 4, heads: 4 };
Object.assign(TRAINING, { gpt: { what: 'GPT, 4 layers of 128, 4 heads, 64 tokens', gpt: GPT, batch: 16, rate: 0.001, optimizer: 'adam', checked: 12 } });

export const SAMPLES = 10_240; // of MNIST's training set, in the order of the file, over and over
export const CHECK_STEPS = 200;

// The page's line of a GPT but for its size: layernorm before each part, the embedding's weights again at the end.
export function gptNotation({ window, width, blocks, heads }, kinds) {
  const head = (name) => `dense ${width}; ${name}: heads ${heads}`;
  return [
    ...[`in ${window} ids=${kinds}`, `e: embed ${width} init=normal gain=0.02`, 'pos learned', `repeat ${blocks} { n: layernorm`],
    ...[`${head('q')}; from n`, `${head('k')}; from n`, `${head('v')}; from q`],
    'scores k; scale; mask causal; softmax; mix v; merge',
    `dense ${width}; r: add x; layernorm; dense ${4 * width}; gelu; dense ${width}; add r }`,
    `layernorm; dense ${kinds} w=e bias=0; softmax_ce`,
  ].join('; ');
}

// The line of notation that the page would have.
export function notation(layers) {
  let kept = 0;
  const names = { dense: (l) => `dense ${l.units}`, avgpool: (l) => `avgpool ${l.size}`, maxpool: (l) => `maxpool ${l.size}` };
  const pieces = ['in 1 28 28'];
  for (const layer of layers) {
    if (layer.op === 'conv') pieces.push(`conv ${layer.filters} ${layer.size}${layer.pad ? ` pad=${layer.pad}` : ''}`);
    else if (layer.op === 'keep') pieces.push(`k${++kept}: ${pieces.pop()}`);
    else if (layer.op === 'add') pieces.push(`add k${kept}`);
    else pieces.push(names[layer.op]?.(layer) ?? layer.op);
  }
  return `${pieces.join('; ')}; softmax_ce`;
}
