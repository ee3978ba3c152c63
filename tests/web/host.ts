// A static host for a test: folders below prefixes, on an origin of its own.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface Host {
  readonly origin: string;
  close(): Promise<void>;
}

export interface Hosted {
  readonly folder: string;
  readonly at: string; // '/a/b/c/'
  readonly headers?: Readonly<Record<string, string>>;
  change?(text: string): string; // of its HTML
  refuses?(path: string): boolean; // as if it could not be reached
}

export async function host({ folder, at, headers = {}, change, refuses }: Hosted): Promise<Host> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://here').pathname));
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    if (refuses?.(path)) {
      request.destroy();
      return;
    }
    const file = resolve(folder, path.startsWith(at) ? path.slice(at.length) || 'index.html' : 'nothing');
    if (
      !path.startsWith(at) ||
      !file.startsWith(folder + sep) ||
      !existsSync(file) ||
      !statSync(file).isFile()
    ) {
      response.writeHead(404).end();
      return;
    }
    const type = extname(file);
    response.writeHead(200, { 'content-type': TYPES[type] ?? 'application/octet-stream', ...headers });
    const body = readFileSync(file);
    response.end(change && type === '.html' ? change(body.toString()) : body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export const dist = join(root, 'dist');
export const examples = join(root, 'examples');

// Path of the single file, fresh, in a folder that no other test writes to.
export function buildSingle(): string {
  const env = { ...process.env, NODE_ENV: 'production' }; // not the test's
  const folder = mkdtempSync(join(tmpdir(), 'single-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const args = ['run', '--silent', 'build:single', '--', '--outDir', folder];
  execFileSync('npm', args, { cwd: root, stdio: 'ignore', env });
  return join(folder, 'glassnet.html');
}
