// Builds the static page: web/ → dist/, every path relative, so that dist/ works from any folder of any host.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { lessons } from './tools/lessons/plugin.mjs';

export const root = fileURLToPath(new URL('.', import.meta.url));
const MODELS = ['mlp-16-16', 'mlp-128', 'lenet5'].flatMap((name) => [name, `${name}-plain`]);
const outputs = [
  { name: 'core', file: resolve(root, 'build/wasm/glassnet.wasm') },
  { name: 'text', file: resolve(root, 'build/wasm/text.wasm') },
  { name: 'words', file: resolve(root, 'build/wasm/words.wasm') },
  ...MODELS.map((name) => ({ name, file: resolve(root, `build/models/${name}.safetensors`) })),
];

// What the build made and exists: the core, the modules of text and of words, trained weights.
export const built = () => outputs.filter(({ file }) => existsSync(file));

// `virtual:built`: addresses of these. What has not been made yet is left out, and the page says so in place.
// 'page': beside the page; 'module': beside the script, which another page may use; 'inside': packed into the page.
export function builtFiles(where: 'page' | 'module' | 'inside'): Plugin {
  const id = 'virtual:built';
  const generated = {
    page: "new URL('generated/', document.baseURI).href",
    module: "new URL('generated/', here).href",
    inside: "'#'",
  }[where];
  return {
    name: 'glassnet-built',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      const lines = where === 'module' ? ['const here = import.meta.url;'] : [];
      const entries: string[] = [];
      for (const [i, { name, file }] of built().entries()) {
        if (where === 'inside') lines.push(`const f${i} = ${JSON.stringify(`#${name}`)};`);
        else lines.push(`import f${i} from ${JSON.stringify(`${file}?url`)};`);
        entries.push(`${JSON.stringify(name)}: f${i}`);
      }
      lines.push(
        `const { core, text, words, ...models } = { ${entries.join(', ')} };`,
        'export { core, text, words, models };',
        `export const generated = ${generated};`,
      );
      return `${lines.join('\n')}\n`;
    },
  };
}

// The first prediction needs the core and the smallest net's weights: fetched beside the script, not after it. So is
// the typeface: text that changes its face moves what is below it.
function preload(): Plugin {
  return {
    name: 'glassnet-preload',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context): HtmlTagDescriptor[] {
        const first = /(glassnet-[^/]*\.wasm|mlp-16-16-(?!plain)[^/]*\.safetensors|\.woff2)$/;
        return Object.keys(context.bundle ?? {})
          .filter((file) => first.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: {
              rel: 'preload',
              as: file.endsWith('.woff2') ? 'font' : 'fetch',
              crossorigin: true,
              href: `./${file}`,
            },
            injectTo: 'head',
          }));
      },
    },
  };
}

export default defineConfig({
  root: resolve(root, 'web'),
  base: './',
  plugins: [builtFiles('page'), lessons(resolve(root, 'lessons')), preload()],
  assetsInclude: ['**/*.safetensors'],
  server: { fs: { allow: [root] } },
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    // What the first screen needs is one file: on a slow network each further file costs more than its bytes.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  test: {
    root,
    include: ['tests/web/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } }, // a busy machine is no failure
    maxWorkers: 2, // each with a browser of its own
    // A browser on a busy machine may stall once; what fails twice is broken. ./test names what needed its second try.
    retry: 1,
  },
});
