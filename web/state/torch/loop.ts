// The loop of a PyTorch program: a mini-batch after the other, what was changed by hand at its step, and the test at the end.
import type { Plan } from '../../engine/plan';
import type { Change } from '../../engine/run-messages';
import type { RunText } from '../run-text';
import type { PointsPart } from './points-file';
import type { Settings } from './settings';

const FORWARDS = '    losses = losses_of(net(to_floats(images[batch])), labels[batch])';

const TEXT_FORWARDS = [
  '    x, labels = windows(text["train"], batch, STRIDE)',
  '    losses = losses_of(net(x), labels)',
];

const pointForwards = (answers: string): string =>
  `    losses = losses_of(net(points[batch]), ${answers}[batch])`;

const pointTest = ({ targets, tests }: PointsPart): readonly string[] =>
  tests === 0
    ? []
    : [
        `points, ${targets ? 'targets' : 'labels'} = read_set("test")`,
        'with torch.no_grad():',
        '    answers = net(points, training=False)',
        targets
          ? 'print(f"# test loss {losses_of(answers, targets).mean().item():.4f}")'
          : 'print(f"# test accuracy {(answers.argmax(1) == labels).float().mean().item():.4f}")',
      ];

const PICTURE_TEST = [
  'images, labels = read_set("t10k")',
  'with torch.no_grad():',
  '    right = sum(',
  '        (net(to_floats(images[i:i + 500]), training=False).argmax(1) == labels[i:i + 500]).sum().item()',
  '        for i in range(0, len(labels), 500)',
  '    )',
  'print(f"# test accuracy {right / len(labels):.4f}")',
];

// Windows that lie side by side: none is in two.
const textTest = (stride: string): readonly string[] => [
  'with torch.no_grad():',
  '    total = 0',
  '    for first in range(0, TESTS, 50):',
  `        x, labels = windows(text["test"], list(range(first, min(first + 50, TESTS))), ${stride})`,
  '        total += losses_of(net(x, training=False), labels).sum().item()',
  'print(f"# test loss {total / TESTS:.4f}")',
];

const learnText = (several: boolean): string => `

def learn(x, labels, training=True):
${several ? '    global optimizer, which\n' : ''}    losses = losses_of(net(x, training), labels)`;

// On pictures nets are run as they are when they answer: no chance, the running statistics.
const BY_SHOWN = `        if what == "shown":
            shown = read_weights(Path(__file__).with_name(how[0]))
            for x, label in zip(shown["pixels"], shown["labels"]):
                learn(x[None], label[None].long(), training=False)
            after = read_weights(Path(__file__).with_name(how[1]))
            off = max((w[name].detach() - p).abs().max().item() for name, p in after.items())
            print(f"# by hand after {step} steps: the weights differ from the page's by at most {off:.1e}")`;

