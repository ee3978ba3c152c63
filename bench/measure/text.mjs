// Text: a megabyte into GPT-2's tokens, and a thousand merges learnt from another. Ours is the page's module under Node
// (the same V8), `native` the same source; beside js-tiktoken, gpt-tokenizer and tiktoken (Rust in WebAssembly), which do
// not learn any.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../engines/paths.mjs';
import { summary } from './summary.mjs';

const BYTES = 1_000_000;
const MERGES = 1000;
const MODULE = join(root, 'build/wasm/text.wasm');
const VOCAB = join(root, 'build/data/text/gpt2.vocab');
const GPT2 = 3; // gn_split
const ERROR_BYTES = 1024; // more than a gn_error has

// What this project has written in English, again and again.
function prose() {
  const files = ['README.md', 'CONTRIBUTING.md', 'bench/README.md', 'web/locales/deep/en.json', 'web/locales/en.json'];
  const once = files.map((file) => join(root, file)).filter(existsSync).map((file) => readFileSync(file, 'utf8')).join('\n');
  return Buffer.from(once.repeat(Math.ceil(BYTES / once.length))).subarray(0, BYTES).toString();
}

// Words of one to four syllables, the k-th as frequent as 1/k: as many different ones as a novel has.
function novel() {
  let seed = 1;
  const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const pick = (from) => from[Math.floor(random() * from.length)];
  const syllable = () => pick([...'bcdfghklmnprstvw', 'th', 'st', 'ch', 'tr']) + pick([...'aeiou', 'ea', 'ou']) + pick(['', '', 'n', 'r', 's', 'l', 't']);
  const words = Array.from({ length: 30_000 }, () => Array.from({ length: 1 + Math.floor(random() * 4) }, syllable).join(''));
  const parts = [];
  for (let length = 0; length < BYTES; ) {
    const word = words[Math.floor(words.length ** random()) - 1] + pick([' ', ' ', ' ', ' ', ', ', '. ', '\n']);
    parts.push(word);
    length += word.length;
  }
  return parts.join('').slice(0, BYTES);
}

async function wasm() {
  const module = await WebAssembly.compile(readFileSync(MODULE));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) imports[from] = { ...imports[from], [name]: () => 0 };
  const core = (await WebAssembly.instantiate(module, imports)).exports;
  core._initialize?.();
  const put = (bytes) => {
    const at = core.malloc(bytes.length);
    new Uint8Array(core.memory.buffer).set(bytes, at);
    return at;
  };
  const error = core.malloc(ERROR_BYTES);
  const timed = (run) => {
    const began = performance.now();
    run();
    return (performance.now() - began) / 1000;
  };
  const file = readFileSync(VOCAB);
  const vocab = core.gn_vocab_read(put(file), BigInt(file.length), error);
  const tokens = core.malloc(4 * BYTES);
  const work = core.malloc(4 * Number(core.gn_encode_work(vocab, BigInt(BYTES))));
  return {
    encode(text) {
      const at = put(Buffer.from(text));
      const spent = timed(() => core.gn_encode(vocab, tokens, 0, work, at, BigInt(BYTES)));
      core.free(at);
      return spent;
    },
    learn(text) {
      const at = put(Buffer.from(text));
      const spent = timed(() => {
        const bpe = core.gn_bpe_new(at, BigInt(BYTES), GPT2, MERGES, error);
        while (core.gn_bpe_step(bpe));
        core.gn_bpe_free(bpe);
      });
      core.free(at);
      return spent;
    },
  };
}

function native() {
  const program = join(root, 'build/bench/text');
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  const sources = readdirSync(join(root, 'src/text')).filter((file) => file.endsWith('.c')).map((file) => `src/text/${file}`);
  execFileSync('cc', ['-O3', '-std=c11', '-D_POSIX_C_SOURCE=200809L', '-Isrc', 'bench/text.c', ...sources, '-o', program], { cwd: root, stdio: ['ignore', 2, 2] });
  const ask = (what, text) => {
    const file = join(root, 'build/bench/text.txt');
    writeFileSync(file, text);
    return Number(execFileSync(program, [...what, file], { encoding: 'utf8' }));
  };
  return { encode: (text) => ask(['encode', VOCAB], text), learn: (text) => ask(['merges', String(MERGES)], text) };
}

// GPT-2's tokens by others, from their packages.
function others() {
  const packages = createRequire(join(root, 'bench/package.json'));
  const { encode } = packages('gpt-tokenizer/encoding/r50k_base');
  const rust = packages('tiktoken').get_encoding('gpt2');
  const timed = (run) => (text) => {
    const began = performance.now();
    run(text);
    return (performance.now() - began) / 1000;
  };
  const version = (name) => JSON.parse(readFileSync(join(root, 'bench/package.json'), 'utf8')).devDependencies[name];
  return [
    { engine: 'gpt-tokenizer', version: version('gpt-tokenizer'), encode: timed(encode) },
    { engine: 'tiktoken', version: version('tiktoken'), encode: timed((text) => rust.encode(text, [], [])) },
  ];
}

function tiktoken() {
  const packages = createRequire(join(root, 'tools/data/package.json'));
  const { Tiktoken } = packages('js-tiktoken/lite');
  const encoder = new Tiktoken(packages('js-tiktoken/ranks/gpt2'));
  return {
    encode(text) {
      const began = performance.now();
      encoder.encode(text, [], []);
      return (performance.now() - began) / 1000;
    },
  };
}

export async function text(name, { rounds, version, report }) {
  for (const file of [MODULE, VOCAB]) if (!existsSync(file)) throw new Error(`${file} is missing: ./start --build`);
  const job = name === 'tokens' ? 'encode' : 'learn';
  const written = name === 'tokens' ? prose() : novel();
  const engines = [
    { engine: 'ours', version, ...(await wasm()) },
    { engine: 'native', version, ...native() },
    { engine: 'js-tiktoken', version: '1.0.21', ...tiktoken() },
    ...(job === 'encode' ? others() : []),
  ].filter((each) => each[job]);
  for (const each of engines) each[job](written); // warm
  const seconds = engines.map(() => []);
  for (let round = 0; round < rounds; round++) for (const [i, each] of engines.entries()) seconds[i].push(each[job](written));
  for (const [i, { engine, version: its }] of engines.entries()) {
    const unit = name === 'tokens' ? 'MB/s' : 'ms';
    const values = seconds.map((each) => each.map((s) => (name === 'tokens' ? BYTES / 1e6 / s : 1000 * s)));
    const faster = (value, ours) => (name === 'tokens' ? ours / value : value / ours);
    report({ task: name, engine, version: its, unit, ...summary(values[i], values[0], faster) });
  }
}
