// Builds dist-single/glassnet.html: the whole page in one file that opens from a disk, with no request to anywhere.
// A page from file:// may load neither modules nor other files; so the script is a classic one, and the core, the
// weights, 1,000 test digits and some texts are data blocks of the page (base64 of gzip, read by web/state/files.ts).
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { lessons } from './tools/lessons/plugin.mjs';
import { built, builtFiles, root } from './vite.config.ts';

const NAME = 'glassnet.html';
const MNIST = resolve(root, 'web/public/generated/mnist');

// The file is passed on by itself, so it says whose it is.
const CREDITS =
  '<!-- glassnet, MIT licence. Digits: MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, ' +
  'CC BY-SA 3.0. GPT-2 vocabulary: OpenAI, modified MIT licence. Tang poems: chinese-poetry, MIT licence. ' +
  'First names: U.S. Social Security Administration, CC0. Typeface: Geist, SIL Open Font License 1.1. -->';

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function dataBlock(name: string, content: Buffer): string {
  const text = gzipSync(content, { level: 9 }).toString('base64');
  return `<script type="text/plain" id="${name}">${text}</script>`;
}

function digits(): string[] {
  const path = resolve(MNIST, 'index.json');
  if (!existsSync(path)) return [];
  type Part = { count: number; shards: { file: string; count: number }[] };
  const index = JSON.parse(readFileSync(path, 'utf8')) as { test: Part };
  const first = index.test.shards.slice(0, 1);
  const test: Part = { count: first[0]?.count ?? 0, shards: first };
  const train: Part = { count: 0, shards: [] }; // the page is one file to pass on: all of MNIST would triple it
  return [
    dataBlock('mnist/index.json', Buffer.from(JSON.stringify({ ...index, test, train }))),
    ...first.map(({ file }) => dataBlock(`mnist/${file}`, readFileSync(resolve(MNIST, file)))),
  ];
}

// The vocabulary, and what is small of the texts to learn from.
function texts(): string[] {
  const folder = resolve(root, 'web/public/generated/text');
  const names = ['gpt2.vocab', 'tang-poems.txt', 'first-names.txt'];
  return names
    .filter((name) => existsSync(resolve(folder, name)))
    .map((name) => dataBlock(`text/${name}`, readFileSync(resolve(folder, name))));
}

// What is in the page may not end its own block early.
const inScript = (code: string) => code.replace(/<(?=\/script|!--|script)/gi, '\\x3c');

function text(file: Rolldown.OutputAsset | Rolldown.OutputChunk): string {
  if (file.type === 'chunk') return file.code;
  return typeof file.source === 'string' ? file.source : Buffer.from(file.source).toString('utf8');
}

function oneFile(): Plugin {
  return {
    name: 'glassnet-single',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const page = files.find((file) => file.fileName.endsWith('.html'));
      const chunks = files.filter((file) => file.type === 'chunk');
      if (!page || chunks.length !== 1) throw new Error('a single page wants one page and one script');
      const script = inScript(chunks.map(text).join(''));
      const style = files
        .filter((file) => file.fileName.endsWith('.css'))
        .map(text)
        .join('');
      const policy = [
        "default-src 'none'",
        `script-src ${sha256(script)} 'wasm-unsafe-eval'`,
        'worker-src blob:',
        `style-src ${sha256(style)}`,
        'img-src blob: data:',
        'font-src data:',
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ');
      const icon = readFileSync(resolve(root, 'web/public/icon.svg')).toString('base64');
      const blocks = [
        ...built().map(({ name, file }) => dataBlock(name, readFileSync(file))),
        ...digits(),
        ...texts(),
        `<script>${script}</script>`,
      ];
      // Functions as replacements: a `$` in the script is only a `$`.
      const html = text(page)
        .replace(
          /<(script|link)\b[^>]*\b(src|rel="(stylesheet|preload|modulepreload|manifest)")[^>]*>(<\/script>)?\s*/g,
          '',
        )
        .replace(/(http-equiv="Content-Security-Policy" content=")[^"]*/, (_all, start) => start + policy)
        .replace(
          /(<link rel="icon" href=")[^"]*/,
          (_all, start) => `${start}data:image/svg+xml;base64,${icon}`,
        )
        .replace('<head>', () => `${CREDITS}\n  <head>`)
        .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
        .replace('</body>', () => `${blocks.join('\n')}\n</body>`);
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: 'asset', fileName: NAME, source: html });
      const mb = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
      console.log(`${NAME}: ${mb(Buffer.byteLength(html))}, gzip ${mb(gzipSync(html, { level: 9 }).length)}`);
    },
  };
}

export default defineConfig({
  root: resolve(root, 'web'),
  base: './',
  publicDir: false,
  plugins: [builtFiles('inside'), lessons(resolve(root, 'lessons')), oneFile()],
  build: {
    outDir: resolve(root, 'dist-single'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: { format: 'iife', codeSplitting: false },
      transform: { define: { 'import.meta': '{}' } }, // a classic script has none
    },
  },
});
