// dist/ in somebody else's hands: in a sub-folder, in an iframe, and as a module of a page on another origin.
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Frame, type FrameLocator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, examples, type Host, host } from './host';
import { axe, drawWithMouse, ONE, SEVEN } from './page';

const FOLDER = '/a/b/c/';
const CORS = { 'access-control-allow-origin': '*' };

let browser: Browser;
let plain: Host; // dist/ without a header more than any host sends
let shared: Host; // dist/ with the one that docs/embedding.md asks for
let outside: Host[] = [];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
  plain = await host({ folder: dist, at: FOLDER });
  shared = await host({ folder: dist, at: FOLDER, headers: CORS });
});
afterAll(async () => {
  await browser?.close();
  for (const each of [plain, shared, ...outside]) await each?.close();
});

// Examples as they are in the repository, but for the place of dist/.
async function exampleOf(
  name: string,
  of: Host,
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const change = (text: string) => text.replaceAll('http://localhost:8080/', of.origin + FOLDER);
  const each = await host({ folder: examples, at: '/', change, ...(headers ? { headers } : {}) });
  outside = [...outside, each];
  return `${each.origin}/${name}`;
}

async function visit(
  address: string,
  run: (page: Page, troubles: string[]) => Promise<void>,
  bypassCSP = false,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    bypassCSP,
  });
  try {
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(address);
    await run(page, troubles);
    expect(troubles).toEqual([]);
  } finally {
    await context.close();
  }
}

const bars = (place: Page | Frame | FrameLocator) => place.getByRole('list', { name: /Probability|概率/ });

async function best(place: Page | Frame | FrameLocator): Promise<number> {
  const names = await bars(place)
    .getByRole('button')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  const shares = names.map((name) => Number(/([\d.]+) %/.exec(name)?.[1] ?? Number.NaN));
  return shares.indexOf(Math.max(...shares));
}

test('a descent in a frame of its own', async () => {
  const start = encodeURIComponent('saddle;t=30');
  await visit(
    `${plain.origin}${FOLDER}embed.html?widgets=descent&language=zh&slopes=${start}`,
    async (page, troubles) => {
      await page.getByRole('application', { name: '从上往下看：鞍面' }).waitFor();
      const step = page.getByRole('slider', { name: '当前步' });
      expect(await step.inputValue()).toBe('30');
      await page.getByRole('button', { name: '走一步' }).click();
      await expect.poll(() => step.inputValue()).toBe('31');
      expect(await page.getByRole('button', { name: '这一点' }).count()).toBe(0); // bare
      expect(troubles).toEqual([]);
    },
  );
});

describe('in a sub-folder of any host', () => {
  test('the page runs, digits and other models included', () =>
    visit(`${plain.origin}${FOLDER}#v=1&model=lenet5`, async (page) => {
      await page.getByText('61,706').waitFor();
      await page.getByText(/of 1,000 right/).waitFor();
    }));

  test('so does the page for frames', () =>
    visit(`${plain.origin}${FOLDER}embed.html`, async (page) => {
      await bars(page).waitFor();
      await drawWithMouse(page, SEVEN);
      await expect.poll(() => best(page)).toBe(7);
    }));
});

describe('in an iframe on another origin', () => {
  test('a digit drawn in the frame is read, without any header', async () =>
    visit(await exampleOf('embed-iframe.html', plain), async (page) => {
      const inside = page.frameLocator('iframe >> nth=0');
      await bars(inside).waitFor();
      const frame = page.frames().find((each) => each.url().includes('pad,network,bars'));
      if (!frame) throw new Error('no frame');
      await drawWithMouse(page, ONE, inside);
      await expect.poll(() => best(frame)).toBe(1);
    }));

  test('chosen widgets, model, sample and language are shown, and nothing else', () =>
    visit(
      `${plain.origin}${FOLDER}embed.html?widgets=network,bars,nonsense&model=lenet5&sample=0&language=zh&theme=dark`,
      async (page) => {
        await expect.poll(() => best(page).catch(() => -1)).toBe(7);
        expect(await page.getByRole('group', { name: '逐层看网络' }).count()).toBe(1);
        expect(await page.getByRole('application').count()).toBe(0);
        expect(await page.locator('gn-session').getAttribute('data-theme')).toBe('dark');
        expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
      },
    ));

  test('a line of notation of its own runs; one that cannot gets a sentence', async () => {
    const at = (line: string) =>
      `${plain.origin}${FOLDER}embed.html?model=own&notation=${encodeURIComponent(line)}`;
    await visit(at('in 1 28 28; flatten; dense 3; softmax_ce'), async (page) => {
      await expect.poll(() => bars(page).getByRole('button').count()).toBe(3);
    });
    await visit(at('in 1 28 28; dense 3'), async (page) => {
      await page.getByRole('alert').getByText('flatten').waitFor();
    });
  });

  test('an address may not put attributes of its own on the session', () =>
    visit(`${plain.origin}${FOLDER}embed.html?onclick=alert(1)&style=x&id=y`, async (page) => {
      await bars(page).waitFor();
      const names = await page.locator('gn-session').evaluate((each) => each.getAttributeNames().sort());
      expect(names).toEqual(['data-theme', 'lang']);
    }));

  test('axe-core finds nothing', () =>
    visit(
      `${plain.origin}${FOLDER}embed.html?model=lenet5`,
      async (page) => {
        await page.getByText('48,120').waitFor();
        await bars(page).waitFor();
        await page.evaluate(axe);
        const results = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target)}`)).toEqual([]);
      },
      true,
    ));
});

describe('as a module from another origin', () => {
  // The policy that docs/embedding.md gives for a page that has one.
  const policy = () =>
    [
      "default-src 'self'",
      `script-src 'self' ${shared.origin} 'wasm-unsafe-eval'`,
      `connect-src ${shared.origin}`,
      `font-src ${shared.origin}`,
    ].join('; ');

  test('widgets in the page answer, tell the page, and obey it, under a strict policy of its own', async () => {
    const headers = { 'content-security-policy': policy() };
    await visit(await exampleOf('embed-module.html', shared, headers), async (page) => {
      await bars(page).waitFor();
      await drawWithMouse(page, SEVEN);
      await expect.poll(() => best(page)).toBe(7);
      await expect.poll(() => page.locator('#answer').textContent()).toMatch(/^7 \(/);
      await page.getByRole('button', { name: 'Try LeNet-5' }).click();
      await page.getByText('= 48,120').waitFor();
      await expect.poll(() => best(page)).toBe(7);
      await page.getByRole('button', { name: 'Clear the pad' }).click();
      await page.getByText('Draw a digit, 0 to 9').waitFor();
      expect(await page.title()).toBe('A lesson with widgets of its own');
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    });
  });

  test('nothing is left in the browser of the page', async () =>
    visit(await exampleOf('embed-module.html', shared), async (page) => {
      await bars(page).waitFor();
      await drawWithMouse(page, SEVEN);
      await page.waitForTimeout(400);
      const kept = await page.evaluate(
        async () => localStorage.length + (await indexedDB.databases()).length,
      );
      expect(kept).toBe(0);
    }));

  test('without the CORS header the browser refuses it, as the documentation says', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const refused = page.waitForEvent('console', (message) => /CORS policy/.test(message.text()));
    await page.goto(await exampleOf('embed-module.html', plain));
    await refused;
    expect(await page.evaluate(() => customElements.get('gn-session'))).toBeUndefined();
    await context.close();
  });
});
