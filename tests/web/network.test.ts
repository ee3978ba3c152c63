// The overview under a camera: a deep network is seen whole, and wheel, fingers, drag, buttons and keys go nearer.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GPT_SIZES, gptLine } from '../../web/state/gpt-sizes';
import { PRESETS } from '../../web/state/presets';
import { Camera } from '../../web/widgets/camera';
import { begin, end, frames, visit } from './page';

beforeAll(begin);
afterAll(end);

const own = (line: string): string => `model=own&notation=${encodeURIComponent(line)}`;
const DEEP = own(
  'in 1 28 28; conv 4 3; relu; repeat 12 { r: conv 4 3 pad=1; relu; conv 4 3 pad=1; add r; relu }; flatten; dense 10; softmax_ce',
);
const LOOP = own(
  'in 28 28; dense 24; loop h=16 { u: dense 16; from h; dense 16 bias=0; add u; h: tanh }; flatten; dense 10; softmax_ce',
);

const GPT = own(gptLine(GPT_SIZES.small, 30));

const net = (page: Page) => page.locator('gn-network');
const layers = (page: Page) => net(page).getByRole('slider');

// Where the layers are seen, in the frame's own pixels.
async function seen(page: Page) {
  await frames(page);
  return net(page).evaluate((host) => {
    const frame = host.getBoundingClientRect();
    return [...(host.shadowRoot?.querySelectorAll('.hit') ?? [])].map((hit) => {
      const box = hit.getBoundingClientRect();
      return {
        x: box.x - frame.x,
        y: box.y - frame.y,
        w: box.width,
        h: box.height,
        W: frame.width,
        H: frame.height,
      };
    });
  });
}

