// Everyone's page: axe-core finds nothing in any language or theme, keys reach everything, no text is hard-coded.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { begin, drawWithMouse, end, open, SEVEN } from './page';

beforeAll(begin);
afterAll(end);

describe('axe-core finds nothing', () => {
  for (const language of ['en', 'zh']) {
    for (const theme of ['light', 'dark']) {
      // Each two of the three meet once.
      const width = (language === 'en') === (theme === 'light') ? 1280 : 390;
      test(`${language}, ${theme}, ${width} px`, async () => {
        const { page, close } = await open(`language=${language}&theme=${theme}&model=lenet5`, {
          viewport: { width, height: 800 },
          bypassCSP: true,
        });
        try {
          await page.getByText(/1,000/).waitFor();
          await page.getByRole('textbox').fill('in 1 28 28; dense 3');
          await page.locator('mark').waitFor();
          expect(await violations(page)).toEqual([]);
        } finally {
          await close();
        }
      });
      for (const view of ['train', 'race'] as const) {
        test(`in the view ${view}: ${language}, ${theme}, ${width} px`, async () => {
          const { page, close } = await open(
            `language=${language}&theme=${theme}&view=${view}`,
            { viewport: { width, height: 800 }, bypassCSP: true },
            view,
          );
          try {
            expect(await violations(page)).toEqual([]);
          } finally {
            await close();
          }
        });
      }
    }
  }
});

test('no text is written into the code: the pseudo-language marks all of it', async () => {
  const { page, close } = await open('language=pseudo&model=lenet5');
  try {
    await page.getByText(/1,000/).waitFor();
    const unmarked = await page.evaluate(() => {
      const found: string[] = [];
      const walk = (node: Node) => {
        if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
        if (node instanceof Element) {
          for (const name of ['aria-label', 'title', 'aria-valuetext']) {
            const text = node.getAttribute(name);
            if (text) found.push(text);
          }
        }
        if (node instanceof Text && !(node.parentElement instanceof HTMLStyleElement)) found.push(node.data);
        if (node instanceof Element && node.localName === 'textarea') return;
        for (const child of node.childNodes) walk(child);
      };
      walk(document.querySelector('gn-app') as Element);
      return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !text.includes('⟦'));
    });
    // Names that are the same in every language, and the notation itself.
    const same = /^(glassnet|PNG|CSV|EN|EN, English|中文|in 1 28 28;.*)\u200b?$/;
    expect(unmarked.filter((text) => !same.test(text))).toEqual([]);
  } finally {
    await close();
  }
});

test('the keyboard reaches every control in a sensible order', async () => {
  const { page, close } = await open();
  try {
    const names: string[] = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      names.push(
        await page.evaluate(() => {
          let at: Element | null = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          const radio = at instanceof HTMLInputElement ? at.value : '';
          return at?.getAttribute('aria-label') ?? (radio || at?.textContent?.trim()) ?? '';
        }),
      );
    }
    const order = [
      'EN, English',
      'mlp-16-16',
      'Drawing pad',
      'Draw',
      'Clear',
      'Picture…',
      'The network as one line of text',
    ];
    // One after the other: the tab of the view is called Draw too.
    let last = -1;
    const places = order.map((name) => {
      last = names.indexOf(name, last + 1);
      return last;
    });
    expect(
      places.every((place) => place >= 0),
      JSON.stringify(names),
    ).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  } finally {
    await close();
  }
});

test('the answer is told politely, once the pen rests', async () => {
  const { page, close } = await open();
  try {
    await page.getByRole('button', { name: 'Clear' }).click();
    await drawWithMouse(page, SEVEN);
    const said = page.locator('[role=status]').filter({ hasText: /^7, >? ?[\d.]+ %$/ });
    await said.waitFor({ state: 'attached' });
  } finally {
    await close();
  }
});
