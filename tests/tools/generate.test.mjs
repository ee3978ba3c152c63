// A text learnt and gone on with, from the command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

const root = new URL('../..', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'glassnet-'));
after(() => rmSync(scratch, { recursive: true }));

function glassnet(...args) {
  const run = spawnSync(join(root, 'build/release/glassnet'), args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(run.signal, null, run.stderr);
  return run;
}
function answers(...args) {
  const run = glassnet(...args);
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trimEnd().split('\n').map(JSON.parse);
}
function refuses(status, pattern, ...args) {
  const run = glassnet(...args);
  assert.equal(run.status, status, run.stderr);
  assert.match(run.stderr, pattern);
}

// Of one to three bytes a character: characters are not bytes.
const LINE = 'one two three 一二三。';
const text = join(scratch, 'lines.txt');
writeFileSync(text, LINE.repeat(60));
const characters = new Set(LINE).size;
const gpt = (window, tokens) =>
  `in ${window} ids=${tokens}; e: embed 12; pos learned; n: layernorm; dense 12; q: heads 2; from n; dense 12; k: heads 2; from n; dense 12; v: heads 2; from q; scores k; scale; mask causal; softmax; mix v; merge; dense 12; add e; layernorm; dense ${tokens}; softmax_ce`;
const learn = ['--epochs', '2', '--batch', '16', '--optimizer', 'adam', '--rate', '0.01'];
const weights = join(scratch, 'gpt.safetensors');
const trained = answers('train', '--model', gpt(12, characters), '--data', `text:${text}`, ...learn, '--out', weights);

test('a small GPT learns a text by heart, and writes it', () => {
  assert.equal(trained.length, 2);
  // What follows the first character or two of a window is open.
  assert.ok(trained[1].test_loss < 0.25, JSON.stringify(trained));
  const bytes = Buffer.byteLength(LINE) / [...LINE].length;
  assert.ok(Math.abs(trained[1].test_bits_per_byte - trained[1].test_loss / Math.LN2 / bytes) < 1e-4);
  const [written] = answers('generate', '--weights', weights, '--data', `text:${text}`, '--text', 'one ', '--count', '60', '--temperature', '0');
  assert.equal(written.text, [...LINE.repeat(5)].slice(0, 64).join(''));
  assert.equal(written.ids.length, 64);
});

test('the same seed writes the same, another seed something else', () => {
  const write = (...more) =>
    answers('generate', '--weights', weights, '--data', `text:${text}`, '--text', '二', '--count', '80', '--temperature', '3', ...more)[0].text;
  assert.equal(write(), write('--seed', '0'));
  assert.notEqual(write(), write('--seed', '1'));
  assert.equal(write('--top', '1'), write('--top', '1', '--seed', '9'));
});

test('tokens of byte-pair encoding are learnt likewise; a net that answers once too', () => {
  const vocab = join(scratch, 'pairs.vocab');
  const merges = answers('bpe', '--text', text, '--merges', '20', '--out', vocab).at(-1).merges;
  const tokens = 256 + merges;
  const file = join(scratch, 'once.safetensors');
  const model = `in 3 ids=${tokens}; embed 8; flatten; dense 24; tanh; dense ${tokens}; softmax_ce`;
  const source = ['--data', `text:${text}`, '--vocab', vocab];
  const [, second] = answers('train', '--model', model, ...source, ...learn, '--out', file);
  assert.ok(second.test_loss < 1.5, JSON.stringify(second));
  const [written] = answers('generate', '--weights', file, '--vocab', vocab, '--text', 'one two', '--count', '9', '--temperature', '0');
  assert.ok(written.text.startsWith('one two'));
});

test('bytes that make no character are counted, and none is written as a sign of its own', () => {
  const vocab = join(scratch, 'bytes.vocab');
  answers('bpe', '--text', text, '--merges', '0', '--out', vocab);
  const file = join(scratch, 'bytes.safetensors');
  const model = 'in 3 ids=256; embed 4; dense 256; softmax_ce';
  glassnet('train', '--model', model, '--data', `text:${text}`, '--vocab', vocab, '--epochs', '0', '--out', file);
  const [{ ids, text: said, stray_bytes: stray }] = answers(
    ...['generate', '--weights', file, '--vocab', vocab, '--text', '一', '--count', '300'],
  );
  assert.ok(!said.includes('\ufffd'));
  assert.ok(said.startsWith('一'));
  assert.ok(stray > 50);
  assert.equal(Buffer.from(said).length + stray, ids.length);
  const [whole] = answers('generate', '--weights', weights, '--data', `text:${text}`, '--text', '一', '--count', '9');
  assert.equal(whole.stray_bytes, undefined);
});

test('tokens of whole characters are learnt likewise, and written whole', () => {
  const tokens = join(scratch, 'whole.tokens');
  answers('bpe', '--text', text, '--longer', '10', '--out', tokens);
  const file = join(scratch, 'whole.safetensors');
  const source = ['--data', `text:${text}`, '--tokens', tokens];
  const [, second] = answers('train', '--model', gpt(12, characters + 10), ...source, ...learn, '--out', file);
  assert.ok(second.test_loss < 1, JSON.stringify(second));
  const [written] = answers('generate', '--weights', file, '--tokens', tokens, '--text', 'one two', '--count', '12', '--temperature', '0');
  assert.ok(LINE.repeat(9).includes(written.text), written.text);
  refuses(1, /the vocabulary has \d+ tokens, the model tells/, 'generate', '--weights', weights, '--tokens', tokens);
  refuses(1, /not both/, 'train', '--model', gpt(12, 9), ...source, '--vocab', 'gpt2');
});

test('what does not go together is refused, and why', () => {
  const data = ['--data', `text:${text}`];
  const model = gpt(12, characters);
  refuses(1, /vocabulary has 50257 tokens, the model tells \d+ apart/, 'generate', '--weights', weights, '--vocab', 'gpt2');
  refuses(1, /never met character 2 of --text/, 'generate', '--weights', weights, ...data, '--text', 'oX');
  refuses(1, /--text is empty/, 'generate', '--weights', weights, ...data, '--text', '');
  refuses(2, /wants --weights/, 'generate', ...data);
  refuses(2, /text:FILE/, 'generate', '--weights', weights, '--data', text);
  // Fewer cannot be learnt, more not gone on with.
  for (const kinds of [5, characters + 9])
    refuses(
      1,
      new RegExp(`cut into ${characters} different tokens, the model tells ${kinds} apart`),
      ...['train', '--model', gpt(12, kinds), ...data],
    );
  refuses(1, /takes 12 numbers/, 'train', '--model', 'in 12; dense 9; softmax_ce', ...data);
  refuses(1, /no labels to draw anew/, 'train', '--model', model, ...data, '--label-noise', '0.1');
  const short = join(scratch, 'short.txt');
  writeFileSync(short, LINE.slice(0, 12));
  refuses(1, /has 11 tokens to learn from; a sample takes 12/, 'train', '--model', gpt(12, characters), '--data', `text:${short}`);
  const empty = join(scratch, 'empty.txt');
  writeFileSync(empty, '');
  refuses(1, /nothing in the text/, 'train', '--model', model, '--data', `text:${empty}`);
});
