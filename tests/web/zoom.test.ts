// From the network to a layer to a number and out again: by the page's own buttons and by the browser's Back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRESETS } from '../../web/state/presets';
import { begin, end, frames, open } from './page';

beforeAll(begin);
afterAll(end);

type Page = Awaited<ReturnType<typeof open>>['page'];

async function visit(
  run: (page: Page) => Promise<void>,
  hash = '',
  options: Parameters<typeof open>[1] = {},
): Promise<void> {
  const opened = await open(hash, options);
  try {
    await run(opened.page);
    expect(opened.troubles).toEqual([]);
  } finally {
    await opened.close();
  }
}

const where = (page: Page) => page.locator('gn-inspector .where [aria-current="page"]');
const bar = (page: Page, digit: number) =>
  page
    .getByRole('list', { name: /Probability/ })
    .getByRole('button')
    .nth(digit);

test('Back of the browser leads one zoom out, Forward in again', () =>
  visit(async (page) => {
    await page.getByRole('button', { name: 'Open the layer dense · relu' }).first().click();
    await where(page).filter({ hasText: 'dense · relu' }).waitFor();
    await page.locator('gn-units button').nth(4).click();
    await where(page).filter({ hasText: 'neuron 4' }).waitFor();
    await page.goBack();
    await where(page).filter({ hasText: 'dense · relu' }).waitFor();
    await page.goBack();
    await where(page).waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('at=');
    await page.goForward();
    await where(page).filter({ hasText: 'dense · relu' }).waitFor();
    await page.goForward();
    await where(page).filter({ hasText: 'neuron 4' }).waitFor();
    expect(page.url()).toContain('at=1-3.4');
  }));

test('a deep network is seen again, however a number of it was opened', () =>
  visit(
    async (page) => {
      for (let i = 0; i < 3; i++) {
        await page.getByRole('slider', { name: /^scores, / }).focus();
        await page.keyboard.press('Enter');
        await page.getByRole('region', { name: 'One number and where it comes from' }).waitFor();
        await page.getByRole('button', { name: 'Network', exact: true }).click({ timeout: 5000 });
        await page.getByRole('slider', { name: /^scores, / }).waitFor({ timeout: 5000 });
      }
    },
    `model=own&notation=${encodeURIComponent(PRESETS.attention)}`,
  ));

test('what the page closes itself is gone from the way back', () =>
  visit(async (page) => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Step' }).click();
    await page.locator('gn-step-view').waitFor();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Draw' }).click();
    await bar(page, 3).click();
    await where(page).filter({ hasText: 'class 3' }).waitFor();
    await page.locator('gn-softmax .from').first().click();
    await expect.poll(() => page.locator('gn-inspector .where li').count()).toBe(4);
    await page.getByRole('button', { name: 'Network', exact: true }).click(); // two zooms out at once
    await where(page).waitFor({ state: 'detached' });
    await page.waitForTimeout(200);
    await page.goBack(); // now there is nothing to zoom out of
    await page.locator('gn-step-view').waitFor();
  }));

