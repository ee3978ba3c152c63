// A net as a function of PyTorch: one line of Python for each row of the tape.
import type { Plan, Row } from '../../engine/plan';

interface Args {
  readonly places: readonly string[]; // numbers without a key
  readonly words: readonly string[]; // and what else has none
  readonly keys: ReadonlyMap<string, string>;
}

export interface Written {
  readonly lines: readonly string[]; // of the function's body
  readonly loss: readonly string[]; // of the loss's
  readonly missing: readonly string[]; // operations there is no line for
  readonly random: boolean; // some draw numbers of their own, which PyTorch draws otherwise
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'F.relu',
  sigmoid: 'torch.sigmoid',
  tanh: 'torch.tanh',
  gelu: 'F.gelu',
};

// "fc: conv 6 5 pad=2" → 6, 5 and pad
function argsOf(piece: string): Args {
  const words = piece
    .replace(/^[\w.@]+\s*:/, '')
    .replace(/\s*=\s*/g, '=')
    .trim()
    .split(/\s+/)
    .slice(1);
  const bare = words.filter((word) => !word.includes('='));
  const pairs = words.filter((word) => word.includes('=')).map((word) => word.split('='));
  return {
    places: bare.filter((word) => /^[-+.\d]/.test(word)).map(plain),
    words: bare.filter((word) => !/^[-+.\d]/.test(word)),
    keys: new Map(pairs.map(([key = '', value = '']) => [key, plain(value)])),
  };
}

// Python reads no 007.
const plain = (number: string): string => (/^[-+.\d]/.test(number) ? String(Number(number)) : number);

// `targets`: each sample has numbers to be met, not a class.
export function writeModel(plan: Plan, targets = false): Written {
  const missing = new Set<string>();
  // Where each row reads the one before it, one name will do.
  const chain = plan.rows.every((row, i) => row.inputs.every((input) => input === i - 1));
  const name = (row: number | undefined) => (chain ? 'x' : `y${row ?? 0}`);
  const lines: string[] = [];
  let loss: readonly string[] = [];
  let out = 'x';
  for (const row of plan.rows) {
    const x = row.inputs.map(name);
    const write = LINES[row.op];
    const value = write?.(row, x, argsOf(plan.notation.slice(row.at, row.at + row.length)), plan);
    if (row.isLoss && LOSSES[row.op]) {
      loss = targets ? TO_TARGETS : (LOSSES[row.op]?.(row.shape.length > 1) ?? []);
      out = x[0] ?? out;
    } else if (value === undefined) missing.add(row.op);
    else if (value !== name(row.index)) lines.push(`${name(row.index)} = ${value}`);
  }
  return {
    lines: [...lines, `return ${out}`],
    loss,
    missing: [...missing, ...(loss.length === 0 ? ['loss'] : [])],
    random: plan.rows.some(({ op }) => op === 'dropout' || op === 'droppath'),
  };
}

// Of each sample: what the batch's mean or sum is taken over. `places`: there is an answer at each of the last ones.
const LOSSES: Readonly<Record<string, (places: boolean) => readonly string[]>> = {
  softmax_ce: (places) =>
    places
      ? [
          'labels = labels[:, -x.shape[1]:]',
          'return F.cross_entropy(x.transpose(1, 2), labels, reduction="none").mean(1)',
        ]
      : ['return F.cross_entropy(x, labels, reduction="none")'],
  mse: () => ['target = F.one_hot(labels, x.shape[1]).float()', 'return (x - target).square().mean(1)'],
};

const TO_TARGETS = ['return (x - targets).square().mean(1)'];

type Line = (row: Row, x: readonly string[], args: Args, plan: Plan) => string | undefined;

const quoted = (row: Row, which: number): string => {
  const param = row.params[which];
  return param ? `w["${param.name}"]` : 'None';
};

const window =
  (call: string): Line =>
  (_, [x], { places: [kernel], keys }) =>
    `${call}(${x}, ${kernel ?? keys.get('kernel')}, ${keys.get('stride') ?? kernel ?? keys.get('kernel')}, ${keys.get('pad') ?? 0})`;

const conv: Line = (row, [x], { keys }) => {
  const more = [
    ['stride', 'stride'],
    ['pad', 'padding'],
    ['dilation', 'dilation'],
    ['groups', 'groups'],
  ].flatMap(([ours = '', theirs]) => (keys.has(ours) ? [`${theirs}=${keys.get(ours)}`] : []));
  return `F.conv2d(${[x, quoted(row, 0), quoted(row, 1), ...more].join(', ')})`;
};

// The running mean and variance are kept beside the weights, under the name of the row, whichever step of a loop it is.
const batchnorm: Line = (row, [x], { keys }) => {
  const [base] = row.name.split('@');
  const kept = `w["${base}.running_mean"], w["${base}.running_var"]`;
  const how = `momentum=${keys.get('momentum') ?? 0.1}, eps=${keys.get('eps') ?? 1e-5}`;
  return `F.batch_norm(${x}, ${kept}, ${quoted(row, 0)}, ${quoted(row, 1)}, training, ${how})`;
};

