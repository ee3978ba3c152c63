// What is written on a control is seen whole, on a laptop, a tablet and a phone; and it says what is meant.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, frames, open, saved } from './page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 90_000 };
const WIDTHS = [1280, 768, 390];

// Controls whose words are cut, reach out of their place or out of the window.
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const says = (each: Element) =>
      (each.getAttribute('aria-label') || each.id || each.textContent || '')
        .trim()
        .replace(/\s+/g, ' ')
        .slice(0, 60);
    const scrolled = (each: Element): boolean => {
      for (let at: Element | undefined = each; at; ) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
        const root = at.getRootNode();
        at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
      }
      return false;
    };
    const widest = (select: HTMLSelectElement): number => {
      const copy = select.cloneNode(true) as HTMLSelectElement;
      Object.assign(copy.style, {
        position: 'absolute',
        width: 'max-content',
        minWidth: '0',
        maxWidth: 'none',
        visibility: 'hidden',
      });
      select.after(copy);
      const { offsetWidth } = copy;
      copy.remove();
      return offsetWidth;
    };
    const look = (each: HTMLElement) => {
      const box = each.getBoundingClientRect();
      if (box.width <= 1 || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        return;
      if (each instanceof HTMLSelectElement) {
        if (widest(each) > each.offsetWidth + 1)
          found.add(`select ${says(each)}: ${each.offsetWidth} of ${widest(each)} px`);
      } else if (each.matches('button, label, h2, h3, legend, figcaption')) {
        if (getComputedStyle(each).display !== 'inline' && each.scrollWidth > each.clientWidth + 1)
          found.add(`${each.localName} ${says(each)}: ${each.clientWidth} of ${each.scrollWidth} px`);
        for (const part of each.querySelectorAll('*')) {
          const { overflowX, textOverflow } = getComputedStyle(part);
          if (
            overflowX === 'hidden' &&
            textOverflow === 'ellipsis' &&
            part.scrollWidth > part.clientWidth + 1
          )
            found.add(`… ${says(part)}`);
        }
      } else return;
      if ((box.left < -1 || box.right > innerWidth + 1) && !scrolled(each))
        found.add(`out of the window: ${says(each)}`);
    };
    const walk = (node: Element | ShadowRoot) => {
      for (const each of [...node.children]) {
        if (each instanceof HTMLElement) look(each);
        if (each.shadowRoot) walk(each.shadowRoot);
        walk(each);
      }
    };
    walk(document.body);
    if (document.documentElement.scrollWidth > innerWidth) found.add('the page scrolls sideways');
    return [...found];
  });

async function atEveryWidth(page: Page, where: string, found: Record<string, string[]>): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    await frames(page);
    await page.waitForTimeout(100); // those who watch their size draw anew
    const all = await cut(page);
    if (all.length > 0) found[`${where} ${width}`] = all;
  }
  await page.setViewportSize({ width: 1280, height: 844 });
}

describe.each(['en', 'zh'] as const)('no word is cut: %s', (language) => {
  const at = (view: string) => `view=${view}&data=fashion&digits=1000&language=${language}`;

  test('Train: all settings, every panel', LONG, async () => {
    const { page, close } = await open(at('train'), {}, 'train');
    const found: Record<string, string[]> = {};
    await page.getByRole('button', { name: /^(1 step|一步)$/ }).click();
    await expect.poll(() => page.locator('gn-transport .now b').textContent(), { timeout: 30_000 }).toBe('1');
    const panels = page
      .getByRole('group', { name: language === 'en' ? 'What to look at' : '看什么' })
      .getByRole('button');
    for (let i = 0; i < (await panels.count()); i++) {
      await panels.nth(i).click();
      await atEveryWidth(page, (await panels.nth(i).textContent()) ?? '', found);
    }
    await page.getByRole('button', { name: /^(All settings|全部设置)$/ }).click();
    await atEveryWidth(page, 'all settings', found);
    expect(found).toEqual({});
    await close();
  });

  test('Step: a digit, a mini-batch, the update', LONG, async () => {
    const { page, close } = await open(at('step'), {}, 'step');
    const found: Record<string, string[]> = {};
    await atEveryWidth(page, 'digit', found);
    await page.getByRole('button', { name: /^(Mini-batch|小批量)$/ }).click();
    await page.locator('gn-batch li').first().waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: /^(To the end|直到结束)$/ }).click();
    await atEveryWidth(page, 'update', found);
    expect(found).toEqual({});
    await close();
  });

  test('Compare: every setting of a way', LONG, async () => {
    const { page, close } = await open(at('race'), {}, 'race');
    const found: Record<string, string[]> = {};
    const more = page.getByRole('combobox', { name: /Another setting|再比一项设置/ }).first();
    for (let i = 1; i < 30; i++) {
      const values = await more
        .locator('option')
        .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
      const next = values.find((value) => value !== '' && !value.includes('…'));
      if (next === undefined || values.length < 2) break;
      await more.selectOption({ index: 1 });
    }
    await atEveryWidth(page, 'ways', found);
    expect(found).toEqual({});
    await close();
  });

  test('Points: all settings, numbers and classes', LONG, async () => {
    const found: Record<string, string[]> = {};
    for (const set of ['spiral', 'sine']) {
      const { page, close } = await open(`view=points&points=${set}&language=${language}`, {}, 'points');
      await page.getByRole('button', { name: /^(All settings|全部设置)$/ }).click();
      await atEveryWidth(page, set, found);
      await close();
    }
    expect(found).toEqual({});
  });
});

