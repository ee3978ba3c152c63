// The main job: a digit is drawn by pointer, touch and keyboard, picked or uploaded, and the network answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answer,
  begin,
  drawWithMouse,
  drawWithTouch,
  end,
  frames,
  held,
  ONE,
  open,
  SEVEN,
  screenshots,
  visit,
  ZERO,
} from './page';

beforeAll(begin);
afterAll(end);

describe('the first minute', () => {
  test('a 3 draws itself and is read, before anything is pressed', () =>
    visit(
      async ({ page }) => {
        const seen = new Set<string>();
        for (let i = 0; i < 60; i++) {
          seen.add((await answer(page)).shares.join());
          await page.waitForTimeout(50);
        }
        expect(seen.size).toBeGreaterThan(4); // the bars moved along
        expect((await answer(page)).digit).toBe(3);
        expect(await page.locator('gn-draw-view').getByRole('button', { name: 'Draw' }).isVisible()).toBe(
          true,
        );
        expect(await page.getByRole('button', { name: 'Clear' }).isVisible()).toBe(true);
      },
      '',
      { reducedMotion: 'no-preference' },
    ));

  test('with reduced motion the 3 is there at once', () =>
    visit(async ({ page }) => {
      expect((await answer(page)).digit).toBe(3);
    }));

  test('Draw empties the pad for the learner', () =>
    visit(async ({ page }) => {
      await page.locator('gn-draw-view').getByRole('button', { name: 'Draw' }).click();
      await expect.poll(() => page.getByText('blank paper').isVisible()).toBe(true);
      expect((await answer(page)).shares.some((share) => share > 0)).toBe(true); // the biases' answer
    }));

  test('the whole first screen fits 1366×620', () =>
    visit(
      async ({ page }) => {
        const [wide, high] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.scrollHeight,
        ]);
        expect(wide).toBeLessThanOrEqual(1366);
        expect(high).toBeLessThanOrEqual(620);
        await page.getByRole('radio', { name: 'LeNet-5' }).check();
        await page.getByText('61,706').waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(620);
      },
      '',
      { viewport: { width: 1366, height: 620 } },
    ));

  for (const width of [390, 768, 1280, 2560]) {
    test(`nothing sticks out at ${width} px`, () =>
      visit(
        async ({ page }) => {
          for (const name of ['784-128-10', 'LeNet-5']) {
            await page.getByRole('radio', { name }).check();
            await frames(page);
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
              width,
            );
            const list = page.getByRole('list', { name: 'Probability of each digit' });
            if (name !== 'LeNet-5') await list.getByText('> 99.9 %').waitFor(); // the longest there is
            const cut = list.evaluate((bars) =>
              Math.max(
                ...[...bars.querySelectorAll('.share')].map((share) => share.scrollWidth - share.clientWidth),
              ),
            );
            expect(await cut).toBeLessThanOrEqual(0);
          }
        },
        'digit=4',
        { viewport: { width, height: 800 } },
      ));
  }
});

