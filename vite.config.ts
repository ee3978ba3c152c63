// Builds the static page: web/ → dist/, every path relative, so that dist/ works from any folder of any host.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const MODELS = ['mlp-16-16', 'mlp-128', 'lenet5'].flatMap((name) => [name, `${name}-plain`]);

// `virtual:built`: addresses of what the build made (the core, trained weights). What has not been made yet is left
// out, and the page says so in place.
function built(): Plugin {
  const id = 'virtual:built';
  const wasm = resolve(root, 'build/wasm/glassnet.wasm');
  return {
    name: 'glassnet-built',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      const lines: string[] = [];
      if (existsSync(wasm)) lines.push(`import core from ${JSON.stringify(`${wasm}?url`)};`);
      else lines.push('const core = undefined;');
      const models = MODELS.filter((name) => existsSync(resolve(root, `build/models/${name}.safetensors`)));
      for (const [i, name] of models.entries()) {
        lines.push(
          `import m${i} from ${JSON.stringify(`${resolve(root, `build/models/${name}.safetensors`)}?url`)};`,
        );
      }
      const entries = models.map((name, i) => `${JSON.stringify(name)}: m${i}`);
      return `${lines.join('\n')}\nexport { core };\nexport const models = { ${entries.join(', ')} };\n`;
    },
  };
}

// The first prediction needs the core and the smallest net's weights: fetched beside the script, not after it.
function preload(): Plugin {
  return {
    name: 'glassnet-preload',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context): HtmlTagDescriptor[] {
        const first = /(glassnet-[^/]*\.wasm|mlp-16-16-(?!plain)[^/]*\.safetensors)$/;
        return Object.keys(context.bundle ?? {})
          .filter((file) => first.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${file}` },
            injectTo: 'head',
          }));
      },
    },
  };
}

export default defineConfig({
  root: resolve(root, 'web'),
  base: './',
  plugins: [built(), preload()],
  assetsInclude: ['**/*.safetensors'],
  server: { fs: { allow: [root] } },
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  test: {
    root,
    include: ['tests/web/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
