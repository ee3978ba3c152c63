// A net as a function of PyTorch: one line of Python for each row of the tape.
import type { Plan, Row } from '../../engine/plan';

interface Args {
  readonly places: readonly string[]; // numbers without a key
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
  const pairs = words.filter((word) => word.includes('=')).map((word) => word.split('='));
  return {
    places: words.filter((word) => /^[-+.\d]/.test(word)).map(plain),
    keys: new Map(pairs.map(([key = '', value = '']) => [key, plain(value)])),
  };
}

// Python reads no 007.
const plain = (number: string): string => String(Number(number));

export function writeModel(plan: Plan): Written {
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
    const value = write?.(row, x, argsOf(plan.notation.slice(row.at, row.at + row.length)));
    if (row.isLoss && LOSSES[row.op]) {
      loss = LOSSES[row.op] ?? [];
      out = x[0] ?? out;
    } else if (value === undefined) missing.add(row.op);
    else if (value !== name(row.index)) lines.push(`${name(row.index)} = ${value}`);
  }
  return {
    lines: [...lines, `return ${out}`],
    loss,
    missing: [...missing, ...(loss.length === 0 ? ['loss'] : [])],
    random: plan.rows.some(({ op }) => op === 'dropout'),
  };
}

// Of each sample: what the batch's mean or sum is taken over.
const LOSSES: Readonly<Record<string, readonly string[]>> = {
  softmax_ce: ['return F.cross_entropy(x, labels, reduction="none")'],
  mse: ['target = F.one_hot(labels, x.shape[1]).float()', 'return (x - target).square().mean(1)'],
};

type Line = (row: Row, x: readonly string[], args: Args) => string | undefined;

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

const LINES: Readonly<Record<string, Line>> = {
  in: ({ shape }, _, { keys }) => (keys.has('ids') ? undefined : `x.reshape(-1, ${shape.join(', ')})`),
  standardize: (_, [x], { places: [mean, std], keys }) =>
    `(${x} - ${mean ?? keys.get('mean')}) / ${std ?? keys.get('std')}`,
  dense: (row, [x]) => `F.linear(${x}, ${quoted(row, 0)}, ${quoted(row, 1)})`,
  conv,
  maxpool: window('F.max_pool2d'),
  avgpool: window('F.avg_pool2d'),
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
  add: (_, x) => x.join(' + '),
  concat: ({ shape }, x) => `torch.cat([${x.join(', ')}], ${shape.length === 3 ? 1 : -1})`,
  zeros: ({ shape }) => `torch.zeros(len(x), ${shape.join(', ')})`,
  at_time: ({ name }, [x]) => `${x}[:, ${name.split('@').at(-1)}]`,
  stack: (_, x) => `torch.stack([${x.join(', ')}], 1)`,
};
