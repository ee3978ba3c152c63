// tools/pack_text.mjs: the texts to learn from are what they should be, here and for the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const root = new URL('../..', import.meta.url).pathname;
const packed = (name) => readFileSync(`${root}build/data/text/${name}`, 'utf8');

for (const name of ['gpt2.vocab', 'moby-dick.txt', 'tang-poems.txt', 'first-names.txt'])
  test(`${name} is there for the page too`, () => {
    assert.deepEqual(readFileSync(`${root}web/public/generated/text/${name}`), readFileSync(`${root}build/data/text/${name}`));
  });

test('Moby-Dick is whole', () => {
  const text = packed('moby-dick.txt');
  assert.match(text, /^CHAPTER 1\. Loomings\.\n\nCall me Ishmael\./);
  assert.match(text, /rolled five thousand years ago\.\s*$/);
});

test('the poems are in Simplified characters, each with title and poet', () => {
  const poems = packed('tang-poems.txt').trimEnd().split('\n\n');
  assert.ok(poems.length >= 300, `${poems.length} poems`);
  for (const poem of poems) assert.ok(poem.split('\n').length >= 3, poem);
  assert.doesNotMatch(poems.join(), /[為國詩時門見長東無]/);
  assert.ok(poems.some((poem) => poem.includes('床前明月光') || poem.includes('床前看月光')));
});

test('each name is there once, the commonest first', () => {
  const names = packed('first-names.txt').trimEnd().split('\n');
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(names.slice(0, 3), ['Emma', 'Olivia', 'Noah']);
  for (const name of names) assert.match(name, /^[A-Z][a-z]+$/);
});
