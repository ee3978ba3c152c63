// Writes src/text/classes_table.h from the Unicode tables of the Node that runs it: node tools/text/make_classes.mjs
// The classes are those of GPT-2's pattern as JavaScript reads it (\p{L}, \p{N}, \s), and what telling words needs.
import { writeFileSync } from 'node:fs';
import { versions } from 'node:process';

// The first that fits; the order is that of text_class in src/text/classes.h.
const CLASSES = [
  ['TEXT_IDEOGRAPH', /^(?=\p{L})[\p{Script=Han}\p{Script=Hiragana}]$/u],
  ['TEXT_LETTER', /^\p{L}$/u],
  ['TEXT_NUMBER', /^\p{N}$/u],
  ['TEXT_SPACE', /^\s$/u],
  ['TEXT_MARK', /^\p{M}$/u],
  ['TEXT_OTHER', /^/u],
];
const ORDER = ['TEXT_OTHER', 'TEXT_LETTER', 'TEXT_IDEOGRAPH', 'TEXT_NUMBER', 'TEXT_SPACE', 'TEXT_MARK'];
const PLANES = 17;

const classOf = (code) => ORDER.indexOf(CLASSES.find(([, pattern]) => pattern.test(String.fromCodePoint(code)))[0]);

const runs = []; // [first code point within its plane, class]
const planes = []; // where each plane's runs begin
for (let plane = 0; plane < PLANES; plane++) {
  planes.push(runs.length);
  for (let low = 0, last = -1; low < 0x10000; low++) {
    const now = classOf(plane * 0x10000 + low);
    if (now !== last) runs.push([low, now]);
    last = now;
  }
}
planes.push(runs.length);

const rows = (values, each) =>
  Array.from({ length: Math.ceil(values.length / each) }, (_, i) => `    ${values.slice(i * each, (i + 1) * each).join(', ')},`).join('\n');
const hex = ([low]) => `0x${low.toString(16).padStart(4, '0')}`;

writeFileSync(
  new URL('../../src/text/classes_table.h', import.meta.url),
  `// Made by tools/text/make_classes.mjs from Unicode ${versions.unicode}; not edited by hand.
// clang-format off
#include <stdint.h>

// Run k holds the code points from starts[k] of its plane up to the next run's, all of class classes[k] (text_class).
// Plane p has the runs planes[p] … planes[p + 1] − 1; its first begins at 0.
static const uint16_t planes[${PLANES + 1}] = {
${rows(planes, 18)}
};
static const uint16_t starts[${runs.length}] = {
${rows(runs.map(hex), 14)}
};
static const uint8_t classes[${runs.length}] = {
${rows(runs.map(([, kind]) => kind), 38)}
};
`,
);
