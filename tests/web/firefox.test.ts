// The main path in Debian's Firefox ESR: served and from a disk, a digit is drawn and read, the language switched.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSingle, dist, type Host, host } from './host';
import { type Place, SEVEN, ZERO } from './page';

const FIREFOX = '/usr/bin/firefox-esr';

let browser: Browser | undefined;
let server: Host | undefined;
let fromDisk = '';

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`${FIREFOX} is missing; on Debian: apt-get install firefox-esr`);
  fromDisk = String(pathToFileURL(buildSingle()));
  server = await host({ folder: dist, at: '/a/b/c/' });
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB', 'ui.prefersReducedMotion': 1 },
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function visit(
  address: string,
  run: (page: Page) => Promise<void>,
  expected: RegExp = /^$/, // of the console: what a test brings about
): Promise<void> {
  if (!browser) throw new Error('no browser');
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(address);
    await find(page, 'list', 'Probability of each digit');
    await run(page);
    expect(troubles.filter((each) => !expected.test(each))).toEqual([]);
  } finally {
    await context.close();
  }
}

type Role = 'button' | 'list' | 'application';

// By role and accessible name, through shadow roots: WebDriver's own search stops at them.
async function find(page: Page, role: Role, name: string): Promise<ElementHandle<Element>> {
  const found = await page.waitForFunction(
    (role, name) => {
      const selector = { button: 'button', list: 'ol, ul', application: '[role=application]' }[role];
      const search = (root: Document | ShadowRoot): Element | undefined => {
        for (const each of root.querySelectorAll(selector)) {
          const text = (each.getAttribute('aria-label') ?? each.textContent ?? '').trim();
          if (text === name && each.getBoundingClientRect().width > 0) return each;
        }
        for (const { shadowRoot } of root.querySelectorAll('*')) {
          const inside = shadowRoot && search(shadowRoot);
          if (inside) return inside;
        }
        return undefined;
      };
      return search(document);
    },
    { timeout: 20_000 },
    role,
    name,
  );
  return found as ElementHandle<Element>;
}

// The first element of a selector, through shadow roots.
const first = async (page: Page, selector: string): Promise<ElementHandle<Element>> =>
  (await page.waitForFunction(
    (selector) => {
      const search = (root: Document | ShadowRoot): Element | undefined => {
        const here = root.querySelector(selector);
        if (here) return here;
        for (const { shadowRoot } of root.querySelectorAll('*')) {
          const inside = shadowRoot && search(shadowRoot);
          if (inside) return inside;
        }
        return undefined;
      };
      return search(document);
    },
    { timeout: 20_000 },
    selector,
  )) as ElementHandle<Element>;
// Of an element, what its shadow holds.
const inside = async (page: Page, host: string, selector: string): Promise<ElementHandle<Element>> =>
  (await page.waitForFunction(
    (node, selector) => node.shadowRoot?.querySelector(selector),
    { timeout: 20_000 },
    await first(page, host),
    selector,
  )) as ElementHandle<Element>;
const textOf = (element: ElementHandle<Element>) =>
  element.evaluate((node) => (node.textContent ?? '').trim());
const said = async (page: Page, selector: string) =>
  (await first(page, selector)).evaluate((node) => (node.textContent ?? '').trim());

const press = async (page: Page, name: string) => (await find(page, 'button', name)).click();

async function digit(page: Page, list: string): Promise<number> {
  const element = await find(page, 'list', list);
  const names = await element.evaluate((node) =>
    [...node.querySelectorAll('button')].map((row) => row.getAttribute('aria-label') ?? ''),
  );
  const shares = names.map((name) => Number(/([\d.]+) %/.exec(name)?.[1] ?? Number.NaN));
  return shares.indexOf(Math.max(...shares));
}