// Pairs of labels whose words lie over each other.
async function overlapping(page: Page): Promise<string[]> {
  await frames(page);
  return net(page).evaluate((host) => {
    const words = [...(host.shadowRoot?.querySelectorAll('.label > span') ?? [])].map((label) => ({
      text: label.textContent?.replace(/\s+/g, ' ').trim() ?? '',
      box: label.getBoundingClientRect(),
      within: (label.parentElement as HTMLElement).getBoundingClientRect(),
      cut: getComputedStyle(label.parentElement as HTMLElement).overflowX === 'hidden',
    }));
    const clipped = words.map(({ text, box, within, cut }) => ({
      text,
      left: cut ? Math.max(box.left, within.left) : box.left,
      right: cut ? Math.min(box.right, within.right) : box.right,
      top: box.top,
      bottom: box.bottom,
    }));
    return clipped.flatMap((a, i) =>
      clipped
        .slice(i + 1)
        .filter(
          (b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2,
        )
        .map((b) => `${a.text} | ${b.text}`),
    );
  });
}

test('a camera keeps the place under the pointer, and stays on the drawing', () => {
  const camera = new Camera();
  camera.frame([600, 300], [1200, 300]);
  expect(camera.view.value).toEqual({ k: 0.5, x: 0, y: 75 });
  camera.zoom(4, 150, 150); // the drawing's (300, 150)
  const { k, x, y } = camera.view.value;
  expect([k, x + k * 300, y + k * 150]).toEqual([2, 150, 150]);
  expect(camera.pan(9999, 0)).toBe(0);
  expect(camera.view.value.x).toBe(0);
  expect(camera.pan(0, -500)).toBe(-350); // 150 px further down there is no drawing
  camera.show(1100, 10, 50, 50);
  expect(camera.view.value.x + 2 * 1150).toBeLessThanOrEqual(600);
  camera.zoom(1 / 100);
  expect(camera.view.value).toEqual({ k: 0.5, x: 0, y: 75 });
  camera.frame([300, 300], [1200, 300]);
  expect(camera.view.value.k).toBe(0.25);
});

for (const [name, hash] of [
  ['forty layers', DEEP],
  ['a loop of 28 steps', LOOP],
  ['a small GPT', GPT],
] as const) {
  for (const width of [390, 1280]) {
    test(`${name} at ${width} px: all in the frame, no label over another, near or far`, () =>
      visit(
        async ({ page }) => {
          await expect.poll(() => layers(page).count()).toBeGreaterThan(35);
          for (const { x, y, w, h, W, H } of await seen(page)) {
            expect(x).toBeGreaterThan(-5);
            expect(y).toBeGreaterThan(-5);
            expect(x + w).toBeLessThan(W + 5);
            expect(y + h).toBeLessThan(H + 5);
          }
          expect(await overlapping(page)).toEqual([]);
          if (width < 1000) return;
          await page.getByText('Zoom in to read every layer').waitFor();
          for (let i = 0; i < 4; i++) {
            await page.getByRole('button', { name: 'Zoom in (+)' }).click();
            expect(await overlapping(page)).toEqual([]);
          }
        },
        hash,
        { viewport: { width, height: width > 1000 ? 720 : 844 } },
      ));
  }
}

for (const name of ['stack', 'inception'] as const)
  test(`${name} at 1280 px: names side by side, and no label over a picture`, () =>
    visit(
      async ({ page }) => {
        await expect.poll(() => layers(page).count()).toBeGreaterThan(7);
        expect(await overlapping(page)).toEqual([]);
        const covered = await net(page).evaluate((host) => {
          const boxes = (query: string, less = 0) =>
            [...(host.shadowRoot?.querySelectorAll<HTMLElement>(query) ?? [])].map((each) => {
              const { left, right, top, bottom } = each.getBoundingClientRect();
              const text = each.getAttribute('aria-label') ?? each.textContent ?? '';
              return { text, left: left + less, right: right - less, top: top + less, bottom: bottom - less };
            });
          type Seen = ReturnType<typeof boxes>[number];
          const meet = (a: Seen, b: Seen) =>
            a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          const pairs = (from: readonly Seen[], to: (i: number) => readonly Seen[]) =>
            from.flatMap((a, i) =>
              to(i)
                .filter((b) => meet(a, b))
                .map((b) => `${a.text} | ${b.text}`),
            );
          const names = boxes('.label button');
          const pictures = boxes('.hit', 3);
          return [
            ...pairs(names, (i) => names.slice(i + 1)),
            ...pairs(boxes('.label > span'), () => pictures),
          ];
        });
        expect(covered).toEqual([]);
      },
      `model=own&notation=${encodeURIComponent(PRESETS[name])}`,
      { viewport: { width: 1280, height: 800 } },
    ));

describe('nearer and back', () => {
  test('by Ctrl and the wheel about the pointer; a drag pans and opens nothing; a bare wheel on the whole scrolls', () =>
    visit(async ({ page }) => {
      await page.getByText(/of 1,000 right/).waitFor();
      const first = (await seen(page))[1];
      const frame = await net(page).boundingBox();
      if (!first || !frame) throw new Error('no layer');
      const [px, py] = [first.x + 3, first.y + 3];
      await page.mouse.move(frame.x + px, frame.y + py);
      await page.mouse.wheel(0, 200);
      expect((await seen(page))[1]).toEqual(first);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await page.keyboard.up('Control');
      await expect.poll(async () => (await seen(page))[1]?.h).toBeGreaterThan(first.h * 1.5);
      const near = (await seen(page))[1];
      expect(Math.abs((near?.x ?? 0) - first.x)).toBeLessThan(4);
      expect(Math.abs((near?.y ?? 0) - first.y)).toBeLessThan(4);
      await page.mouse.down();
      await page.mouse.move(frame.x + px - 60, frame.y + py - 25, { steps: 6 });
      await page.mouse.up();
      const panned = (await seen(page))[1];
      expect((panned?.x ?? 0) - (near?.x ?? 0)).toBeCloseTo(-60, 0);
      expect((panned?.y ?? 0) - (near?.y ?? 0)).toBeCloseTo(-25, 0);
      expect(await page.getByRole('navigation', { name: 'Where you are in the network' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Show all of it (0)' }).click();
      expect((await seen(page))[1]).toEqual(first);
      // and a click still opens what lies there
      await page.mouse.click(frame.x + first.x + first.w / 2, frame.y + first.y + 14);
      await page.getByRole('region', { name: 'One number and where it comes from' }).waitFor();
    }));

  test('by keys; what is read by keyboard comes into the frame', () =>
    visit(async ({ page }) => {
      await layers(page).nth(3).focus();
      const before = (await seen(page))[3];
      for (let i = 0; i < 5; i++) await page.keyboard.press('+');
      const near = await seen(page);
      expect(near[3]?.h).toBeGreaterThan(4 * (before?.h ?? 0));
      for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowDown');
      await frames(page);
      const readout = await page.locator('gn-readout').evaluate((r) => {
        const box = r.shadowRoot?.firstElementChild?.getBoundingClientRect();
        return box && [box.x, box.y];
      });
      expect(readout?.every((at) => at >= 0)).toBe(true);
      const last = (await seen(page))[3];
      expect((last?.y ?? 0) + (last?.h ?? 0)).toBeLessThan((last?.H ?? 0) + 60);
      await page.keyboard.press('-');
      expect((await seen(page))[3]?.h).toBeLessThan(last?.h ?? 0);
      await page.keyboard.press('0');
      expect((await seen(page))[3]).toEqual(before);
    }));

  test('by two fingers on a phone, while one finger scrolls the page', () =>
    visit(
      async ({ page }) => {
        await net(page).scrollIntoViewIfNeeded();
        const before = (await seen(page))[0];
        const frame = await net(page).boundingBox();
        if (!before || !frame) throw new Error('no layer');
        const client = await page.context().newCDPSession(page);
        const y = Math.max(frame.y, 300) + 60;
        const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: number[][]) =>
          client.send('Input.dispatchTouchEvent', {
            type,
            touchPoints: places.map(([x = 0, py = 0], id) => ({ x, y: py, id })),
          });
        await touch('touchStart', [180, y], [220, y]);
        for (let i = 1; i <= 10; i++) await touch('touchMove', [180 - 8 * i, y], [220 + 8 * i, y]);
        await touch('touchEnd');
        await expect.poll(async () => (await seen(page))[0]?.w).toBeGreaterThan(1.5 * before.w);
        expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
        await page.getByRole('button', { name: 'Show all of it (0)' }).tap();
        expect((await seen(page))[0]?.w).toBe(before.w);
      },
      '',
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    ));

  test('sixty frames a second hold while the camera moves over a deep network', () =>
    visit(async ({ page }) => {
      await expect.poll(() => layers(page).count()).toBeGreaterThan(35);
      const work = await net(page).evaluate(async (host) => {
        const camera = (host as unknown as { camera: Camera }).camera;
        camera.zoom(3);
        const times: number[] = [];
        for (let i = 0; i < 60; i++) {
          let start = 0;
          const drawn = new Promise<number>((done) => {
            requestAnimationFrame(() => {
              start = performance.now();
            });
            const begun = performance.now();
            camera.pan(i % 2 === 0 ? -7 : 6, 0);
            void (host as unknown as { updateComplete: Promise<unknown> }).updateComplete.then(() => {
              const laid = performance.now() - begun;
              requestAnimationFrame(() => done(laid + performance.now() - start));
            });
          });
          times.push(await drawn);
          await new Promise(requestAnimationFrame);
        }
        return times.sort((a, b) => a - b)[30] ?? 99;
      });
      console.log(`a move of the camera: ${work.toFixed(1)} ms of 16.7`);
      expect(work).toBeLessThan(16);
    }, DEEP));
});

for (const language of ['en', 'zh']) {
  test(`in ${language}, most layers of a small GPT bear their names, and each is whole`, () =>
    visit(
      async ({ page }) => {
        await expect.poll(() => layers(page).count()).toBeGreaterThan(35);
        await frames(page);
        const names = await net(page).evaluate((host) => {
          const frame = host.getBoundingClientRect();
          return [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.label button') ?? [])].map(
            (button) => {
              const box = (button.querySelector('b') ?? button).getBoundingClientRect();
              const inside =
                box.left > frame.left - 2 && box.right < frame.right + 2 && box.top > frame.top - 2;
              const cut =
                button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1;
              return { text: button.textContent ?? '', whole: inside && !cut };
            },
          );
        });
        expect(names.filter(({ whole }) => !whole).map(({ text }) => text)).toEqual([]);
        expect(names.length).toBeGreaterThan(24);
      },
      `${GPT}&language=${language}`,
      { viewport: { width: 1366, height: 768 } },
    ));
}

test('names that stand upright are not cut off at their beginning', () =>
  visit(async ({ page }) => {
    await frames(page);
    const cut = await net(page).evaluate((host) =>
      [...(host.shadowRoot?.querySelectorAll('.label.upright button') ?? [])].map((name) => {
        const place = name.closest('.label');
        return (place?.getBoundingClientRect().top ?? 0) - name.getBoundingClientRect().top;
      }),
    );
    expect(cut.length).toBeGreaterThan(3);
    expect(Math.max(...cut)).toBeLessThanOrEqual(1);
  }, own('in 1 28 28; flatten; repeat 10 { dense 32; sigmoid }; dense 10; softmax_ce')));

// The curves of the last drawing of the network: where it runs and how wide it is.
interface Curve {
  readonly at: string;
  readonly width: number;
}
async function listen(page: Page): Promise<() => Promise<Curve[]>> {
  await net(page).evaluate((host) => {
    const canvas = host.shadowRoot?.querySelector('canvas');
    const drawn = new Map<string, Curve>();
    Object.assign(globalThis, { drawn });
    const { translate, moveTo, bezierCurveTo } = CanvasRenderingContext2D.prototype;
    let start = [0, 0];
    // A drawing begins with where the camera stands.
    CanvasRenderingContext2D.prototype.translate = function (x, y) {
      if (this.canvas === canvas) drawn.clear();
      translate.call(this, x, y);
    };
    CanvasRenderingContext2D.prototype.moveTo = function (x, y) {
      start = [x, y];
      moveTo.call(this, x, y);
    };
    CanvasRenderingContext2D.prototype.bezierCurveTo = function (...to) {
      if (this.canvas === canvas) {
        const at = [...start, ...to].map((each) => each.toFixed(1)).join(' ');
        drawn.set(at, { at, width: this.lineWidth });
      }
      bezierCurveTo.apply(this, to);
    };
  });
  return async () => {
    await frames(page);
    return page.evaluate(() => {
      const { drawn } = globalThis as unknown as { drawn: Map<string, Curve> };
      return [...drawn.values()];
    });
  };
}

test('“How many lines” draws so many, the strongest first, and none at none', () =>
  visit(async ({ page }) => {
    const slider = page.getByRole('slider', { name: 'How many lines' });
    const drawn = await listen(page);
    const set = async (count: number) => {
      await slider.fill(String(count));
      await page.getByText(`Lines: ${count} largest weight × input`).waitFor();
      return drawn();
    };
    const few = await set(60);
    const more = await set(120);
    expect(few).toHaveLength(60);
    expect(more).toHaveLength(120);
    const kept = new Set(few.map(({ at }) => at));
    expect(more.filter(({ at }) => kept.has(at))).toHaveLength(60);
    // In each layer no added line is wider than one of those that were there.
    const columns = new Map<string, Curve[]>();
    for (const each of more) {
      const end = each.at.split(' ').at(-2) ?? '';
      columns.set(end, [...(columns.get(end) ?? []), each]);
    }
    expect(columns.size).toBe(3);
    for (const lines of columns.values()) {
      const old = lines.filter(({ at }) => kept.has(at)).map(({ width }) => width);
      const late = lines.filter(({ at }) => !kept.has(at)).map(({ width }) => width);
      expect(old).toHaveLength(20);
      expect(late).toHaveLength(20);
      expect(Math.max(...late)).toBeLessThanOrEqual(Math.min(...old));
    }
    // by keyboard too
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    expect((await drawn()).length).toBeGreaterThan(120);
    // what the layers cannot share evenly is drawn too
    for (const count of [20, 40, 100]) expect(await set(count)).toHaveLength(count);
    expect(await set(0)).toHaveLength(0);
  }));
