// Models, weights, the line of notation, language, theme: what is chosen, and what stays when it changes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, begin, drawWithMouse, end, frames, type Opened, SEVEN, visit } from './page';

beforeAll(begin);
afterAll(end);

async function drawSeven({ page }: Opened): Promise<void> {
  await page.getByRole('button', { name: 'Clear' }).click();
  await drawWithMouse(page, SEVEN);
}

describe('models', () => {
  test('every trained model reads the same drawing', () =>
    visit(async (opened) => {
      const { page } = opened;
      await drawSeven(opened);
      for (const [name, parameters] of [
        ['784-128-10', '101,770'],
        ['LeNet-5', '61,706'],
        ['784-16-16-10', '13,002'],
      ] as const) {
        for (const weights of ['trained', 'no augmentation']) {
          await page.getByRole('radio', { name }).check();
          await page.getByRole('radio', { name: weights, exact: true }).check();
          await page.getByText(parameters).waitFor();
          await frames(page);
          expect((await answer(page)).digit, `${name}, ${weights}`).toBe(7);
        }
      }
    }));

  test('untrained weights follow from the seed, and can be drawn anew', () =>
    visit(async ({ page }) => {
      await page.getByRole('radio', { name: 'untrained' }).check();
      await page.getByRole('button', { name: 'New weights' }).waitFor();
      const first = (await answer(page)).shares;
      await page.getByRole('button', { name: 'New weights' }).click();
      await expect.poll(async () => (await answer(page)).shares).not.toEqual(first);
      expect(new URL(page.url()).hash).toContain('seed=2');
      await page.evaluate(() => {
        location.hash = location.hash.replace('seed=2', 'seed=1');
      });
      await expect.poll(async () => (await answer(page)).shares).toEqual(first);
    }));

  test('each layer names its shape and counts its parameters with the arithmetic', () =>
    visit(async ({ page }) => {
      for (const text of ['784·16 + 16', '16·16 + 16', '16·10 + 10', '= 12,560', '= 272', '= 170']) {
        expect(await page.getByText(text).first().isVisible(), text).toBe(true);
      }
      await page.getByRole('radio', { name: 'LeNet-5' }).check();
      for (const text of ['6·1·5·5 + 6', '16·6·5·5 + 16', '400·120 + 120', '6×28×28', '16×5×5']) {
        await page.getByText(text).first().waitFor();
      }
    }));

  test('values of a layer are read by hover and by keyboard, and agree', () =>
    visit(async ({ page }) => {
      const layer = page.getByRole('slider', { name: /dense · relu, 16/ }).first();
      await layer.focus();
      await page.keyboard.press('ArrowDown');
      const words = await layer.getAttribute('aria-valuetext');
      expect(words).toMatch(/^neuron 1: −?[\d.]+ \(relu1\)$/);
      const box = await layer.boundingBox();
      if (!box) throw new Error('no layer');
      await page.mouse.move(box.x + box.width / 2, box.y + (1.5 / 16) * box.height);
      await expect.poll(() => layer.getAttribute('aria-valuetext')).toBe(words);
    }));
});