describe('drawing', () => {
  test('by pointer: 1, 7 and 0 are read', () =>
    visit(async ({ page }) => {
      for (const [strokes, digit] of [
        [ONE, 1],
        [SEVEN, 7],
        [ZERO, 0],
      ] as const) {
        await page.getByRole('button', { name: 'Clear' }).click();
        await drawWithMouse(page, strokes);
        expect((await answer(page)).digit).toBe(digit);
      }
    }));

  test('answers after every move, within one frame', () =>
    visit(async ({ page }) => {
      await page.getByRole('button', { name: 'Clear' }).click();
      const box = await page.getByRole('application').boundingBox();
      if (!box) throw new Error('no pad');
      const to = (i: number) =>
        page.mouse.move(box.x + (0.3 + 0.1 * i) * box.width, box.y + (0.3 + 0.03 * i * i) * box.height);
      await to(0);
      await page.mouse.down();
      let before = (await answer(page)).shares.join();
      for (let i = 1; i <= 4; i++) {
        await to(i);
        const now = (await answer(page)).shares.join();
        expect(now).not.toBe(before);
        before = now;
      }
      await page.mouse.up();
    }));

  test('by touch, and the page does not scroll under the finger', () =>
    visit(
      async ({ page }) => {
        await page.locator('gn-draw-view').getByRole('button', { name: 'Draw' }).click();
        await drawWithTouch(page, SEVEN);
        expect((await answer(page)).digit).toBe(7);
        expect(await page.evaluate(() => scrollY)).toBe(0);
      },
      '',
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    ));

  test('by keyboard: arrows move the pen, Space lowers and lifts it', () =>
    visit(async ({ page }) => {
      await page.locator('gn-draw-view').getByRole('button', { name: 'Draw' }).press('Enter');
      const pad = page.getByRole('application', { name: 'Drawing pad' });
      await expect.poll(() => pad.evaluate((each) => each.matches(':focus'))).toBe(true);
      await page.keyboard.press('Space');
      for (let i = 0; i < 22; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      expect((await answer(page)).digit).toBe(1);
      await page.keyboard.press('Backspace');
      await expect.poll(() => page.getByText('blank paper').isVisible()).toBe(true);
    }));

  test('undo and clear, by button and by key', () =>
    visit(async ({ page }) => {
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, ONE);
      const one = (await answer(page)).shares;
      await drawWithMouse(page, [
        [
          [0.2, 0.2],
          [0.8, 0.8],
        ],
      ]);
      expect((await answer(page)).shares).not.toEqual(one);
      await page.getByRole('button', { name: 'Undo' }).click();
      expect((await answer(page)).shares).toEqual(one);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.keyboard.press('Control+z');
      expect((await answer(page)).shares).toEqual(one);
    }));

  test('each stage can be switched off and read pixel by pixel', () =>
    visit(async ({ page }) => {
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, [
        [
          [0.15, 0.1],
          [0.15, 0.4],
        ],
      ]);
      const whole = (await answer(page)).shares;
      await page.getByRole('switch', { name: 'scaled to 20×20' }).uncheck();
      await page.getByRole('switch', { name: 'centred by mass' }).uncheck();
      expect((await answer(page)).shares).not.toEqual(whole);
      const last = page.getByRole('slider', { name: /centred by mass/ });
      await last.focus();
      await page.keyboard.press('ArrowLeft');
      expect(await last.getAttribute('aria-valuetext')).toMatch(/^row 14, column 13: [\d.]+$/);
    }));
});

describe('other ways to bring a digit', () => {
  test('a real test digit is picked, by digit, and its label agrees', () =>
    visit(async ({ page }) => {
      await page
        .getByRole('group', { name: 'Which digits to show' })
        .getByRole('button', { name: '7' })
        .click();
      await page
        .getByRole('button', { name: /says 7: right/ })
        .first()
        .click();
      expect((await answer(page)).digit).toBe(7);
      await expect.poll(() => page.getByText('the label agrees').isVisible()).toBe(true);
    }));

  test('mistakes are marked and can be picked', () =>
    visit(async ({ page }) => {
      await page.getByText(/of 1,000 right/).waitFor();
      await page.getByRole('button', { name: 'mistakes' }).click();
      const first = page.getByRole('button', { name: /: wrong$/ }).first();
      const name = (await first.getAttribute('aria-label')) ?? '';
      const [, label, said] = /digit (\d); the network says (\d): wrong/.exec(name) ?? [];
      await first.click();
      expect((await answer(page)).digit).toBe(Number(said));
      await expect.poll(() => page.getByText(`the label says ${label}`).isVisible()).toBe(true);
    }));

  test('a picture is uploaded and read', () =>
    visit(async ({ page }) => {
      const png = await page.evaluate(async () => {
        const canvas = new OffscreenCanvas(300, 220);
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.fillStyle = '#f4f0e6';
        context.fillRect(0, 0, 300, 220);
        context.lineWidth = 14;
        context.lineCap = 'round';
        context.strokeStyle = '#20304a';
        context.beginPath();
        context.ellipse(150, 110, 48, 74, 0, 0, 2 * Math.PI);
        context.stroke();
        const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
        return [...bytes];
      });
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Picture…' }).click();
      await (await chooser).setFiles({ name: 'zero.png', mimeType: 'image/png', buffer: Buffer.from(png) });
      await expect.poll(async () => (await answer(page)).digit).toBe(0);
    }));

  test('a file that is no picture gets a sentence, and the drawing stays', () =>
    visit(async ({ page }) => {
      const before = (await answer(page)).shares;
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Picture…' }).click();
      await (await chooser).setFiles({
        name: 'no.png',
        mimeType: 'image/png',
        buffer: Buffer.from('nonsense'),
      });
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('not a picture');
      expect((await answer(page)).shares).toEqual(before);
    }));
});

