// The command-line program as its users see it: JSON lines out, clear errors, exit codes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

const root = new URL('../..', import.meta.url).pathname;
const data = join(root, 'build/data/mnist');
const weights = (name) => join(root, `build/models/${name}.safetensors`);
const scratch = mkdtempSync(join(tmpdir(), 'glassnet-'));
after(() => rmSync(scratch, { recursive: true }));

function glassnet(args, input = '') {
  const run = spawnSync(join(root, 'build/release/glassnet'), args, { input, maxBuffer: 1 << 28, encoding: 'utf8' });
  assert.equal(run.signal, null, `killed by ${run.signal}: ${run.stderr}`);
  return { code: run.status, out: run.stdout, err: run.stderr };
}
function answers(args, input) {
  const run = glassnet(args, input);
  assert.equal(run.code, 0, run.err);
  assert.equal(run.err, '');
  return run.out.trimEnd().split('\n').map(JSON.parse);
}
function refuses(args, code, pattern, input) {
  const run = glassnet(args, input);
  assert.equal(run.code, code, run.err);
  assert.match(run.err, pattern);
  return run;
}
function tensors(file) {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const read = (name) => {
    const [from, to] = header[name].data_offsets;
    return Array.from({ length: (to - from) / 4 }, (_, i) => bytes.readFloatLE(8 + length + from + 4 * i));
  };
  return { header, read };
}
const tiny = ['train', '--model', 'in 1 28 28; flatten; dense 10; softmax_ce', '--data', data, '--limit', '100'];
const digit = ['digit', '--weights', weights('lenet5')];
const drawing = (...strokes) => `${JSON.stringify({ strokes })}\n`;
// A ring and a bar, in a unit square, y down.
const ring = Array.from({ length: 41 }, (_, i) => [
  0.5 + 0.32 * Math.sin((i * Math.PI) / 20),
  0.5 - 0.45 * Math.cos((i * Math.PI) / 20),
]);
const bar = Array.from({ length: 21 }, (_, i) => [0.55 - i / 200, i / 20]);

test('models lists the shipped ones with their parameter counts', () => {
  const counts = Object.fromEntries(answers(['models']).map((m) => [m.name, m.parameters]));
  assert.deepEqual(counts, {
    'mlp-16-16': 13002,
    'mlp-128': 101770,
    lenet5: 61706,
    'mlp-16-16-plain': 13002,
    'mlp-128-plain': 101770,
    'lenet5-plain': 61706,
  });
});

test('every command has a --help', () => {
  for (const command of ['train', 'eval', 'trace', 'digit', 'models', 'bpe', 'tokens']) {
    const run = glassnet([command, '--help']);
    assert.equal(run.code, 0);
    assert.match(run.out, new RegExp(`^glassnet ${command}: `));
  }
  assert.match(glassnet(['--help']).out, /usage/);
});

test('train prints a line per epoch, and with --log-steps one per step', () => {
  const lines = answers([...tiny, '--epochs', '2', '--batch', '30', '--log-steps']);
  assert.deepEqual(
    lines.map((line) => line.step ?? `epoch ${line.epoch}`),
    [1, 2, 3, 4, 'epoch 1', 5, 6, 7, 8, 'epoch 2'],
  );
  const losses = lines.slice(0, 4).map((line) => line.loss);
  const mean = (30 * (losses[0] + losses[1] + losses[2]) + 10 * losses[3]) / 100;
  assert.ok(Math.abs(lines[4].train_loss - mean) < 1e-12);
  for (const key of ['epoch', 'train_loss', 'test_loss', 'test_accuracy', 'samples_per_s'])
    assert.equal(typeof lines[9][key], 'number', key);
  assert.ok(lines[9].train_loss < lines[4].train_loss);
});

test('the same seed gives the same numbers, another seed others', () => {
  const run = (seed) =>
    answers([...tiny, '--seed', seed, '--augment', '--log-steps']).map(({ samples_per_s, ...line }) => line);
  assert.deepEqual(run('5'), run('5'));
  assert.notDeepEqual(run('5'), run('6'));
});

