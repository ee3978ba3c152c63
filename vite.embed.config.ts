// Adds to dist/ what other pages use: embed.js, the widgets as one module that finds its files beside itself, and
// embed.html, a page of them for an iframe. Runs after vite.config.ts.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { builtFiles, root } from './vite.config.ts';

export default defineConfig({
  root: resolve(root, 'web'),
  base: './',
  publicDir: false, // there already
  plugins: [builtFiles('module')],
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: { embed: resolve(root, 'web/embed.ts'), page: resolve(root, 'web/embed.html') },
      preserveEntrySignatures: 'exports-only',
      output: {
        // An address to write into other pages stays the same.
        entryFileNames: (chunk) => (chunk.name === 'embed' ? 'embed.js' : 'assets/embed-[name]-[hash].js'),
      },
    },
  },
});