describe('clothes are no digits', () => {
  test('Train speaks of a drawing, Step of a picture, in both languages', LONG, async () => {
    for (const [language, drawing, digit] of [
      ['en', 'Your drawing', 'Your digit'],
      ['zh', '你画的图', '你写的数字'],
    ] as const) {
      const clothes = await open(`view=train&data=fashion&digits=1000&language=${language}`, {}, 'train');
      await clothes.page.getByRole('heading', { name: drawing, exact: true }).waitFor();
      await clothes.page.getByRole('region', { name: drawing, exact: true }).waitFor();
      expect(await clothes.page.getByText(digit, { exact: true }).count()).toBe(0);
      await clothes.close();
      const digits = await open(`view=train&digits=1000&language=${language}`, {}, 'train');
      await digits.page.getByRole('heading', { name: digit, exact: true }).waitFor();
      await digits.close();
    }
  });

  test('a digit under a net of digits is called by its number, whatever is to be learnt', LONG, async () => {
    const { page, close } = await open('view=step&data=fashion&digits=1000', {}, 'step');
    const label = page.getByRole('combobox', { name: 'The right answer is' });
    await label.waitFor();
    await page.getByText(/this is test digit/).waitFor();
    expect(await label.locator('option').allTextContents()).toEqual([...'0123456789']);
    await page.getByText(/cross-entropy −ln p of class \d/).waitFor();
    // The clothes of the run are clothes.
    await page.getByRole('button', { name: 'Mini-batch' }).click();
    await page.getByRole('button', { name: /^Sample 1 \([a-zA-Z- ]+\)/ }).waitFor({ timeout: 30_000 });
    await page.getByText(/−ln p of class [a-zA-Z]/).waitFor();
    await close();
  });
});

test(
  'a phone has every button of the transport, for a net that knows something as for one that does not',
  LONG,
  async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
    for (const weights of ['trained', 'untrained']) {
      const { page, close } = await open(`view=train&digits=1000&weights=${weights}`, phone, 'train');
      for (const name of ['Teach it', '1 operation', '1 step', '1 epoch']) {
        const box = await page.getByRole('button', { name, exact: true }).boundingBox();
        expect(
          box && box.x >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844,
          `${weights}: ${name}`,
        ).toBe(true);
      }
      await page.getByRole('button', { name: '1 step', exact: true }).tap();
      await expect
        .poll(() => page.locator('gn-transport .now b').textContent(), { timeout: 30_000 })
        .toBe('1');
      const height = (await page.locator('gn-transport').boundingBox())?.height ?? 0;
      expect(height).toBeLessThan(844 / 4);
      await close();
    }
  },
);

test(
  'moments: a change beside the length of what it changed, in numbers that can be read',
  LONG,
  async () => {
    for (const [rate, wanted] of [
      [100, /^[\d,]+(\.\d)? times its length$/],
      [0.01, /^(< 0\.1|\d\.\d) % of its length$/],
    ] as const) {
      const { page, close } = await open(
        `view=train&digits=1000&weights=untrained&train=rate:${rate}`,
        {},
        'train',
      );
      await page.getByRole('button', { name: '1 step', exact: true }).click();
      await expect
        .poll(() => page.locator('gn-transport .now b').textContent(), { timeout: 30_000 })
        .toBe('1');
      await page.getByRole('button', { name: 'Moments', exact: true }).click();
      const rows = page
        .getByRole('table', { name: 'What changed' })
        .getByRole('row')
        .filter({ hasText: 'changed by' });
      await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(3);
      for (const said of await rows.locator('td:last-child').allTextContents())
        expect(said.trim()).toMatch(wanted);
      const file = readFileSync(await (await saved(page, 'What changed', 'CSV')).path(), 'utf8')
        .trim()
        .split('\n');
      expect(file).toHaveLength(8);
      expect(file[0]).toBe('What changed,steps 0,steps 1');
      await close();
    }
  },
);
