// Every view at every width and in both languages, pictured: build/screenshots/views/. A view that is wider than the page,
// or that troubles the browser, fails; whether it is good to look at is for people to see.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, open, screenshots } from './page';

const VIEWS = {
  draw: 'digit=3',
  layer: 'model=lenet5&digit=3&at=1',
  number: 'digit=3&at=1-2.4',
  builder:
    'panel=builder&model=own&notation=in+1+28+28;+r:+conv+4+3+pad%3D1;+conv+4+3+pad%3D1;+add+r;+flatten;+dense+10;+softmax_ce',
  train: 'view=train&digits=1000',
  step: 'view=step&digit=3',
  slopes: 'view=slopes',
  points: 'view=points',
  race: 'view=race&digits=1000',
  tokens: 'view=text&textSample=mixed',
  vectors: 'view=vectors',
  words: 'view=words',
  gpt: 'view=gpt',
  sentence: 'view=sentence',
  rewrite: 'view=rewrite',
  lessons: 'view=lessons',
  lesson: 'view=lessons&lesson=03-one-neuron',
} as const;
const SIZES = [
  [390, 844],
  [768, 1024],
  [1024, 768],
  [1280, 800],
  [2560, 1440],
] as const;
const SETTLES_MS = 700; // pictures and texts of a view have come

const folder = join(screenshots, 'views');

beforeAll(async () => {
  await begin();
  mkdirSync(folder, { recursive: true });
});
afterAll(end);

describe.each(SIZES)('at %i × %i', (width, height) => {
  test.each(['en', 'zh'])('%s', { timeout: 300_000 }, async (language) => {
    const { page, troubles, close } = await open(`${VIEWS.draw}&language=${language}`, {
      viewport: { width, height },
    });
    for (const [name, hash] of Object.entries(VIEWS)) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `v=1&${hash}&language=${language}`);
      await page.waitForTimeout(SETTLES_MS);
      await page.waitForLoadState('networkidle');
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: join(folder, `${name}-${width}-${language}.png`) });
    }
    expect(troubles).toEqual([]);
    await close();
  });
});
