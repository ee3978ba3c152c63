// The built page in Debian's Chromium, served from a sub-folder, as on any static host.
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Download,
  type FrameLocator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = process.env.GLASSNET_DIST ?? join(root, 'dist'); // another build can be tested
export const screenshots = join(root, 'build/screenshots');
const FOLDER = '/some/folder/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

let server: Server | undefined;
let browser: Browser | undefined;
let origin = '';

export const begin = (): Promise<void> => beginWith({});

// `headers`: of all that is served.
export async function beginWith(headers: Readonly<Record<string, string>>): Promise<void> {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('dist/ is missing: run npm run build first');
  mkdirSync(screenshots, { recursive: true });
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://here').pathname));
    const file = join(dist, path.startsWith(FOLDER) ? path.slice(FOLDER.length) || 'index.html' : 'nothing');
    if (!path.startsWith(FOLDER) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...headers,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox'],
  });
}

// The server goes away, and comes back where it was.
export async function unplug(): Promise<void> {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => server?.close(() => resolve()) ?? resolve());
}
export async function plug(): Promise<void> {
  const port = Number(new URL(origin).port);
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
}

export async function end(): Promise<void> {
  await browser?.close();
  await new Promise<void>((resolve) => server?.close(() => resolve()) ?? resolve());
}

export interface Opened {
  readonly page: Page;
  readonly troubles: string[]; // console errors and warnings, failed or foreign requests
  close(): Promise<void>;
}

// A fresh visitor. `hash` without its #.
export async function open(
  hash = '',
  options: BrowserContextOptions = {},
  view:
    | 'draw'
    | 'train'
    | 'step'
    | 'race'
    | 'points'
    | 'text'
    | 'gpt'
    | 'sentence'
    | 'lessons'
    | 'vectors'
    | 'rewrite'
    | 'words'
    | 'slopes' = 'draw',
): Promise<Opened> {
  if (!browser) throw new Error('begin() first');
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    serviceWorkers: 'block', // offline.test.ts has one
    ...options,
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (/Service Worker registration blocked/.test(text)) return;
    if (['error', 'warning'].includes(message.type())) troubles.push(text);
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(blob|data):/.test(url)) troubles.push(`foreign request: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(origin + FOLDER + (hash ? `#v=1&${hash}` : ''));
  if (view === 'race') {
    await page.getByRole('region', { name: /Way 1|方案 1/ }).waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'points') {
    await page.locator('gn-points-net .unit').first().waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'lessons') {
    await page.locator('gn-lessons-view').waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'vectors') {
    await page.locator('gn-places .pictures').waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'rewrite') {
    await page.locator('gn-rewrite-answers ol').waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'words') {
    await page.locator('gn-words-near .near li').first().waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'slopes') {
    await page.locator('gn-slopes-time').waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'text') {
    await page.getByRole('textbox', { name: /Your text|你的文字|Yöür/ }).waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'gpt') {
    await page.getByRole('textbox', { name: /Write with it|和它一起写|Wrïtë/ }).waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'sentence') {
    await page.locator('gn-sentence-operation .head').waitFor();
    return { page, troubles, close: () => context.close() };
  }
  if (view === 'step') {
    await page.getByRole('group', { name: /Along the tape|沿运算序列/ }).waitFor();
    return { page, troubles, close: () => context.close() };
  }
  await page.getByRole('application').waitFor();
  const bars = page.getByRole('list', { name: /Probability|概率|Pröb/ });
  await bars.or(page.locator('gn-bars .unfit')).waitFor(); // of a net that takes no drawing
  if (view === 'train') await page.locator('gn-transport .now b').waitFor();
  return { page, troubles, close: () => context.close() };
}

// The answer as it stands in the bars: the digit whose bar is largest.
export async function answer(page: Page): Promise<{ digit: number; shares: number[] }> {
  await frames(page);
  const names = await page
    .getByRole('list', { name: /Probability|概率/ })
    .getByRole('button')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  const shares = names.map((name) => Number(/([\d.]+) %/.exec(name)?.[1] ?? Number.NaN));
  return { digit: shares.indexOf(Math.max(...shares)), shares };
}

// A net that knows something forgets it; one that is untrained has nothing to forget.
export async function forget(page: Page): Promise<void> {
  const primary = page.locator('gn-transport .primary');
  await page.locator('gn-transport .primary:enabled').waitFor();
  if ((await primary.textContent())?.includes('Forget everything')) await primary.click();
  await page.getByRole('button', { name: 'Teach it', exact: true }).and(primary).waitFor();
}

export async function frames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

export type Place = readonly [x: number, y: number];

// Strokes as a person might write the digit, in shares of the pad.
export const ONE: readonly Place[][] = [
  [
    [0.5, 0.2],
    [0.5, 0.8],
  ],
];
export const SEVEN: readonly Place[][] = [
  [
    [0.3, 0.24],
    [0.7, 0.24],
    [0.46, 0.8],
  ],
];
export const ZERO: readonly Place[][] = [
  Array.from({ length: 25 }, (_, i) => {
    const turn = -Math.PI / 2 + (i / 24) * 2 * Math.PI;
    return [0.5 - 0.17 * Math.cos(turn + Math.PI / 2 - Math.PI / 2), 0.5 + 0.27 * Math.sin(turn)] as const;
  }),
];

export async function drawWithMouse(
  page: Page,
  strokes: readonly (readonly Place[])[],
  where: Page | FrameLocator = page,
): Promise<void> {
  const box = await where.getByRole('application').boundingBox();
  if (!box) throw new Error('no pad');
  for (const stroke of strokes) {
    for (const [i, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: i === 0 ? 1 : 6 });
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

// Real touches, through the browser's input pipeline.
export async function drawWithTouch(page: Page, strokes: readonly (readonly Place[])[]): Promise<void> {
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('no pad');
  const client = await page.context().newCDPSession(page);
  const at = ([x, y]: Place) => [{ x: box.x + x * box.width, y: box.y + y * box.height }];
  for (const stroke of strokes) {
    for (const [i, place] of stroke.entries()) {
      const from = stroke[Math.max(0, i - 1)] ?? place;
      for (let step = 1; step <= (i === 0 ? 1 : 6); step++) {
        const share = i === 0 ? 0 : step / 6;
        const between: Place = [
          from[0] + share * (place[0] - from[0]),
          from[1] + share * (place[1] - from[1]),
        ];
        await client.send('Input.dispatchTouchEvent', {
          type: i === 0 ? 'touchStart' : 'touchMove',
          touchPoints: at(between),
        });
      }
    }
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
}

// A page that is left without troubles.
export async function visit(
  run: (opened: Opened) => Promise<void>,
  ...how: Parameters<typeof open>
): Promise<void> {
  const opened = await open(...how);
  try {
    await run(opened);
    expect(opened.troubles).toEqual([]);
  } finally {
    await opened.close();
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// What a plot's menu "save" hands over. `heading`: all of it, or a pattern for its beginning.
export async function saved(page: Page, heading: string | RegExp, kind: 'CSV' | 'PNG'): Promise<Download> {
  const begins = typeof heading === 'string' ? `^${escaped(heading)}` : `${heading.source}.*`;
  const menu = page.getByRole('button', { name: new RegExp(`${begins}: (save|保存)$`) });
  await menu.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: new RegExp(`${begins}: ${kind}$`) }).click(),
  ]);
  return download;
}

// What the page asks for there comes when the function is called.
export async function held(page: Page, pattern: string): Promise<() => void> {
  let come = (): void => {};
  const here = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.route(pattern, async (route) => {
    await here;
    await route.continue();
  });
  return come;
}