test('settings are flags of the same name, and have their effect', () => {
  const run = (...flags) => answers([...tiny, '--log-steps', ...flags]).map(({ samples_per_s, ...line }) => line);
  const help = glassnet(['train', '--help']).out;
  for (const name of ['rate', 'final-rate', 'zero-gradients', 'augment-elastic-px']) assert.match(help, new RegExp(`--${name} `));
  assert.deepEqual(run('--lr', '0.5'), run('--rate=0.5'));
  assert.deepEqual(run('--order', 'sequential'), run('--shuffle=off'));
  assert.deepEqual(run('--augment'), run('--augmented=on', '--shuffle'));
  for (const flags of [['--shuffle=off'], ['--rate', '0.05'], ['--warmup-steps', '3'], ['--schedule', 'cosine'], ['--augmented'], ['--init', 'he'],
    ['--init', 'normal', '--gain', '0.2'], ['--augmented', '--augment-rotate-deg', '90']]) assert.notDeepEqual(run(...flags), run(), flags.join(' '));
});

test('what the page sets has the same name here, and the same default', () => {
  const run = (...flags) => answers([...tiny.slice(0, -2), '--log-steps', ...flags]).map(({ samples_per_s, ...line }) => line);
  assert.deepEqual(run('--samples', '100'), run('--limit', '100'));
  assert.equal(run('--samples', '100').length, 5);
  assert.deepEqual(run('--samples', '100'), run('--samples', '100', '--seed', '1'));
  const squares = ['train', '--model', 'in 1 28 28; flatten; dense 10; softmax; mse', ...tiny.slice(3, -2), '--log-steps', '--samples', '100'];
  assert.deepEqual(run('--samples', '100', '--loss', 'mse').slice(0, 4), answers(squares).slice(0, 4));
  assert.deepEqual(answers([...squares, '--loss', 'cross_entropy']).slice(0, 4), run('--samples', '100').slice(0, 4));
  const layer = (line, ...flags) =>
    answers(['train', '--model', line, '--data', data, '--samples', '100', '--log-steps', ...flags]).slice(0, 4);
  const two = (f) => `in 1 28 28; flatten; repeat 2 { dense 8; h: ${f}; }; dense 10; softmax_ce`;
  const plain = (f) => `in 1 28 28; flatten; dense 8; ${f}; dense 8;${f}; dense 10; softmax_ce`;
  assert.deepEqual(layer(plain('relu'), '--activation', 'tanh'), layer(plain('tanh')));
  assert.deepEqual(layer(plain('leaky_relu 0.2'), '--activation', 'none'), layer(plain('leaky_relu 1')));
  assert.deepEqual(layer(two('gelu'), '--activation', 'sigmoid'), layer(two('sigmoid')));
  assert.notDeepEqual(layer('mlp-16-16', '--activation', 'tanh'), layer('mlp-16-16'));
  refuses([...tiny, '--activation', 'rely'], 2, /--activation is relu, .* not "rely"/);
  refuses([...tiny, '--loss', 'hinge'], 2, /--loss is cross_entropy or mse, not "hinge"/);
  refuses(['train', '--model', 'in 1 28 28; flatten; dense 10; mse', '--data', data, '--loss', 'mse'], 1, /ends with softmax_ce/);
  refuses(['train', '--init-from', 'x', '--data', data, '--loss', 'mse'], 2, /change the line of --model/);
});

test('without --rate an optimiser has its usual one, as in the page', () => {
  const usual = { sgd: 0.1, momentum: 0.02, nesterov: 0.02, adagrad: 0.02, adagrad_mean: 0.02, rmsprop: 0.001, adam: 0.002, adamw: 0.002 };
  const run = (...flags) => answers([...tiny, '--log-steps', ...flags]).map(({ samples_per_s, ...line }) => line);
  const help = glassnet(['train', '--help']).out;
  for (const [name, rate] of Object.entries(usual)) {
    assert.deepEqual(run('--optimizer', name), run('--optimizer', name, '--rate', String(rate)), name);
    assert.match(help, new RegExp(`--rate .*\\b${name} ${rate}\\b`));
  }
  assert.deepEqual(run(), run('--rate', '0.1'));
  assert.deepEqual(run('--lr', '0.1', '--optimizer', 'adam'), run('--optimizer', 'adam', '--rate', '0.1'));
});

