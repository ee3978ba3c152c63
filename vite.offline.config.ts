// Adds to dist/ what keeps the page on a device: offline.js, a service worker that knows every file. Runs last.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { root } from './vite.config.ts';

const DIST = resolve(root, 'dist');
const NAME = 'offline.js';
const DATA = /^generated\//;
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/; // named by what it holds
const ELSEWHERE = /^(embed\.|assets\/embed-)/; // for pages of others

function listed(): Plugin {
  const names = () =>
    readdirSync(DIST, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(DIST, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .filter((name) => name !== NAME && !ELSEWHERE.test(name))
      .sort();
  const version = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(DIST, name)))
      .digest('hex')
      .slice(0, 16);
  return {
    name: 'glassnet-files',
    resolveId: (source) => (source === 'virtual:files' ? `\0${source}` : null),
    load(source) {
      if (source !== '\0virtual:files') return null;
      const all = names();
      const files = all
        .filter((name) => !DATA.test(name))
        .map((url) => ({ url, revision: HASHED.test(url) ? null : version(url) }));
      const data = Object.fromEntries(
        all
          .filter((name) => DATA.test(name))
          .map((name) => [name, { version: version(name), bytes: statSync(join(DIST, name)).size }]),
      );
      return `export const files = ${JSON.stringify(files)}; export const data = ${JSON.stringify(data)};`;
    },
  };
}

export default defineConfig({
  root: resolve(root, 'web'),
  base: './',
  publicDir: false,
  plugins: [listed()],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: DIST,
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      input: resolve(root, 'web/offline/worker.ts'),
      output: { format: 'iife', entryFileNames: NAME, codeSplitting: false },
    },
  },
});