describe('a line of notation', () => {
  const line = (page: Opened['page']) =>
    page.getByRole('textbox', { name: 'The network as one line of text' });

  test('runs as soon as it is right', () =>
    visit(async (opened) => {
      const { page } = opened;
      await drawSeven(opened);
      await line(page).fill('in 1 28 28; conv 4 3; relu; maxpool 2; flatten; dense 10; softmax_ce');
      await page.getByText('4·1·3·3 + 4').waitFor();
      expect(await page.getByRole('radio', { name: 'Your own' }).isChecked()).toBe(true);
      const shares = (await answer(page)).shares.filter((share) => share > 0);
      expect(shares.length).toBeGreaterThan(3);
    }));

  test('an error is marked at its place and said, and the network before it still runs', () =>
    visit(async (opened) => {
      const { page } = opened;
      await drawSeven(opened);
      const before = (await answer(page)).shares;
      await line(page).fill('in 1 28 28; dense 10; softmax_ce');
      await page.getByText('put “flatten” before the dense layer').waitFor();
      expect(await page.locator('mark').textContent()).toContain('dense');
      expect(await line(page).getAttribute('aria-invalid')).toBe('true');
      expect((await answer(page)).shares).toEqual(before);
      await line(page).fill('in 1 28 28; flatten; dnse 10; softmax_ce');
      await page.getByText('Did you mean “dense”').waitFor();
      expect(await page.locator('mark').textContent()).toBe('dnse');
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('是不是想写“dense”').waitFor();
      expect((await answer(page)).shares).toEqual(before);
    }));

  test('branches are drawn as a graph', () =>
    visit(async ({ page }) => {
      await line(page).fill(
        'in 1 28 28; x: maxpool 2; conv 4 1; b1: relu; from x; conv 6 3 pad=1; b2: relu; concat b1; flatten; dense 10; softmax_ce',
      );
      const left = async (name: RegExp) => (await page.getByRole('slider', { name }).boundingBox())?.x;
      await page.getByRole('slider', { name: /concat, 10×14×14/ }).waitFor();
      const [a, b] = [await left(/conv · relu, 4×/), await left(/conv · relu, 6×/)];
      expect(Math.abs((a ?? 0) - (b ?? 99))).toBeLessThan(60); // side by side, not one after the other
    }));

  test('a net that takes no drawing says so', () =>
    visit(async ({ page }) => {
      await line(page).fill('in 12; dense 10; softmax_ce');
      await page.getByText('does not take the 784 numbers').waitFor();
      expect(await page.getByRole('list', { name: /Probability/ }).count()).toBe(0); // no answer to the drawing
    }));

  test('a net of text says what it is and leads to where text is read', () =>
    visit(async ({ page }) => {
      await line(page).fill('in 16 ids=53; embed 24; pos learned; dense 53; softmax_ce');
      await page.getByText('This network reads tokens, not a drawing.').waitFor();
      expect(await page.locator('gn-notation .error').count()).toBe(0);
      await page.getByRole('button', { name: /Open the layer embedding/ }).waitFor();
      await page.getByRole('button', { name: 'Go to the small GPT' }).click();
      await page.getByRole('button', { name: 'Teach it' }).waitFor();
    }));

  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const)
    test(`a line as long as a book, at ${width} px: its error is said beside it, and nothing is pushed out of sight`, () =>
      visit(
        async ({ page }) => {
          await line(page).fill('x'.repeat(60_000));
          const said = page.locator('gn-notation .error');
          await said.waitFor();
          await page.locator('gn-builder-row .error').waitFor();
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
          expect((await page.locator('gn-notation').boundingBox())?.height ?? 9999).toBeLessThan(
            0.75 * height,
          );
          const [row, panel] = [page.locator('gn-builder-row .error'), page.locator('gn-drawer .body')];
          expect((await row.boundingBox())?.width ?? 9999).toBeLessThanOrEqual(
            (await panel.boundingBox())?.width ?? 0,
          );
          await line(page).fill('in 1 28 28; flatten; dense 10; softmax_ce');
          await said.waitFor({ state: 'detached' });
        },
        'panel=builder&model=own',
        { viewport: { width, height } },
      ));

  test('nonsense of any kind leaves the page alive', () =>
    visit(async (opened) => {
      const { page } = opened;
      for (const text of [
        '',
        ';;;',
        '}{',
        'in 1 28 28; repeat 9999999 { relu }',
        'é中文 𝟙',
        `in ${'9'.repeat(400)}`,
        'in 16777216; dense 16777216',
      ]) {
        await line(page).fill(text);
        await expect.poll(() => line(page).getAttribute('aria-invalid'), { message: text }).toBe('true');
      }
      await drawSeven(opened);
      expect((await answer(page)).digit).toBe(7);
    }));
});

describe('what stays', () => {
  test('the drawing, through models, weights, languages and themes', () =>
    visit(async (opened) => {
      const { page } = opened;
      await drawSeven(opened);
      const before = (await answer(page)).shares;
      await page.getByRole('radio', { name: 'LeNet-5' }).check();
      await page.getByText('61,706').waitFor();
      expect((await answer(page)).digit).toBe(7);
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('button', { name: '清空' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
      await page.getByRole('button', { name: /外观/ }).click();
      await page.getByRole('radio', { name: '784-16-16-10' }).check();
      await page.getByText('13,002').waitFor();
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('button', { name: 'Clear' }).waitFor();
      expect((await answer(page)).shares).toEqual(before);
    }));

  test('drawing and choices, through a reload', () =>
    visit(async (opened) => {
      const { page } = opened;
      await drawSeven(opened);
      await page.getByRole('radio', { name: '784-128-10' }).check();
      await page.getByText('101,770').waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('button', { name: '清空' }).waitFor();
      const before = (await answer(page)).shares;
      await page.waitForTimeout(400);
      await page.reload();
      await page.getByText('101,770').waitFor();
      await page.getByRole('button', { name: '清空' }).waitFor();
      await expect.poll(async () => (await answer(page)).shares).toEqual(before);
    }));

  test('a link of an unknown format is refused with a sentence', () =>
    visit(async ({ page }) => {
      await page.goto(`${page.url().split('#')[0]}?again#v=9&model=lenet5`);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('newer version');
      expect(await page.getByRole('radio', { name: '784-16-16-10' }).isChecked()).toBe(true);
    }));
});