test('weights carry their notation: train --out, eval and train --init-from agree', () => {
  const file = join(scratch, 'weights.safetensors');
  const [trained] = answers([...tiny, '--optimizer', 'adam', '--lr', '0.01', '--out', file]);
  assert.equal(tensors(file).header.__metadata__.notation, tiny[2]);
  const [scored] = answers(['eval', '--weights', file, '--data', data]);
  assert.equal(scored.test_loss, trained.test_loss);
  assert.equal(scored.test_accuracy, trained.test_accuracy);
  const first = (from) =>
    answers(['train', ...from, '--data', data, '--limit', '100', '--order', 'sequential', '--lr', '0', '--log-steps'])[0];
  const again = first(['--init-from', file]);
  assert.ok(again.loss < first(tiny.slice(1, 3)).loss);
});

test('--round-bits keeps so many binary digits, and the epoch is scored with them', () => {
  const file = join(scratch, 'rounded.safetensors');
  const [trained] = answers([...tiny, '--round-bits', '5', '--out', file]);
  const { header, read } = tensors(file);
  const all = Object.keys(header).filter((name) => name !== '__metadata__').flatMap(read);
  const bits = new Uint32Array(Float32Array.from(all).buffer);
  assert.ok(bits.length > 100 && bits.every((b) => (b & 0x7ffff) === 0)); // 4 of the mantissa's 23, and the hidden one
  assert.equal(answers(['eval', '--weights', file, '--data', data])[0].test_loss, trained.test_loss);
  refuses([...tiny, '--round-bits', '1'], 2, /--round-bits wants a whole number from 2 to 24/);
});

test('the shipped weights are as good as their training said', () => {
  const [score] = answers(['eval', '--weights', weights('mlp-16-16'), '--data', data]);
  const { epochs } = JSON.parse(readFileSync(join(root, 'build/models/mlp-16-16.json'), 'utf8'));
  assert.equal(score.count, 10000);
  assert.equal(score.test_accuracy, epochs.at(-1).test_accuracy);
  const [lenet] = answers(['eval', '--weights', weights('lenet5'), '--data', data]);
  assert.ok(score.test_accuracy >= 0.94 && lenet.test_accuracy >= 0.985);
});

test('trace writes every activation and gradient of a sample', () => {
  const file = join(scratch, 'trace.safetensors');
  const [said] = answers(['trace', '--weights', weights('lenet5'), '--data', data, '--index', '7', '--out', file]);
  const { header, read } = tensors(file);
  assert.deepEqual(header['conv1.y'].shape, [6, 28, 28]);
  assert.deepEqual(header['conv1.dy'].shape, [6, 28, 28]);
  assert.deepEqual(header['conv1.weight'].shape, [6, 1, 5, 5]);
  assert.deepEqual(header['conv1.dweight'].shape, [6, 1, 5, 5]);
  const pixels = readFileSync(join(data, 't10k-images-idx3-ubyte')).subarray(16 + 7 * 784, 16 + 8 * 784);
  assert.deepEqual(read('in1.y'), Array.from(pixels, (p) => Math.fround(p / 255)));
  const p = read('softmax_ce1.y');
  assert.ok(Math.abs(p.reduce((a, b) => a + b) - 1) < 1e-5);
  assert.ok(Math.abs(read('softmax_ce1.loss')[0] + Math.log(p[said.label])) < 1e-5);
  // dL/dlogits = p − target, and a bias's gradient is the logit's.
  read('dense3.dy').forEach((d, i) => assert.ok(Math.abs(d - (p[i] - (i === said.label ? 1 : 0))) < 1e-6));
  assert.deepEqual(read('dense3.dbias'), read('dense3.dy'));
  // dense3.dweight = dy ⊗ x
  const dw = read('dense3.dweight');
  const x = read('tanh4.y');
  read('dense3.dy').forEach((d, i) =>
    x.forEach((v, k) => assert.ok(Math.abs(dw[i * 84 + k] - d * v) <= 1e-6 * Math.abs(d * v) + 1e-12)),
  );
});

