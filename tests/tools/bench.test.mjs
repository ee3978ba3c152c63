// The bench prints what it says it prints; how fast anything is, no test says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { execPath } from 'node:process';
import test from 'node:test';
import { summary } from '../../bench/measure/summary.mjs';
import { checked } from '../../bench/measure/training.mjs';
import { plot } from '../../bench/plot.mjs';
import { notation, TRAINING } from '../../bench/tasks.mjs';

const root = new URL('../..', import.meta.url).pathname;
const bench = (...args) => spawnSync(execPath, ['bench/run.mjs', ...args], { cwd: root, encoding: 'utf8', timeout: 240_000 });

test('a line of JSON for each engine, a table for people', () => {
  const run = bench('--quick', '--task', 'mlp-16-16', '--task', 'one-mlp-16-16', '--engine', 'ours');
  assert.equal(run.status, 0, run.stderr);
  const rows = run.stdout.trimEnd().split('\n').map(JSON.parse);
  assert.deepEqual(rows.map(({ task, engine }) => [task, engine]), [['mlp-16-16', 'ours'], ['one-mlp-16-16', 'ours']]);
  for (const row of rows) {
    for (const key of ['median', 'min', 'max']) assert.ok(row[key] > 0, key);
    assert.ok(row.min <= row.median && row.median <= row.max);
    assert.equal(row.ratio, 1);
    assert.equal(row.rounds, 2);
    assert.match(row.version, /^\d/);
  }
  assert.deepEqual([rows[0].unit, rows[1].unit], ['samples/s', 'µs']);
  assert.equal(rows[0].check.ok, true);
  assert.match(run.stderr, /mlp-16-16, samples\/s\n/);
});

test('text is measured in bytes and in merges', () => {
  const run = bench('--quick', '--task', 'tokens', '--task', 'merges');
  assert.equal(run.status, 0, run.stderr);
  const rows = run.stdout.trimEnd().split('\n').map(JSON.parse);
  assert.deepEqual(
    rows.map(({ task, engine, unit }) => [task, engine, unit]),
    [['tokens', 'ours', 'MB/s'], ['tokens', 'native', 'MB/s'], ['tokens', 'js-tiktoken', 'MB/s'], ['tokens', 'gpt-tokenizer', 'MB/s'], ['tokens', 'tiktoken', 'MB/s'], ['merges', 'ours', 'ms'], ['merges', 'native', 'ms']],
  );
  for (const row of rows) assert.ok(row.min > 0 && row.min <= row.median && row.median <= row.max && row.ratio > 0);
});

test('what it does not know it says in a sentence', () => {
  for (const [args, pattern] of [
    [['--task', 'sorting'], /no task sorting; there are mlp-16-16, /],
    [['--engine', 'abacus'], /no engine abacus; there are ours, /],
    [['--fast'], /Unknown option '--fast'/],
    [['--rounds', '0'], /--rounds wants a whole number, not "0"/],
    [['--against', 'none.wasm'], /none\.wasm is missing/],
  ]) {
    const run = bench(...args);
    assert.equal(run.status, 1, args.join(' '));
    assert.match(run.stderr, pattern);
    assert.equal(run.stdout, '');
  }
});

test('an engine that did not learn is told from one that did', () => {
  const falls = (to, steps) => Array.from({ length: steps }, (_, i) => 2.3 - ((2.3 - to) * i) / (steps - 1));
  const own = falls(0.3, 100);
  assert.equal(checked({ losses: own }, own).check.ok, true);
  assert.equal(checked({ losses: own.map((loss) => 1.01 * loss) }, own).check.ok, true);
  assert.equal(checked({ losses: falls(0.6, 100) }, own).check.ok, false);
  assert.equal(checked({ losses: own.map(() => 2.3) }, own).check.ok, false);
  assert.equal(checked({ losses: own.map(() => Number.NaN) }, own).check.ok, false);
  assert.equal(checked({ losses: own.slice(0, 30) }, own).check.ok, true); // a slow one does fewer steps
  // Not quite the same net: it has to learn about as much.
  assert.equal(checked({ losses: falls(0.6, 100), differs: true }, own).check.ok, true);
  assert.equal(checked({ losses: own.map(() => 2.3), differs: true }, own).check.ok, false);
});

test('a ratio is of the same round', () => {
  const { median, ratio } = summary([1, 10, 100], [2, 20, 200], (mine, ours) => ours / mine);
  assert.deepEqual([median, ratio], [10, 2]);
});

test('nets are those of the page', () => {
  assert.equal(notation(TRAINING['mlp-16-16'].layers), 'in 1 28 28; flatten; dense 16; relu; dense 16; relu; dense 10; softmax_ce');
  assert.match(notation(TRAINING.resnet.layers), /; k1: relu; conv 8 3 pad=1; relu; conv 8 3 pad=1; add k1; relu; maxpool 2; /);
});

test('a plot has a line for each engine', () => {
  const line = (name, k) => ({ name, points: [[1, k], [2, 2 * k], [4, 4 * k]] });
  const svg = plot([{ label: 'width', lines: [line('ours', 1), line('pytorch-1', 3)] }], 'µs');
  assert.equal(svg.match(/<polyline/g).length, 2);
  assert.match(svg, /ours, ends at slope 1\.00/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});
