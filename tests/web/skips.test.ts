// Branches in the overview: a link that passes layers by is a bow around them, to be seen at any size.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRESETS } from '../../web/state/presets';
import { begin, end, frames, open } from './page';

beforeAll(begin);
afterAll(end);

const isOurs = (trouble: string) => !trouble.includes('willReadFrequently'); // it is the test that reads

// Of the pixels on a straight way over the drawing, those that are drawn on: shares from one layer to another.
async function inked(page: Page, from: RegExp, to: RegExp, down: boolean): Promise<number> {
  await frames(page);
  return page.locator('gn-network').evaluate(
    (host, [a, b, isDown]) => {
      const hits = [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.hit') ?? [])];
      const at = (name: string) =>
        hits.findIndex((hit) => new RegExp(name).test(hit.getAttribute('aria-label') ?? ''));
      const canvas = host.shadowRoot?.querySelector('canvas');
      const context = canvas?.getContext('2d');
      const [first, last] = [hits[at(a as string)], hits[at(b as string)]];
      if (!canvas || !context || !first || !last) throw new Error('not drawn');
      const frame = canvas.getBoundingClientRect();
      const k = canvas.width / frame.width;
      const boxes = hits
        .slice(at(a as string), at(b as string) + 1)
        .map((hit) => hit.getBoundingClientRect());
      // beneath all that it passes (at the right of it), from the middle of the first to the middle of the last
      const edge = Math.max(
        ...boxes.map((box) => (isDown ? box.right - frame.left : box.bottom - frame.top)),
      );
      const middle = (hit: HTMLElement) => {
        const box = hit.getBoundingClientRect();
        return isDown ? box.top + box.height / 2 - frame.top : box.left + box.width / 2 - frame.left;
      };
      const [start, end] = [middle(first), middle(last)].map((each) => Math.round(k * each));
      let best = 0;
      for (let off = 1; off < 30; off++) {
        const line = Math.round(k * edge) + off;
        const long = (end ?? 0) - (start ?? 0);
        const { data } = isDown
          ? context.getImageData(line, start ?? 0, 1, long)
          : context.getImageData(start ?? 0, line, long, 1);
        let drawn = 0;
        for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 60) drawn++;
        best = Math.max(best, drawn / long);
      }
      return best;
    },
    [from.source, to.source, down] as const,
  );
}

for (const [name, line, from, to] of [
  ['residual', PRESETS.residual, /^conv · relu, 8×28×28/, /^add · relu/],
  ['encoder and decoder', PRESETS.coder, /^conv · relu, 8×28×28/, /^concat/],
] as const) {
  for (const width of [390, 1280]) {
    test(`${name} at ${width} px: the link goes around what it passes, whole and zoomed`, async () => {
      const { page, troubles, close } = await open(`digit=0&model=own&notation=${encodeURIComponent(line)}`, {
        viewport: { width, height: width > 1000 ? 800 : 844 },
      });
      try {
        await page.getByRole('slider', { name: /^(add · relu|concat), / }).waitFor();
        expect(await inked(page, from, to, width < 1000)).toBeGreaterThan(0.85);
        if (width < 1000) {
          expect(troubles.filter(isOurs)).toEqual([]);
          return;
        }
        const frame = await page.locator('gn-network').boundingBox();
        if (!frame) throw new Error('no network');
        await page.getByRole('button', { name: 'Zoom in (+)' }).click();
        const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x, y - 150, { steps: 5 }); // down to the lane
        await page.mouse.up();
        expect(await inked(page, from, to, false)).toBeGreaterThan(0.5); // what is in the frame
        expect(troubles.filter(isOurs)).toEqual([]);
      } finally {
        await close();
      }
    });
  }
}

test('before the operation that joins is computed, its link is not there', async () => {
  const { page, close } = await open(`digit=0&model=own&notation=${encodeURIComponent(PRESETS.residual)}`, {
    viewport: { width: 1280, height: 800 },
  });
  try {
    await page.getByRole('slider', { name: /^add · relu, / }).waitFor();
    await page.getByRole('button', { name: 'To the start' }).click();
    const [from, to] = [/^conv · relu, 8×28×28/, /^add · relu/];
    await expect.poll(() => inked(page, from, to, false)).toBeLessThan(0.1);
  } finally {
    await close();
  }
});
