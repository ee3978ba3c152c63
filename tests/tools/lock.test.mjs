// The lock files install everywhere: npm 9 to 11.6 refuse one that lacks the entries of other platforms' optional
// packages, and npm 11.19 writes such a one. tools/complete_lock.mjs mends it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const root = new URL('../..', import.meta.url).pathname;

for (const file of ['package-lock.json', 'tools/data/package-lock.json', 'bench/package-lock.json']) {
  test(`${file} is complete and names no registry`, () => {
    const { packages } = JSON.parse(readFileSync(root + file, 'utf8'));
    const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').pop()));
    for (const [path, entry] of Object.entries(packages)) {
      assert.equal(entry.resolved, undefined, path);
      if (path !== '') assert.match(entry.version ?? '', /^\d/, path);
      const wanted = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
      for (const name of wanted) assert.ok(present.has(name), `${name}, wanted by ${path}, has no entry`);
    }
  });
}
