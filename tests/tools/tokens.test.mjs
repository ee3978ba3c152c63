// glassnet tokens and glassnet bpe, beside programs of others: js-tiktoken and gpt-3-encoder for GPT-2's tokens, and a
// trainer written from the definition for what is learnt.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { versions } from 'node:process';
import test, { after } from 'node:test';

const root = new URL('../..', import.meta.url).pathname;
const packages = createRequire(join(root, 'tools/data/package.json'));
const { Tiktoken } = packages('js-tiktoken/lite');
const tiktoken = new Tiktoken(packages('js-tiktoken/ranks/gpt2'));
const encoder = packages('gpt-3-encoder');
const scratch = mkdtempSync(join(tmpdir(), 'glassnet-tokens-'));
after(() => rmSync(scratch, { recursive: true }));

function glassnet(args, input = '') {
  const run = spawnSync(join(root, 'build/release/glassnet'), args, { input, maxBuffer: 1 << 28 });
  assert.equal(run.signal, null, `killed by ${run.signal}`);
  return { code: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
}
const lines = (out) => out.trimEnd().split('\n').map(JSON.parse);
function tokens(texts, vocab = 'gpt2') {
  const run = glassnet(['tokens', '--vocab', vocab], texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  assert.equal(run.code, 0, run.out.slice(0, 1000) + run.err);
  const answers = lines(run.out);
  assert.equal(answers.length, texts.length);
  return answers;
}
function same(texts, expected) {
  for (const [i, { ids, text }] of tokens(texts).entries()) {
    assert.deepEqual(ids, expected(texts[i]), JSON.stringify(texts[i]).slice(0, 300));
    assert.equal(text, texts[i].toWellFormed());
  }
}
const plain = (text) => tiktoken.encode(text, [], []);

// mulberry32
function randoms(seed) {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const file = (path) => readFileSync(join(root, path), 'utf8');
const written = {
  English: file('README.md'),
  Chinese: file('web/locales/deep/zh.json'),
  C: file('src/text/encode.c'),
  JavaScript: file('tests/tools/tokens.test.mjs'),
  shell: file('tools/setup.sh'),
};
const odd = [
  '',
  ' ',
  'a',
  'Hello world',
  "I'm, you're, he's, we'll, they'd, I've, don't, DON'T, 'tis 'sunny' ''s 's't",
  '<|endoftext|>',
  'before <|endoftext|> after',
  ' leading and trailing   ',
  `many${' '.repeat(1000)}spaces`,
  ' '.repeat(1000),
  '\n\n\n  \t\t\r\n x \u00a0\u00a0y\u3000z \u2028 \ufeff \u0085 \u200b',
  `tabs\t\t\tand\n\n\nlines\r\n${'\n'.repeat(300)}end`,
  '3.14159 1,000,000 ½ ² ⅷ ٣٤ 一二三 0x1F 12abc34',
  '我们从自然语言开始，把文字切成词元。它们“真”的有用吗？——是的……',
  '天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。𠮷野家 㐀㐁',
  'ひらがなとカタカナ、漢字。 한국어 띄어쓰기 ภาษาไทย नमस्ते العربية עברית',
  '👍 👍🏽 👩‍👩‍👧‍👦 ❤️ 🇨🇳🇫🇷 🏳️‍🌈 1️⃣ 🧑🏿‍🚀🫠',
  'e\u0301 n\u0303 a\u0300\u0301\u0302 \u0301alone Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A',
  'naïve café Ångström straße Œuvre ﬁ Ⅻ ŉ',
  '\ud800 lone \udc00 halves \ud83d and \ude00, \udc00\ud800, whole \ud83d\ude00',
  '\u0000 \u0001\u0002\u001b\u007f a\u0000b \\u0000 \\ud800 "quoted" \\ / \b\f',
  'x'.repeat(1000),
  'ab'.repeat(400),
  'abcdefghij'.repeat(90),
  '字'.repeat(300),
  '='.repeat(777),
  '!?'.repeat(400),
  'supercalifragilisticexpialidocious antidisestablishmentarianism',
  'https://example.org/path?query=1&other=%20#fragment',
  '0'.repeat(600),
];

test('GPT-2 ids are those of js-tiktoken: texts as they are written', () => {
  same(Object.values(written), plain);
  same(Object.values(written).flatMap((text) => text.split('\n')), plain);
});

test('GPT-2 ids are those of js-tiktoken: what is seldom written', () => same(odd, plain));

test('GPT-2 ids are those of js-tiktoken: at random', () => {
  const random = randoms(1);
  const pick = (from) => from[random(from.length)];
  const unit = [
    () => String.fromCodePoint(random(0x110000)), // halves of surrogate pairs too
    () => String.fromCharCode(random(0x3000)),
    () => String.fromCharCode(random(128)),
    () => pick([' ', '  ', '\n', '\t', "'", "'s", "'re", '\u00a0', '\u3000', '\ufeff']),
    () => pick(['the', 'ing', 'The', ' and', 'un', '的', '我们', 'é', '\u0301', '\u200d', '😀']),
    () => pick(Object.values(written)).substr(random(3000), random(20)),
    () => pick(['=', '-', ' ', 'a', 'aa', '*']).repeat(random(30)),
  ];
  const texts = Array.from({ length: 3000 }, (_, i) => {
    const few = unit.filter(() => random(2));
    return Array.from({ length: i % 100 === 0 ? 400 : random(40) }, () => pick(few.length ? few : unit)()).join('');
  });
  same(texts, plain);
});

// Which neighbours a character is taken along with shows its class.
test('every character is of the class that JavaScript has it in', { skip: versions.unicode !== '17.0' && 'another Unicode' }, () => {
  const kinds = [/^\p{L}/u, /^\p{N}/u, /^\s/u];
  const kind = (code) => kinds.findIndex((pattern) => pattern.test(String.fromCodePoint(code)));
  const some = [];
  for (let code = 0, last = -1; code < 0x110000; code++) {
    const now = kind(code);
    if (now !== last || code % 64 === 0) some.push(...(code > 0 ? [code - 1, code] : [code]));
    last = now;
  }
  assert.ok(some.length > 30000);
  const around = (code) => ` ${String.fromCodePoint(code)}a${String.fromCodePoint(code)}1 \n`;
  const texts = [];
  for (let i = 0; i < some.length; i += 200) texts.push(some.slice(i, i + 200).map(around).join(''));
  same(texts, plain);
});

test('GPT-2 ids are those of gpt-3-encoder', () => {
  const texts = [...odd, ...Object.values(written)].flatMap((text) => text.split('\n')).filter((text) => text.length < 500);
  assert.ok(texts.length > 500);
  same(texts, encoder.encode);
});

test('lines that cannot be used are told, the others answered', () => {
  const input = Buffer.concat([
    Buffer.from('{"text":5}\n{"txt":"a"}\n[1]\nnot json\n{"text":"a"} more\n\n{"text":"\\ud83"}\n'),
    Buffer.from([0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d, 0x0a]), // {"text":"\xff"}
    Buffer.from('{"text":"a\0"}\n{"other":["\\ud800",{"text":"no"}],"text":"Hello"}'),
  ]);
  const run = glassnet(['tokens', '--vocab', 'gpt2'], input);
  assert.equal(run.code, 1);
  const answers = lines(run.out);
  assert.equal(answers.length, 10);
  for (const answer of answers.slice(0, -1)) assert.equal(typeof answer.error, 'string', JSON.stringify(answer));
  assert.match(answers[7].error, /UTF-8/);
  assert.deepEqual(answers[9], { ids: [15496], text: 'Hello' });
});

test('a vocabulary that cannot be used is refused, with the place', () => {
  const vocab = join(scratch, 'broken.vocab');
  const good = readFileSync(join(root, 'build/data/text/gpt2.vocab'));
  const refused = (bytes, pattern) => {
    writeFileSync(vocab, bytes);
    const run = glassnet(['tokens', '--vocab', vocab]);
    assert.equal(run.code, 1);
    assert.match(run.err, pattern);
  };
  refused(good.subarray(0, 1000), /cut off: \d+ bytes wanted, 1000 there/);
  refused('', /cut off: 280 bytes wanted, 0 there/);
  refused('GN tokens', /stops making sense at byte 2/);
  const twice = Buffer.from(good);
  twice[24 + 9] = twice[24];
  refused(twice, /at byte 33/);
  assert.match(glassnet(['tokens', '--vocab', join(scratch, 'none')]).err, /cannot be opened/);
  assert.equal(glassnet(['tokens']).code, 2);
});

// ---- learning, from the definition: count all pairs, join the most frequent; of equal ones the smaller left, then right.

const PIECES = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const bytesOf = (text) => [...Buffer.from(text)];

function joinPair(piece, [left, right], made) {
  const joined = [];
  for (let i = 0; i < piece.length; i++) {
    const both = piece[i] === left && piece[i + 1] === right;
    joined.push(both ? made : piece[i]);
    if (both) i++;
  }
  return joined;
}

function learn(pieces, most) {
  let now = pieces.map(bytesOf);
  const merges = [];
  while (merges.length < most) {
    const counts = new Map();
    for (const piece of now)
      for (let i = 0; i + 1 < piece.length; i++) {
        const key = piece[i] * 65536 + piece[i + 1];
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    if (counts.size === 0) break;
    const [key, count] = [...counts].reduce((best, each) => (each[1] > best[1] || (each[1] === best[1] && each[0] < best[0]) ? each : best));
    const pair = [Math.floor(key / 65536), key % 65536];
    const token = 256 + merges.length;
    merges.push({ left: pair[0], right: pair[1], token, count });
    now = now.map((piece) => joinPair(piece, pair, token));
  }
  return { merges, tokens: now.flat().length };
}

const textFile = (text) => {
  const path = join(scratch, 'text');
  writeFileSync(path, text);
  return path;
};

function learnt(text, merges, ...flags) {
  const run = glassnet(['bpe', '--text', textFile(text), '--merges', String(merges), ...flags]);
  assert.equal(run.code, 0, run.err);
  const answers = lines(run.out);
  return { merges: answers.slice(0, -1).map(({ merge, text: _, bytes: __, ...rest }) => rest), last: answers.at(-1) };
}

for (const [name, text] of Object.entries(written))
  test(`what is learnt is what the definition says: ${name}`, () => {
    const out = join(scratch, `${name}.vocab`);
    const want = learn(text.match(PIECES), 200);
    const got = learnt(text, 200, '--out', out);
    assert.deepEqual(got.merges, want.merges);
    assert.equal(got.last.tokens, want.tokens);
    const [{ ids, text: again }] = tokens([text], out);
    assert.equal(ids.length, want.tokens); // the text that it was learnt from is cut as it was at the end
    assert.equal(again, text);
    const apart = tokens(['Hello, 你好!\n\n  for (int i = 0;;)'], out)[0].ids;
    const pieces = 'Hello, 你好!\n\n  for (int i = 0;;)'.match(PIECES).map(bytesOf);
    const merged = want.merges.reduce((now, { left, right, token }) => now.map((piece) => joinPair(piece, [left, right], token)), pieces);
    assert.deepEqual(apart, merged.flat());
  });

test('other pieces, and none', () => {
  const text = "a'b a'b a'b 12 12\u0301 aaaa aaaa";
  assert.deepEqual(learnt(text, 50, '--split', 'whole').merges, learn([text], 50).merges);
  assert.deepEqual(learnt(text, 50, '--split', 'characters').merges, learn([...text], 50).merges);
  assert.deepEqual(learnt(text, 50, '--split', 'bytes').merges, []);
  assert.deepEqual(learnt('', 50).merges, []);
  assert.equal(learnt('low lower lowest', 50).last.merges, 7);
});

test('bpe refuses what it cannot use', () => {
  const refused = (args, code, pattern) => {
    const run = glassnet(['bpe', ...args]);
    assert.equal(run.code, code, run.err);
    assert.match(run.err, pattern);
  };
  const text = textFile('abc');
  refused([], 2, /wants --text and --merges/);
  refused(['--text', text, '--merges', '1', '--longer', '1'], 2, /wants --text and --merges, or/);
  refused(['--text', text, '--merges', '70000'], 2, /0 to 65280/);
  refused(['--text', text, '--merges', '1', '--split', 'lines'], 2, /bytes, characters, words, gpt2, whole/);
  refused(['--text', join(scratch, 'none'), '--merges', '1'], 1, /cannot be opened/);
  refused(['--text', text, '--merges', '1', '--out', join(scratch, 'no/where')], 1, /cannot be written/);
});

test('a token that is a part of a character is told as its bytes, every other one as its text', () => {
  const run = glassnet(['bpe', '--text', textFile('明月光，明月霜 👩‍👩‍👧👩‍👩‍👧 été '.repeat(3)), '--merges', '30']);
  assert.equal(run.code, 0, run.err);
  assert.ok(!/\ufffd|\\ufffd/.test(run.out));
  const spelt = Array.from({ length: 256 }, (_, byte) => Buffer.of(byte));
  const merges = lines(run.out).slice(0, -1);
  for (const { left, right, text, bytes } of merges) {
    const token = Buffer.concat([spelt[left], spelt[right]]);
    spelt.push(token);
    const isText = Buffer.from(token.toString()).equals(token);
    assert.deepEqual([text, bytes], isText ? [token.toString(), undefined] : [undefined, [...token]]);
  }
  for (const of of ['text', 'bytes']) assert.ok(merges.some((each) => each[of] !== undefined), of);
});

// ---- tokens of whole characters, as the page's small GPT has them

test('tokens of whole characters: so many, none ends within a character, the text is spelt', () => {
  for (const [name, text] of Object.entries(written)) {
    const out = join(scratch, `${name}.tokens`);
    const run = glassnet(['bpe', '--text', textFile(text), '--longer', '40', '--out', out]);
    assert.equal(run.code, 0, run.err);
    const made = lines(run.out).slice(0, -1).filter(({ text: piece = '' }) => [...piece].length > 1);
    assert.equal(made.length, 40, name);
    const answer = glassnet(['tokens', '--tokens', out], `${JSON.stringify({ text })}\n`);
    assert.equal(answer.code, 0, answer.out.slice(0, 300) + answer.err);
    const [{ ids, text: again }] = lines(answer.out);
    assert.equal(again, text);
    const characters = new Set(text).size;
    assert.ok(ids.every((id) => id >= 0 && id < characters + 40));
    assert.ok(ids.length < [...text].length);
  }
});

test('a character that no token is of is told, with its place; a broken file is refused', () => {
  const out = join(scratch, 'few.tokens');
  assert.equal(glassnet(['bpe', '--text', textFile('low lower lowest'), '--longer', '3', '--out', out]).code, 0);
  const run = glassnet(['tokens', '--tokens', out], '{"text":"low"}\n{"text":"low 明"}\n');
  assert.equal(run.code, 1);
  assert.deepEqual(lines(run.out)[1], { error: 'character 5 is not among the tokens' });
  assert.equal(lines(run.out)[0].text, 'low');
  const good = readFileSync(out);
  const broken = join(scratch, 'broken.tokens');
  writeFileSync(broken, good.subarray(0, 60));
  assert.match(glassnet(['tokens', '--tokens', broken]).err, /cut off: \d+ bytes wanted, 60 there/);
  writeFileSync(broken, Buffer.concat([good.subarray(0, 24), good.subarray(20, 24), good.subarray(28)]));
  assert.match(glassnet(['tokens', '--tokens', broken]).err, /at byte 24/);
  assert.match(glassnet(['tokens', '--tokens', out, '--vocab', 'gpt2']).err, /not both/);
});