async function draw(page: Page, pad: string, strokes: readonly (readonly Place[])[]): Promise<void> {
  const box = await (await find(page, 'application', pad)).boundingBox();
  if (!box) throw new Error('no pad');
  for (const stroke of strokes) {
    for (const [i, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: i === 0 ? 1 : 6 });
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

// The sum of the number that is open: its shown products and the rest, and what they are said to make.
async function openSum(page: Page): Promise<{ count: number; shown: number; number: number }> {
  const total = await first(page, 'tr[data-explains]');
  return total.evaluate((row) => {
    const table = row.closest('table') as HTMLElement;
    const products = [...table.querySelectorAll<HTMLElement>('tr[data-product]')];
    const others = table.querySelector('tr[data-others] td:nth-child(2)')?.textContent ?? '0';
    const shown = products.reduce((all, { dataset }) => all + Number(dataset.product), 0);
    return {
      count: products.length,
      shown: shown + Number(others.replace('−', '-')),
      number: Number((row as HTMLElement).dataset.explains),
    };
  });
}

async function mainPath(page: Page): Promise<void> {
  await press(page, 'Clear');
  await draw(page, 'Drawing pad', SEVEN);
  await expect.poll(() => digit(page, 'Probability of each digit')).toBe(7);
  await press(page, '中文');
  await find(page, 'list', '各个数字的概率');
  expect(await digit(page, '各个数字的概率')).toBe(7);
  await press(page, '清空');
  await draw(page, '手写板', ZERO);
  await expect.poll(() => digit(page, '各个数字的概率')).toBe(0);
}

// What each layer of a small GPT would answer; then a sentence step by step, a score opened into its sum.
async function lensAndSentence(page: Page): Promise<void> {
  await press(page, 'Text');
  await press(page, 'A small GPT');
  await inside(page, 'gn-gpt-map', 'canvas');
  await (await inside(page, 'gn-gpt-lens', 'summary')).evaluate((each) => (each as HTMLElement).click());
  const table = await first(page, 'table[aria-label="What each layer would answer"] [data-cell="2 1"]');
  await table.evaluate((cell) => (cell as HTMLElement).click());
  const bars = await find(page, 'list', 'Its likeliest answers there');
  expect(await bars.evaluate((list) => list.childElementCount)).toBe(5);
  await press(page, 'Step by step');
  await press(page, 'Forwards: 1 · scores');
  const cells = await first(page, '.hit[aria-label^="1 · scores, head 1"]');
  await cells.press('ArrowRight');
  expect(await textOf(await inside(page, 'gn-readout', '.title'))).toMatch(
    /^1 · scores\[head 1, The₁ → ·cat₂\]/,
  );
  await cells.press('Enter');
  const { shown, number, count } = await openSum(page);
  expect(count).toBeGreaterThan(1);
  expect(shown).toBeCloseTo(number, 2);
  await (await first(page, '#sentence')).evaluate((box) => {
    (box as HTMLTextAreaElement).value = '小猫 👩‍👩‍👧';
    box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  });
  await expect
    .poll(async () => textOf(await inside(page, 'gn-sentence-bars', '.strip')), { timeout: 20_000 })
    .toContain('👩‍👩‍👧');
}

describe('Firefox ESR', () => {
  test('from a static host', () => visit(`${server?.origin}/a/b/c/`, mainPath), 90_000);

  test('what could not be fetched is fetched when asked again', async () => {
    let away = true;
    const shaky = await host({
      folder: dist,
      at: '/',
      refuses: (path) => away && path.includes('gn-train-view'),
    });
    try {
      await visit(
        `${shaky.origin}/`,
        async (page) => {
          await press(page, 'Train');
          await find(page, 'button', 'Try again');
          away = false;
          await press(page, 'Try again');
          await find(page, 'button', 'Forget everything');
        },
        /gn-train-view|dynamically imported|NetworkError|Loading failed/,
      );
    } finally {
      await shaky.close();
    }
  }, 90_000);

  test(
    'a number opens and adds up, a weight is moved and put back, the net runs forward by one',
    () =>
      visit(`${server?.origin}/a/b/c/`, async (page) => {
        await press(page, 'Open the layer dense · relu');
        await (await first(page, 'canvas[data-unit="4"]')).click();
        const sum = () => openSum(page);
        const before = await sum();
        expect(before.count).toBe(5);
        expect(Math.abs(before.shown - before.number)).toBeLessThan(2e-3);
        await (await first(page, 'tr[data-product] gn-knob')).evaluate((knob) =>
          knob.shadowRoot?.querySelector<HTMLElement>('[role=slider]')?.focus(),
        );
        for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowUp');
        await expect.poll(async () => (await sum()).number).not.toBe(before.number);
        const moved = await sum();
        expect(Math.abs(moved.shown - moved.number)).toBeLessThan(2e-3);
        await press(page, 'Back to trained');
        await expect.poll(async () => (await sum()).number).toBe(before.number);
        await press(page, 'Network');
        await press(page, 'To the start');
        await press(page, 'Next operation');
        await expect.poll(() => said(page, '.transport .title')).toMatch(/^1 of \d+$/);
        await find(page, 'button', 'All at once');
      }),
    90_000,
  );

  for (const [what, at] of [
    ['a convolution', '1-1.236'], // on the stroke of this 0
    ['average pooling', '2-3.75'],
  ] as const)
    test(
      `a number of ${what} opens and adds up`,
      () =>
        visit(`${server?.origin}/a/b/c/#v=1&model=lenet5&digit=3&at=${at}`, async (page) => {
          // Once the digit has come, there is more than the bias to add.
          await expect.poll(async () => (await openSum(page)).count, { timeout: 20_000 }).toBeGreaterThan(1);
          const { shown, number } = await openSum(page);
          expect(number).not.toBe(0);
          expect(Math.abs(shown - number)).toBeLessThan(2e-3);
        }),
      90_000,
    );

  test(
    'softmax: exponentials over their sum, and the shares make one',
    () =>
      visit(`${server?.origin}/a/b/c/#v=1&digit=3`, async (page) => {
        await (await find(page, 'list', 'Probability of each digit')).evaluate((list) =>
          list.querySelectorAll('button')[7]?.click(),
        );
        await press(page, 'All 10 terms');
        const rows = await (await first(page, '[data-sum]')).evaluate((total) => ({
          sum: Number((total as HTMLElement).dataset.sum),
          each: [...(total.closest('table')?.querySelectorAll<HTMLElement>('[data-share]') ?? [])].map(
            (row) => ({
              share: Number(row.dataset.share),
              exponential: Number(
                (row.querySelector('td:nth-child(3)')?.textContent ?? '').replace('−', '-'),
              ),
            }),
          ),
        }));
        expect(rows.each).toHaveLength(10);
        expect(rows.each.reduce((all, { share }) => all + share, 0)).toBeCloseTo(1, 5);
        expect(rows.each.reduce((all, { exponential }) => all + exponential, 0)).toBeCloseTo(rows.sum, 2);
        for (const { share, exponential } of rows.each) expect(exponential / rows.sum).toBeCloseTo(share, 2);
      }),
    90_000,
  );

  test(
    'a branch that cannot be joined is refused at its row, and mended it runs',
    () =>
      visit(
        `${server?.origin}/a/b/c/#v=1&model=own&panel=builder&notation=${encodeURIComponent(
          'in 1 28 28; r: conv 4 3 pad=1; conv 4 3 pad=1; add r; flatten; dense 10; softmax_ce',
        )}`,
        async (page) => {
          const field = await first(page, 'textarea');
          const write = (line: string) =>
            field.evaluate((node, line) => {
              (node as HTMLTextAreaElement).value = line;
              node.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
            }, line);
          await write('in 1 28 28; r: conv 4 3 pad=1; conv 5 3 pad=1; add r; flatten; dense 10; softmax_ce');
          await expect.poll(() => said(page, 'p.error')).toMatch(/5×28×28.*4×28×28/);
          await write('in 1 28 28; r: conv 5 3 pad=1; conv 5 3 pad=1; add r; flatten; dense 10; softmax_ce');
          await expect
            .poll(() => field.evaluate((node) => node.getAttribute('aria-invalid')), { timeout: 10_000 })
            .toBe('false');
          await find(page, 'button', 'Open the layer add');
        },
      ),
    90_000,
  );

  test('one file from a disk', () => visit(fromDisk, mainPath), 90_000);

  test('the lens and a sentence step by step, served and from a disk', async () => {
    await visit(`${server?.origin}/a/b/c/`, lensAndSentence);
    await visit(fromDisk, lensAndSentence);
  }, 120_000);

  test(
    'LeNet-5 and the page for frames',
    () =>
      visit(`${server?.origin}/a/b/c/embed.html?model=lenet5&sample=0&language=en`, async (page) => {
        await expect.poll(() => digit(page, 'Probability of each digit'), { timeout: 20_000 }).toBe(7);
      }),
    90_000,
  );
});