test('a link opens a number; the way out of it needs no history', () =>
  visit(async (page) => {
    await where(page).filter({ hasText: 'neuron 4' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('gn-inspector .scroll').focus();
    await page.keyboard.press('Escape');
    await where(page).filter({ hasText: 'dense · relu' }).waitFor();
    expect(page.url()).toMatch(/at=1$/);
    await page.reload();
    await where(page).filter({ hasText: 'dense · relu' }).waitFor();
  }, 'at=1-2.4'));

for (const [width, height] of [
  [1366, 620],
  [1280, 800],
])
  test(`opening a class leaves the bars under the pointer, ${width}×${height}`, () =>
    visit(
      async (page) => {
        await page.getByText(/of 1,000 right/).waitFor();
        for (const digit of [0, 5, 9]) {
          const before = await bar(page, digit).boundingBox();
          await bar(page, digit).click();
          await where(page)
            .filter({ hasText: `class ${digit}` })
            .waitFor();
          expect(await bar(page, digit).boundingBox()).toEqual(before);
        }
        await page.getByRole('button', { name: 'Network', exact: true }).click();
      },
      '',
      { viewport: { width: width ?? 0, height: height ?? 0 } },
    ));

test('the layer and the number that are opened say what they show', () =>
  visit(async (page) => {
    for (const [at, name] of [
      ['1', 'A layer'],
      ['1-2.4', 'A number'],
    ]) {
      await page.evaluate((text) => {
        location.hash = text;
      }, `v=1&at=${at}`);
      await page.getByRole('button', { name: `What am I seeing? ${name}` }).click();
      const text = page.locator('gn-about :popover-open');
      await expect.poll(async () => (await text.textContent())?.length).toBeGreaterThan(80);
      await page.keyboard.press('Escape');
    }
  }));

test('on a phone a dense weight and a pixel follow the finger, and a tap right after undoes it', () =>
  visit(
    async (page) => {
      const client = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
        client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
      const sum = () => page.locator('gn-number .value').first().getAttribute('data-number');
      const picture = page.locator('gn-product canvas').first();
      await picture.waitFor();
      const before = await sum();
      const undo = page.getByRole('button', { name: 'Undo change' });
      for (const [strip, by] of [
        [0, -8], // a pixel of the first picture
        [1, -8], // the weight that it meets, in the second
      ] as const) {
        await picture.evaluate((each) => each.scrollIntoView({ block: 'center' }));
        await page.waitForTimeout(200);
        const box = await picture.boundingBox();
        if (!box) throw new Error('no picture');
        const side = (box.width - 22) / 2;
        const [x, y] = [box.x + strip * (side + 22) + 0.55 * side, box.y + 16 + 0.23 * side];
        await touch('touchStart', x, y);
        for (let i = 1; i <= 14; i++) await touch('touchMove', x + by * i, y);
        await touch('touchEnd');
        await expect.poll(sum).not.toBe(before);
        await page.waitForTimeout(400); // as long as a finger takes: sooner, the browser takes both touches for one gesture
        const button = await undo.boundingBox();
        if (!button) throw new Error('no undo');
        await touch('touchStart', button.x + button.width / 2, button.y + button.height / 2);
        await touch('touchEnd');
        await undo.waitFor({ state: 'detached' });
        await expect.poll(sum).toBe(before);
      }
    },
    'at=1-2.4',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ));

test('on a phone what a finger opens comes up beneath the pad: its name at the top, its sum in sight', () =>
  visit(
    async (page) => {
      for (const name of [/^conv · tanh, 6/, /^dense · tanh, 84/]) {
        const layer = page.getByRole('slider', { name });
        await layer.evaluate((each) => each.scrollIntoView({ block: 'center' }));
        await frames(page);
        const box = await layer.boundingBox();
        if (!box) throw new Error('no layer');
        await page.touchscreen.tap(box.x + 8, box.y + 8);
        await where(page).waitFor();
        const top = async () => (await page.locator('gn-inspector').boundingBox())?.y ?? 0;
        await expect.poll(top).toBeLessThan(200);
        expect(await top()).toBeGreaterThan(90);
        await page.getByRole('button', { name: 'Network', exact: true }).click();
      }
    },
    'model=lenet5',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ));

test('a parameter is walked from all of it to one number, its indices named, and that number can be changed', () =>
  visit(async (page) => {
    await page.getByRole('button', { name: /^conv2\.weight: walk/ }).click();
    const walk = page.locator('gn-shape');
    await expect // it has come into sight
      .poll(() =>
        walk.getByRole('slider', { name: /^kW\b/ }).evaluate((slider) => {
          const { left, bottom } = slider.getBoundingClientRect();
          const root = (document as Document).elementsFromPoint(left + 4, bottom - 4);
          return root.some((each) => each.shadowRoot !== null && bottom < innerHeight);
        }),
      )
      .toBe(true);
    const says = walk.locator('.says');
    for (const [index, name] of ['out', 'in', 'kH', 'kW'].entries())
      await walk.getByRole('slider', { name: new RegExp(`^${name}\\b`) }).fill(String(index + 1));
    for (const [step, place, numbers] of [
      ['4-D', ':, :, :, :', '16×6×5×5 = 2,400 numbers'],
      ['3-D', '1, :, :, :', '6×5×5 = 150 numbers'],
      ['matrix', '1, 2, :, :', '5×5 = 25 numbers'],
      ['vector', '1, 2, 3, :', '5 = 5 numbers'],
    ] as const) {
      await walk.getByRole('button', { name: step, exact: true }).click();
      expect((await says.textContent())?.replace(/\s+/g, ' ').trim()).toBe(
        `conv2.weight[${place}] ${numbers}`,
      );
    }
    await walk.getByRole('button', { name: 'scalar', exact: true }).click();
    const number = walk.getByRole('slider', { name: 'conv2.weight[1, 2, 3, 4]' });
    const before = await number.getAttribute('aria-valuenow');
    await number.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowUp');
    await expect.poll(() => number.getAttribute('aria-valuenow')).not.toBe(before);
    await page.getByRole('button', { name: 'Undo change' }).click();
    await expect.poll(() => number.getAttribute('aria-valuenow')).toBe(before);
  }, 'model=lenet5&at=3'));

test('the layer that is open is in sight among the others, the first and the last too', () =>
  visit(async (page) => {
    const strip = page.getByRole('navigation', { name: 'Layers' });
    for (const [name, nth] of [
      ['Open the layer conv · tanh', 0],
      ['Open the layer dense', 0],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).nth(nth).click();
      await where(page).waitFor();
      await expect
        .poll(async () => {
          const frame = await page.locator('gn-strip').boundingBox();
          const now = await strip.locator('[aria-current=true]').boundingBox();
          if (!frame || !now) return 'missing';
          return now.x >= frame.x - 1 && now.x + now.width <= frame.x + frame.width + 1
            ? 'in sight'
            : 'cut off';
        })
        .toBe('in sight');
    }
  }, 'model=lenet5'));
