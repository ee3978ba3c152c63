// What Lighthouse says of the built page. Performance depends on what else the machine does: it is printed, not judged.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

test('accessibility and best practices: 100, on a phone', (t) => {
  const program = fileURLToPath(new URL('../../tools/lighthouse/run.mjs', import.meta.url));
  const said = JSON.parse(execFileSync('node', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
  t.diagnostic(`figures: Lighthouse ${JSON.stringify(said)}`);
  assert.equal(said.preset, 'mobile');
  assert.equal(said.accessibility, 100);
  assert.equal(said.best_practices, 100);
});
