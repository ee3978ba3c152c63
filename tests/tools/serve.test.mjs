// The page's server and ./start's refusals.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createInterface } from 'node:readline';
import { execPath } from 'node:process';
import test, { after, before } from 'node:test';
import { gunzipSync } from 'node:zlib';

const root = new URL('../..', import.meta.url).pathname;
let server;
let port;

before(async () => {
  server = spawn(execPath, ['tools/serve.mjs', '--port', '0'], { cwd: root });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  port = Number(/http:\/\/localhost:(\d+)/.exec(line)[1]);
});
after(() => server.kill());

// By hand: fetch would tidy the path and unpack the body.
function get(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers, method }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });
}
const asset = (pattern) => `/assets/${readdirSync(`${root}dist/assets`).find((file) => pattern.test(file))}`;

test('the page, and what kind each file is', async () => {
  const page = await get('/');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.body.toString(), /<!doctype html>/i);
  assert.equal((await get(asset(/\.wasm$/))).headers['content-type'], 'application/wasm');
  assert.match((await get(asset(/\.js$/))).headers['content-type'], /^text\/javascript/);
});

test('gzip for whoever takes it, the same bytes for all', async () => {
  const plain = await get(asset(/\.wasm$/));
  const packed = await get(asset(/\.wasm$/), { 'accept-encoding': 'gzip' });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.ok(packed.body.length < plain.body.length / 2);
  assert.deepEqual(gunzipSync(packed.body), plain.body);
  assert.equal((await get('/', {}, 'HEAD')).body.length, 0);
});

test('hashed files are kept for good, the page is asked for again', async () => {
  assert.match((await get(asset(/\.wasm$/))).headers['cache-control'], /immutable/);
  const page = await get('/');
  assert.equal(page.headers['cache-control'], 'no-cache');
  assert.equal((await get('/', { 'if-none-match': page.headers.etag })).status, 304);
});

test('nothing outside dist/ is given out', async () => {
  for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/assets/../../start', '/none', '//etc/passwd']) {
    const answer = await get(path);
    assert.ok(answer.status === 404 || answer.status === 400, `${path}: ${answer.status}`);
  }
  assert.equal((await get('/%')).status, 400);
  assert.equal((await get('/%00')).status >= 400, true);
  assert.equal((await get('/', {}, 'POST')).status, 405);
  assert.equal((await get('/')).status, 200); // still there
});

const start = (...args) => spawnSync('./start', args, { cwd: root, encoding: 'utf8' });

test('./start says in a sentence what it cannot do', async () => {
  assert.equal(start('--help').status, 0);
  for (const [args, pattern] of [
    [['--port'], /--port wants a number/],
    [['--port', '0'], /from 1 to 65535, not "0"/],
    [['--port', '70000'], /from 1 to 65535/],
    [['--port=80x'], /not "80x"/],
    [['--fast'], /no option --fast/],
  ]) {
    const run = start(...args);
    assert.equal(run.status, 1, args.join(' '));
    assert.match(run.stderr, pattern);
  }
});

test('a port that is taken is said before anything is built', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = other.address().port;
  const run = start('--port', String(taken));
  other.close();
  assert.equal(run.status, 1);
  assert.match(run.stderr, new RegExp(`port ${taken} is taken by another program`));
  assert.doesNotMatch(run.stdout, /Building/);
});