const pos: Line = (row, [x], { words, keys }) => {
  const [length, width] = row.shape;
  if ((keys.get('kind') ?? words[0]) === 'learned') return `${x} + ${quoted(row, 0)}`;
  const angle = `torch.arange(${length}.0)[:, None] / 10000 ** (torch.arange(0, ${width}, 2) / ${width})`;
  return `${x} + torch.stack([f(${angle}) for f in (torch.sin, torch.cos)], -1).flatten(-2)[:, :${width}]`;
};

// After `scores` the factor is 1/√d, d the length of a query.
const scale: Line = (row, [x], { places: [by], keys }, plan) => {
  const scores = plan.rows[row.inputs[0] ?? -1];
  const width = plan.rows[scores?.inputs[0] ?? -1]?.shape.at(-1);
  const factor = by ?? keys.get('by');
  return `${x} * ${factor && Number(factor) !== 0 ? factor : `${width} ** -0.5`}`;
};

const mask: Line = (row, [x, pad], { words, keys }) => {
  const [t, s] = row.shape.slice(-2);
  const causal = (keys.get('kind') ?? words[0]) === 'causal';
  const late = causal ? `.masked_fill(torch.ones(${t}, ${s}, dtype=torch.bool).triu(1), -1e9)` : '';
  const padded = pad
    ? `.masked_fill((${pad} == 0)[:, ${row.shape.length === 3 ? 'None, ' : ''}None], -1e9)`
    : '';
  return `${x}${late}${padded}`;
};

const LINES: Readonly<Record<string, Line>> = {
  in: ({ shape }, _, { keys }) => (keys.has('ids') ? 'x' : `x.reshape(-1, ${shape.join(', ')})`),
  embed: (row, [x]) => `F.embedding(${x}, ${quoted(row, 0)})`,
  standardize: (_, [x], { places: [mean, std], keys }) =>
    `(${x} - ${mean ?? keys.get('mean')}) / ${std ?? keys.get('std')}`,
  dense: (row, [x]) => `F.linear(${x}, ${quoted(row, 0)}, ${quoted(row, 1)})`,
  conv,
  maxpool: window('F.max_pool2d'),
  avgpool: window('F.avg_pool2d'),
  upsample: (_, [x], { places: [factor], keys }) =>
    `F.interpolate(${x}, scale_factor=${factor ?? keys.get('factor')}, mode="nearest")`,
  flatten: (_, [x]) => `${x}.flatten(1)`,
  ...Object.fromEntries(
    Object.entries(ACTIVATIONS).map(([op, call]): [string, Line] => [op, (_, [x]) => `${call}(${x})`]),
  ),
  leaky_relu: (_, [x], { places: [slope], keys }) =>
    `F.leaky_relu(${x}, ${slope ?? keys.get('slope') ?? 0.01})`,
  batchnorm,
  layernorm: (row, [x], { keys }) =>
    `F.layer_norm(${x}, ${x}.shape[-1:], ${quoted(row, 0)}, ${quoted(row, 1)}, ${keys.get('eps') ?? '1e-5'})`,
  softmax: (_, [x]) => `torch.softmax(${x}, -1)`,
  dropout: (_, [x], { places: [p], keys }) => `F.dropout(${x}, ${p ?? keys.get('p') ?? 0.5}, training)`,
  droppath: ({ shape }, [x], { places: [p], keys }) =>
    `${x} * F.dropout(torch.ones(len(${x}), ${shape.map(() => 1).join(', ')}), ${p ?? keys.get('p') ?? 0.5}, training)`,
  add: (_, x) => x.join(' + '),
  concat: ({ shape }, x) => `torch.cat([${x.join(', ')}], ${shape.length === 3 ? 1 : -1})`,
  mul: (_, [a, b]) => `${a} * ${b}`,
  slice: (_, [x], { places: [from, size], keys }) => {
    const first = Number(from ?? keys.get('from'));
    const axis = keys.get('axis') === 'first' ? ':' : '...'; // the first is behind the samples' own
    return `${x}[${axis}, ${first}:${first + Number(size ?? keys.get('size'))}]`;
  },
  pos,
  heads: ({ shape }, [x]) => `${x}.unflatten(-1, (${shape[0]}, ${shape[2]})).transpose(1, 2)`,
  merge: (_, [x]) => `${x}.transpose(1, 2).flatten(2)`,
  scores: (_, [q, k]) => `${q} @ ${k}.transpose(-1, -2)`,
  scale,
  mask,
  mix: (_, [a, v]) => `${a} @ ${v}`,
  zeros: ({ shape }) => `torch.zeros(len(x), ${shape.join(', ')})`,
  at_time: ({ name }, [x]) => `${x}[:, ${name.split('@').at(-1)}]`,
  stack: (_, x) => `torch.stack([${x.join(', ')}], 1)`,
};
