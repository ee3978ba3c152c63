// Serves dist/ on this machine: node tools/serve.mjs [--port N] [--host ADDRESS] [--isolate] [--check]. Text and WebAssembly go out as gzip, so that
// what a browser's network view counts is what a real host would send.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const AS_IT_IS = new Set(['.png', '.ico', '.woff2', '.bin']); // compressed already
const HASHED = /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/; // Vite puts the content's hash into the name

// Cross-origin isolated, the page's workers may share memory, and its clock is finer.
const isolation = argv.includes('--isolate')
  ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'cross-origin' }
  : {};

const packed = new Map(); // path → { time, body }
async function gzipped(path, time) {
  const known = packed.get(path);
  if (known?.time === time) return known.body;
  const body = gzipSync(await readFile(path), { level: 9 });
  packed.set(path, { time, body });
  return body;
}

function locate(url) {
  const path = normalize(decodeURIComponent(new URL(url, 'http://here').pathname));
  const file = join(dist, path);
  return file === dist || file.startsWith(dist + sep) ? file : null;
}

function refuse(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'GET and HEAD only');
  let path = locate(request.url);
  let info = path && (await stat(path).catch(() => null));
  if (info?.isDirectory()) {
    path = join(path, 'index.html');
    info = await stat(path).catch(() => null);
  }
  if (!info?.isFile()) return refuse(response, 404, 'There is nothing here.');
  const type = extname(path);
  const tag = `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`;
  const headers = {
    'Content-Type': TYPES[type] ?? 'application/octet-stream',
    'Cache-Control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: tag,
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Allow-Origin': '*', // other pages may use embed.js
    ...isolation,
  };
  if (request.headers['if-none-match'] === tag) return response.writeHead(304, headers).end();
  if (!AS_IT_IS.has(type)) {
    headers.Vary = 'Accept-Encoding';
    if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      const body = await gzipped(path, info.mtimeMs);
      response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', 'Content-Length': body.length });
      return response.end(request.method === 'HEAD' ? undefined : body);
    }
  }
  response.writeHead(200, { ...headers, 'Content-Length': info.size });
  if (request.method === 'HEAD') return response.end();
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}

function option(name, otherwise) {
  const at = argv.indexOf(name);
  return at < 0 ? otherwise : argv[at + 1];
}
const port = Number(option('--port', 8080));
const host = option('--host', '127.0.0.1'); // this machine only, unless asked for more
const server = createServer((request, response) => {
  answer(request, response).catch(() => refuse(response, 400, 'This address cannot be understood.'));
});
server.on('error', (error) => {
  const taken = error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`;
  console.error(`start: port ${port} ${taken}; choose another one: ./start --port ${port < 65535 ? port + 1 : 8080}`);
  exit(1);
});
server.listen(port, host, () => {
  if (argv.includes('--check')) return server.close();
  console.log(`glassnet is at http://localhost:${server.address().port}  (Ctrl+C stops it)`);
});
