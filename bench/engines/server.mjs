// Serves what the engines' pages need, cross-origin isolated: exact clocks, and threads for peers that use them.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { root } from './paths.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

// prefix → folder
const FOLDERS = {
  '/ours/': join(root, 'build/bench/pages'),
  '/peers/': join(root, 'bench/peers'),
  '/modules/': join(root, 'bench/node_modules'),
  '/data/': join(root, 'build/data/mnist'),
};

// `files`: address → path of single files beside the folders.
export async function serve(files = {}) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://here').pathname));
    const prefix = Object.keys(FOLDERS).find((each) => path.startsWith(each));
    const file = files[path] ?? (prefix && join(FOLDERS[prefix], path.slice(prefix.length)));
    const size = file && statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) return response.writeHead(404, ISOLATED).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...ISOLATED, 'Content-Type': type, 'Content-Length': size });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