export function trainText(
  settings: Settings,
  changes: readonly Change[],
  plans: readonly Plan[],
  text: RunText | undefined,
  deals: boolean,
  points: PointsPart | undefined,
): string {
  const [anyChange, sets, nets, freezes, weights, all] = [
    changes.length > 0,
    changes.some((each) => 'set' in each),
    changes.some((each) => 'notation' in each),
    changes.some((each) => 'freeze' in each),
    changes.some((each) => 'param' in each),
    changes.some((each) => 'learnt' in each && !each.shown),
  ];
  const shown = changes.some((each) => 'learnt' in each && each.shown);
  const several = settings.of('optimizer').length > 1;
  const adds = settings.ever('zero_gradients', 0);
  const answers = points?.targets ? 'targets' : 'labels';
  const live = freezes ? 'live' : 'parameters';
  const penalty = [
    ...(settings.ever('l1') ? ['S["l1"] * p.detach().sign()'] : []),
    ...(settings.ever('l2') ? ['S["l2"] * p.detach()'] : []),
  ];
  const many = plans.length > 1;
  // One step, on samples that are there: the same whether they are a mini-batch or a picture of one's own.
  const body: (string | false)[] = [
    adds ? '    if S["zero_gradients"]:\n        zero(parameters)' : '    zero(parameters)',
    `    ${settings.ever('reduction', 'sum') ? 'whole(losses)' : 'losses.mean()'}.backward()`,
    adds && '    kept = [p.grad.clone() for p in parameters]  # they may add up: what follows changes them',
    freezes && '    live = [p for name, p in w.items() if p.requires_grad and name not in frozen]',
    settings.ever('clip_value') &&
      `    if S["clip_value"] > 0:\n        torch.nn.utils.clip_grad_value_(${live}, S["clip_value"])`,
    settings.ever('clip_norm') &&
      `    if S["clip_norm"] > 0:\n        torch.nn.utils.clip_grad_norm_(${live}, S["clip_norm"])`,
    penalty.length > 0 &&
      `    for p in ${live}:  # the slope of the penalty on large weights\n        p.grad += ${penalty
        .join(' + ')
        .replaceAll(' p.', ' p.detach().')
        .replace(/ p(?=$| )/g, ' p.detach()')}`,
    several &&
      '    if which != S["optimizer"]:  # another one begins without a memory\n        optimizer, which = new_optimizer(), S["optimizer"]',
    '    prepare(optimizer, step)',
    freezes ? '    step_without(optimizer, [w[name] for name in frozen])' : '    optimizer.step()',
    settings.ever('max_norm') &&
      `    for p in ${live}:  # no unit's incoming weights get longer than this\n        if S["max_norm"] > 0 and p.dim() > 1:\n            p.data.copy_(p.data.renorm(2, 0, S["max_norm"]))`,
    adds && '    for p, gradient in zip(parameters, kept):\n        p.grad = gradient',
  ];
  const lines: (string | false)[] = [
    '',
    `w = read_weights(Path(__file__).with_name("start.safetensors"))`,
    `parameters = [p.requires_grad_() for name, p in w.items() if ".running_" not in name]`,
    points
      ? `points, ${answers} = read_set("train")`
      : text
        ? false
        : `images, labels = read_set("train", SAMPLES)`,
    deals && 'labels = with_noise(labels)',
    many && 'net = net1',
    several ? 'optimizer, which = None, None' : 'optimizer = new_optimizer()',
    freezes && 'frozen = set()',
    ...(shown ? [learnText(several), ...body, '    return losses.mean().item()', '', ''] : []),
    'epoch = position = 0',
    'for step in range(STEPS if arguments.steps is None else arguments.steps):',
    anyChange && '    for what, *how in CHANGES.get(step, []):',
    sets && '        if what == "set":\n            S[how[0]] = how[1]',
    nets &&
      `        if what == "net":\n            net = [${plans.map((_, i) => `net${i + 1}`).join(', ')}][how[0] - 1]`,
    freezes && '        if what == "freeze":\n            (frozen.add if how[1] else frozen.discard)(how[0])',
    weights && '        if what == "weight":\n            w[how[0]].data.view(-1)[how[1]] = how[2]',
    all &&
      '        if what == "weights":\n            for name, p in read_weights(Path(__file__).with_name(how[0])).items():\n                w[name].data.copy_(p)',
    shown && BY_SHOWN,
    '    if position == 0:',
    '        order = order_of(epoch)',
    '    batch = order[position:position + S["batch"]]',
    ...(shown
      ? ['    loss = learn(to_floats(images[batch]), labels[batch])']
      : [...(points ? [pointForwards(answers)] : text ? TEXT_FORWARDS : [FORWARDS]), ...body]),
    `    print(step + 1, f"{${shown ? 'loss' : 'losses.mean().item()'}:.9g}")`,
    '    position += len(batch)',
    '    if position == len(order):',
    '        epoch, position = epoch + 1, 0',
    '',
    ...(points ? pointTest(points) : text ? textTest(text.stride === 1 ? 'WINDOW' : 'STRIDE') : PICTURE_TEST),
    '',
  ];
  return lines.filter((line) => line !== false).join('\n');
}