test('on a phone, pad and bars stay in sight while the layers scroll by', () =>
  visit(
    async ({ page }) => {
      await page.locator('gn-draw-view').getByRole('button', { name: 'Draw' }).click();
      await page.evaluate(() => scrollTo(0, 500));
      await frames(page);
      await drawWithTouch(page, SEVEN);
      expect((await answer(page)).digit).toBe(7);
      expect(Math.abs((await page.evaluate(() => scrollY)) - 500)).toBeLessThan(2); // of half pixels
      for (const part of [page.getByRole('application'), page.getByRole('button', { name: /^7:/ })]) {
        const box = await part.boundingBox();
        expect(box && box.y >= 0 && box.y + box.height <= 120).toBe(true);
      }
    },
    '',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  ));

describe('when something is missing or breaks', () => {
  test('a trap in the core: a new one starts, with a sentence, and undo brings the drawing back', () =>
    visit(async ({ page }) => {
      await page.addInitScript(() => {
        const start = WebAssembly.instantiate as (m: WebAssembly.Module, i: WebAssembly.Imports) => unknown;
        const wrapped = async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
          const { exports } = (await start(module, imports)) as WebAssembly.Instance;
          const forward = exports.gn_forward as (...args: unknown[]) => void;
          const gn_forward = (...args: unknown[]) => {
            if (sessionStorage.getItem('trap') === null) return forward(...args);
            sessionStorage.removeItem('trap');
            throw new WebAssembly.RuntimeError('unreachable');
          };
          return { exports: { ...exports, gn_forward } };
        };
        Object.assign(WebAssembly, { instantiate: wrapped });
      });
      await page.reload();
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      expect((await answer(page)).digit).toBe(7);
      await page.evaluate(() => sessionStorage.setItem('trap', '1'));
      await drawWithMouse(page, ONE);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('started again');
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, ONE);
      expect((await answer(page)).digit).toBe(1);
    }));

  test('a test digit on its way is not called blank paper', () =>
    visit(async ({ page }) => {
      const come = await held(page, '**/mnist/*');
      await page.goto(`${page.url().split('#')[0]}?again#v=1&digit=3`);
      const said = page.locator('gn-draw-view .why');
      await expect.poll(() => said.textContent()).toContain('Loading test digits');
      come();
      await expect.poll(() => said.textContent()).toContain('the label agrees');
    }));

  for (const [what, pattern, text] of [
    ['the core', '**/*.wasm', 'could not be loaded'],
    ['the test digits', '**/mnist/*', 'The test digits could not be fetched'],
    ['the weights', '**/lenet5-*.safetensors', 'these are untrained'],
  ] as const) {
    test(`${what} cannot be fetched: the page says so`, async () => {
      const { page, close } = await open();
      try {
        await page.route(pattern, (route) => route.abort());
        await page.evaluate(() => localStorage.setItem('glassnet.settings', 'v=1&model=lenet5'));
        await page.reload();
        await page.getByText(text).waitFor();
      } finally {
        await close();
      }
    });
  }
});

describe('pictures of the page', () => {
  for (const [width, height] of [
    [390, 844],
    [1280, 720],
  ] as const) {
    for (const language of ['en', 'zh']) {
      for (const theme of ['light', 'dark']) {
        test(`${width} px, ${language}, ${theme}`, () =>
          visit(
            async ({ page }) => {
              await page.getByText(/1,000/).waitFor();
              await frames(page);
              await page.screenshot({ path: `${screenshots}/draw-${width}-${language}-${theme}.png` });
            },
            `language=${language}&theme=${theme}`,
            { viewport: { width, height } },
          ));
      }
    }
  }
});