test('digit reads drawings of any scale and place', () => {
  for (const [scale, x0, y0] of [[1, 0, 0], [280, 10, 900], [1e-6, 5, -5], [1e9, 0, 0], [1e300, 0, 0]]) {
    const move = (stroke) => stroke.map(([x, y]) => [x0 + scale * x, y0 + scale * y]);
    const lines = answers(digit, drawing(move(ring)) + drawing(move(bar)));
    assert.deepEqual(lines.map((line) => line.digit), [0, 1], `scale ${scale}`);
    assert.equal(lines[0].probabilities.length, 10);
    assert.ok(Math.abs(lines[0].probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
  }
});

test('digit answers what cannot be read with an error line, goes on, and says so at the end', () => {
  const bad = ['', 'x', '{"strokes":[]}', '{"strokes":[[]]}', '{"strokes":7}', '{"strokes":[[[1]]]}', '{"strokes":[[["a",2]]]}',
    '{"strokes":[[[0,0],[1,1]]]} x', '[1,2]', '{"strokes":[[[1,2', `${'['.repeat(100000)}`, 'null', '\u0000'];
  const run = glassnet(digit, `${bad.join('\n')}\n${drawing(bar)}`);
  const lines = run.out.trimEnd().split('\n').map(JSON.parse);
  assert.equal(run.code, 1);
  assert.equal(lines.length, bad.length + 1);
  bad.forEach((line, i) => assert.equal(typeof lines[i].error, 'string', line.slice(0, 40)));
  assert.equal(lines.at(-1).digit, 1);
});

test('one dot, numbers beyond float and a million points are drawings', () => {
  const million = Array.from({ length: 1_000_000 }, (_, i) => ring[i % ring.length]);
  const lines = answers(digit, drawing([[3, 4]]) + drawing([[1e308, -1e308], [-1e308, 1e308]]) +
    '{"strokes":[[[1e999,0],[0.5,0],[0.5,1]]]}\n' + drawing(million) + drawing(bar).trimEnd());
  assert.equal(lines.length, 5);
  for (const line of lines) assert.equal(typeof line.digit, 'number');
  assert.equal(lines[3].digit, 0);
});

test('a wrong command line is refused with code 2', () => {
  refuses([], 2, /usage/);
  refuses(['learn'], 2, /no command "learn"/);
  refuses(['train', '--epohcs', '3'], 2, /no flag --epohcs/);
  refuses(['train', 'x'], 2, /"x" is no flag/);
  refuses(['train', '--epochs'], 2, /--epochs wants a value/);
  for (const wrong of ['', '0', '-1', '1.5', '1e3', '99999999999999999999', ' 1', '0x10'])
    refuses([...tiny, '--batch', wrong], 2, /--batch wants a whole number/);
  for (const wrong of ['', 'nan', 'inf', '-1', '1e999', '1x']) refuses([...tiny, '--lr', wrong], 2, /--lr wants a number/);
  refuses([...tiny, '--seed', '18446744073709551616'], 2, /--seed/);
  for (const wrong of ['', '1e3', '1.5', '2147483648']) refuses([...tiny, '--warmup-steps', wrong], 2, /wants a whole number/);
  refuses([...tiny, '--beta1', '1'], 2, /--beta1 wants a number from 0 to 0.999999/);
  refuses([...tiny, '--optimizer', 'magic'], 2, /no optimizer "magic"; there are sgd, momentum, /);
  refuses([...tiny, '--schedule', 'magic'], 2, /no schedule "magic"; there are constant, /);
  refuses([...tiny, '--shuffle=maybe'], 2, /--shuffle is on or off/);
  refuses([...tiny, '--init', 'random'], 2, /no init "random"; there are uniform, /);
  refuses([...tiny, '--order', 'random'], 2, /--order/);
  refuses([...tiny, '--augment-shift-px', '29'], 2, /--augment-shift-px wants a number from 0 to 28/);
  refuses(['train', '--data', data], 2, /wants --data, and --model/);
  refuses(['eval'], 2, /wants --weights and --data/);
  refuses(['models', '--augment=1'], 2, /no flag --augment/);
});

test('a notation error shows its place', () => {
  const run = refuses(['train', '--model', 'in 1 28 28; convv 6 5; relu', '--data', data], 1, /did you mean conv\?/);
  const [, line, caret] = run.err.split('\n');
  assert.equal(line, '  in 1 28 28; convv 6 5; relu');
  assert.equal(caret.indexOf('^'), line.indexOf('convv'));
  assert.equal(caret.trim(), '^~~~~');
  refuses(['train', '--model', 'in 1 28 28; dense 10; softmax_ce', '--data', data], 1, /flatten/);
  refuses(['train', '--model', 'lenet', '--data', data], 1, /shipped model/);
  refuses(['train', '--model', '', '--data', data], 1, /notation/);
  refuses(['train', '--model', 'in 99999999; dense 99999999; softmax_ce', '--data', data], 1, /notation/);
  refuses(['train', '--model', 'in 10; dense 10; softmax_ce', '--data', data], 1, /784/);
  refuses(['train', '--model', 'in 784; dense 3; softmax_ce', '--data', data], 1, /3 classes/);
});

test('files that are missing or cut off are refused, and nothing is lost', () => {
  refuses(['eval', '--weights', join(scratch, 'none'), '--data', data], 1, /none cannot be opened/);
  const good = readFileSync(weights('mlp-16-16'));
  const cut = join(scratch, 'cut.safetensors');
  for (const length of [0, 7, 8, 100, good.length - 1]) {
    writeFileSync(cut, good.subarray(0, length));
    refuses(['eval', '--weights', cut, '--data', data], 1, /cut\.safetensors/);
  }
  refuses(['train', '--model', 'lenet5', '--data', scratch], 1, /cannot be opened/);
  for (const file of ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'])
    writeFileSync(join(scratch, file), readFileSync(join(data, file)).subarray(0, 5000));
  refuses(['train', '--model', 'lenet5', '--data', scratch], 1, /cut off|stops making sense/);
  const kept = join(scratch, 'kept.safetensors');
  copyFileSync(weights('mlp-16-16'), kept);
  refuses([...tiny, '--init-from', kept, '--out', kept], 1, /tensor/); // another model's weights
  assert.deepEqual(readFileSync(kept), good);
  refuses([...tiny, '--out', join(scratch, 'no/such/folder.st')], 1, /cannot be written/);
  refuses(['trace', '--weights', weights('lenet5'), '--data', data, '--index', '10000', '--out', join(scratch, 't')], 1, /no sample 10000/);
});

test('weights that are not numbers are refused by name', () => {
  const bytes = readFileSync(weights('mlp-16-16'));
  bytes.writeFloatLE(Number.NaN, bytes.length - 4);
  const file = join(scratch, 'nan.safetensors');
  writeFileSync(file, bytes);
  refuses(['eval', '--weights', file, '--data', data], 1, /not finite/);
});

test('layers that are frozen keep their parameters to the bit, the others learn; a name that is none is refused', () => {
  const run = ['train', '--data', 'plane:gauss', '--model', 'in 2; dense 4; tanh; dense 2; softmax_ce'];
  const out = (name) => ['--out', join(scratch, name)];
  assert.equal(glassnet([...run, '--epochs', '0', ...out('untaught.safetensors')]).code, 0);
  answers([...run, '--freeze', 'dense1', ...out('frozen.safetensors')]);
  const [first, last] = ['untaught', 'frozen'].map((name) => tensors(join(scratch, `${name}.safetensors`)).read);
  for (const key of ['dense1.weight', 'dense1.bias']) assert.deepEqual(last(key), first(key));
  assert.notDeepEqual(last('dense2.weight'), first('dense2.weight'));
  refuses([...run, '--freeze', 'dense1,dense'], 1, /called "dense"; there are dense1.weight, dense1.bias/);
});

test('made sets: classes with samples held out, numbers without an accuracy, other seeds', () => {
  const spiral = ['train', '--data', 'plane:spiral', '--samples', '300', '--classes', '3', '--noise', '0.02'];
  const net = ['--model', 'in 2; dense 8; tanh; dense 3; softmax_ce', '--epochs', '2', '--validation', '0.3'];
  const rows = answers([...spiral, ...net]);
  assert.equal(rows.length, 2);
  for (const key of ['train_loss', 'validation_loss', 'validation_accuracy', 'test_loss', 'test_accuracy'])
    assert.equal(typeof rows[1][key], 'number', key);
  const same = ({ samples_per_s, ...rest }) => rest;
  assert.deepEqual(answers([...spiral, ...net]).map(same), rows.map(same));
  assert.notDeepEqual(answers([...spiral, ...net, '--seed', '2']).map(same), rows.map(same));
  assert.notEqual(answers([...spiral, ...net, '--label-noise', '0.5'])[1].train_loss, rows[1].train_loss);
  assert.notDeepEqual(answers([...spiral, ...net, '--deal', '2']).map(same), rows.map(same));
  const few = answers(['train', '--data', 'plane:xor', '--samples', '1', '--held', '0.9', '--model', 'in 2; dense 2; softmax_ce']);
  assert.equal('test_loss' in few[0], false); // the draw takes none where it would take all
  const [curve] = answers(['train', '--data', 'plane:sine', '--model', 'in 1; dense 8; tanh; dense 1; mse']);
  assert.equal('test_accuracy' in curve, false);
  assert.ok(curve.test_loss > 0);
  refuses(['train', '--data', 'plane:cube', ...net], 1, /no plane "cube"; there are circle, xor/);
  refuses(['train', '--data', 'plane:xor', '--classes', '3', ...net], 1, /xor has 2 to 2 classes/);
  refuses(['train', '--data', 'plane:sine', '--model', 'in 1; dense 2; softmax_ce'], 1, /softmax_ce wants classes/);
});

test('a CSV file: standardised, a fifth kept for the test; a broken one names the place', () => {
  const csv = (name, text) => {
    writeFileSync(join(scratch, name), text);
    return ['train', '--data', join(scratch, name)];
  };
  const rows = Array.from({ length: 200 }, (_, i) => `${1000 + (i % 20)},${i % 7},${i % 20 < 10 ? 'low' : 'high'}`);
  const file = csv('rows.csv', ['size,weight,class', ...rows].join('\n'));
  const net = ['--model', 'in 2; dense 2; softmax_ce', '--epochs', '60'];
  const last = answers([...file, ...net]).at(-1);
  assert.ok(last.test_accuracy > 0.9, JSON.stringify(last));
  assert.equal('validation_loss' in last, false);
  const raw = answers([...file, ...net, '--raw']).at(-1);
  assert.ok(raw.test_accuracy < 0.9 || raw.train_loss > last.train_loss); // thousands do not train
  const all = answers([...file, ...net, '--held', '0', '--validation', '0.3']).at(-1);
  assert.equal('test_loss' in all, false);
  assert.ok(all.validation_accuracy > 0.9, JSON.stringify(all));
  assert.notEqual(answers([...file, ...net, '--deal', '2']).at(-1).train_loss, last.train_loss);
  for (const wrong of ['1', '0.91', '-0.1']) refuses([...file, ...net, '--held', wrong], 2, /--held wants a number from 0 to 0.9/);
  refuses([...csv('bad.csv', 'a,b,y\n1,2,0\n1,two,1\n'), ...net], 1, /bad\.csv: line 3, column 2: "two" is not a number/);
  refuses([...file, '--model', 'in 3; dense 2; softmax_ce'], 1, /takes 3 numbers, a sample has 2/);
  refuses([...file, ...net, '--validation', '1'], 1, /no samples to train on/);
});

test('the first epoch in blocks is another order, and the same each time', () => {
  const losses = (...more) => answers([...tiny, '--log-steps', ...more]).map((row) => row.loss);
  const whole = losses();
  const blocks = losses('--block', '40');
  assert.notDeepEqual(blocks, whole);
  assert.deepEqual(losses('--block', '40'), blocks);
  assert.deepEqual(losses('--block', '100'), whole);
});
