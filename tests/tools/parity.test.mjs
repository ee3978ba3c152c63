// Same seed, same numbers: 200 steps of training give the same bits in every build.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { execPath } from 'node:process';
import test from 'node:test';

const root = new URL('../..', import.meta.url).pathname;
const build = (preset) =>
  execFileSync('cmake', ['--build', '--preset', preset, '--target', 'loss_trace'], { cwd: root, stdio: 'ignore' });
const lines = (program, args) => execFileSync(program, args, { cwd: root, encoding: 'utf8' }).trimEnd().split('\n');

for (const preset of ['release', 'dev', 'wasm']) build(preset);
const want = lines('build/release/loss_trace', []);

function same(got) {
  assert.equal(got.length, want.length);
  for (const [i, line] of got.entries()) assert.equal(line, want[i]);
}

test('the trace is one of learning', () => {
  assert.equal(want.filter((line) => line.startsWith('mlp sgd ')).length, 200);
  const right = Number(want.find((line) => line.startsWith('mlp sgd:')).match(/(\d+) right/)[1]);
  assert.ok(right > 150, `${right} of 200 right`);
  const ways = want.filter((line) => /^\w+, \w+: /.test(line)).map((line) => line.split(': ')[1]);
  assert.ok(ways.length >= 7 * 4);
  assert.equal(new Set(ways).size, ways.length); // no two optimisers or schedules do the same
});
test('clang with sanitizers gives the bits of the optimised build', () => same(lines('build/dev/loss_trace', [])));
test('WebAssembly gives the bits of the optimised build', () =>
  same(lines(execPath, ['--no-warnings', 'tools/run_wasm.mjs', 'build/wasm/loss_trace.wasm'])));
