// A network built from cards: in step with its line of text both ways, shapes beside the rows, errors at theirs.
import { signal } from '@preact/signals-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Draft } from '../../web/state/draft';
import { lineOf, moved, partsOf, pieceAt, piecesOf, spanOf, textOf } from '../../web/state/rows';
import type { Session } from '../../web/state/session';
import { violations } from './axe';
import { answer, begin, end, type Opened, visit } from './page';

beforeAll(begin);
afterAll(end);

const line = ({ page }: Opened) => page.getByRole('textbox', { name: 'The network as one line of text' });
const rows = ({ page }: Opened) => page.getByRole('list', { name: 'row by row' }).getByRole('listitem');
// Of each card its line, and its shape where one stands beside it.
const texts = (opened: Opened) =>
  rows(opened).evaluateAll((cards) =>
    cards.map((card) => {
      const head = card.querySelector('gn-builder-row')?.shadowRoot?.querySelector('.head');
      return [...(head?.children ?? [])].map((each) => each.textContent ?? '');
    }),
  );
const own = async (opened: Opened) => {
  await opened.page.getByRole('radio', { name: 'Your own' }).check();
  await rows(opened).first().waitFor();
};

// A session whose core answers when it is told to.
function slow() {
  const running = signal({ plan: { notation: 'in 2; dense 2' } });
  let choice = 0;
  const answers: (() => void)[] = [];
  const session = {
    running,
    refused: signal(undefined),
    settings: { model: signal('own') },
    giveUp: () => void choice++,
    tryNotation: (notation: string) => {
      const mine = ++choice;
      return new Promise<void>((resolve) => {
        answers.push(() => {
          if (mine === choice) running.value = { plan: { notation } };
          resolve();
        });
      });
    },
  };
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const answer of answers.splice(0)) answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { draft: new Draft(session as unknown as Session), settle };
}

describe('a line faster than the core', () => {
  test('every change is one undo, though it was overtaken before it ran', async () => {
    const { draft, settle } = slow();
    draft.set('in 2; relu; dense 2', 0);
    draft.set('in 2; relu; dense 3', 0);
    draft.set('in 2; relu', 0);
    draft.undo();
    expect(draft.line.value).toBe('in 2; relu; dense 3');
    await settle();
    expect(draft.line.value).toBe('in 2; relu; dense 3');
    draft.undo();
    await settle();
    expect(draft.line.value).toBe('in 2; relu; dense 2');
    draft.undo();
    await settle();
    expect(draft.line.value).toBe('in 2; dense 2');
  });

  test('what was given up while it was being tried does not come back', async () => {
    const { draft, settle } = slow();
    draft.set('in 2; relu', 0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    draft.undo();
    expect(draft.line.value).toBe('in 2; dense 2');
    await settle();
    expect(draft.line.value).toBe('in 2; dense 2');
  });
});

describe('rows of a line', () => {
  const LOOP = 'in 28 28; loop h=4 { u: dense 4; from h;\n dense 4 bias=0; add u; h: tanh }; dense 2';
  test('are found with their places and depths, and written again', () => {
    const pieces = piecesOf(LOOP);
    expect(pieces.map(({ text, depth }) => [text, depth])).toEqual([
      ['in 28 28', 0],
      ['loop h=4 {', 0],
      ['u: dense 4', 1],
      ['from h', 1],
      ['dense 4 bias=0', 1],
      ['add u', 1],
      ['h: tanh', 1],
      ['}', 0],
      ['dense 2', 0],
    ]);
    for (const { text, at } of pieces) expect(LOOP.slice(at, at + text.length)).toBe(text);
    expect(lineOf(pieces.map(({ text }) => text))).toBe(LOOP.replace(';\n ', '; '));
    expect(spanOf(pieces, 1)).toEqual([1, 7]);
    expect(spanOf(pieces, 7)).toEqual([1, 7]);
    expect(pieceAt(pieces, LOOP.indexOf('bias'))).toBe(4);
    expect(moved(pieces, 1, 9)[0][1]).toBe('dense 2');
    expect(moved(pieces, 8, 1)).toEqual([
      ['in 28 28', 'dense 2', ...pieces.slice(1, 8).map(({ text }) => text)],
      1,
    ]);
  });

  test('an argument left out does not move the others', () => {
    const arg = { required: false, whole: true, otherwise: 0, least: 1, most: 9, words: [] };
    const conv = {
      name: 'conv',
      isLoss: false,
      isSequence: false,
      joins: false,
      args: [
        { ...arg, key: 'out', positional: true },
        { ...arg, key: 'kernel', positional: true },
        { ...arg, key: 'pad', positional: false },
      ],
    };
    const parts = partsOf('b1 : conv 6 5 pad = 2 w=q', conv);
    expect(textOf(parts, conv)).toBe('b1: conv 6 5 pad=2 w=q');
    expect(textOf({ ...parts, values: new Map(parts.values).set('out', '') }, conv)).toBe(
      'b1: conv kernel=5 pad=2 w=q',
    );
    expect(partsOf('conv kernel=5 6', conv).values).toEqual(
      new Map([
        ['kernel', '5'],
        ['out', '6'],
      ]),
    );
    expect(textOf(partsOf('concat a b', undefined), undefined)).toBe('concat a b');
    const kind = { ...arg, key: 'kind', positional: true, words: ['sinusoidal', 'learned'] };
    const pos = { ...conv, name: 'pos', args: [kind] };
    expect(partsOf('p: pos learned', pos)).toMatchObject({
      name: 'p',
      words: [],
      values: new Map([['kind', 'learned']]),
    });
    expect(textOf(partsOf('p: pos kind=learned', pos), pos)).toBe('p: pos learned');
  });
});

describe('the builder', () => {
  test('opens from “Your own”; cards and line follow each other, with shapes', () =>
    visit(async (opened) => {
      const { page } = opened;
      await own(opened);
      expect((await texts(opened)).slice(0, 3)).toEqual([
        ['in 1 28 28', '1×28×28'],
        ['flatten', '784'],
        ['dense 16', '16'],
      ]);
      await rows(opened)
        .nth(2)
        .getByRole('button', { name: /^dense 16/ })
        .click();
      await page.getByRole('textbox', { name: 'out' }).fill('40');
      await expect.poll(() => line(opened).inputValue()).toContain('flatten; dense 40; relu');
      await expect.poll(async () => (await texts(opened))[3]).toEqual(['relu', '40']);
      await line(opened).fill('in 784; dense 10; tanh; softmax_ce');
      await expect
        .poll(() => texts(opened))
        .toEqual(
          [
            ['in 784', '784'],
            ['dense 10', '10'],
            ['tanh', '10'],
            ['softmax_ce', '10'],
          ].map((row, i) => (i === 2 ? expect.arrayContaining(row) : row)),
        );
      expect((await answer(page)).shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    }));

  test('a branch, put together from the palette, runs; broken, it says at its row which sizes clash', () =>
    visit(async (opened) => {
      const { page } = opened;
      await own(opened);
      await line(opened).fill('in 1 28 28; conv 4 3 pad=1; relu; flatten; dense 10; softmax_ce');
      await expect.poll(async () => (await texts(opened)).length).toBe(6);
      await rows(opened).nth(2).getByRole('button', { name: /^relu/ }).click();
      await page.getByRole('button', { name: 'conv', exact: true }).click();
      await expect.poll(async () => (await texts(opened))[3]?.[0]).toBe('conv 8 3 pad=1');
      await page.getByRole('textbox', { name: 'out' }).fill('4');
      await expect
        .poll(async () => (await texts(opened))[3]?.slice(0, 2))
        .toEqual(['conv 4 3 pad=1', '4×28×28']);
      await page.getByRole('button', { name: 'add', exact: true }).click();
      await expect
        .poll(() => line(opened).inputValue())
        .toContain('r1: relu; conv 4 3 pad=1; add r1; flatten');
      await page
        .getByText('add · ')
        .or(page.getByText('add', { exact: true }).first())
        .first()
        .waitFor();
      const before = (await answer(page)).shares;
      expect(before.filter((share) => share > 0).length).toBe(10);

      await rows(opened)
        .nth(3)
        .getByRole('button', { name: /^conv 4/ })
        .click();
      await page.getByRole('textbox', { name: 'out' }).fill('5');
      const bad = rows(opened).nth(4);
      await bad.getByText('“add” cannot join 5×28×28 and 4×28×28').waitFor();
      expect((await texts(opened))[3]?.slice(0, 2)).toEqual(['conv 5 3 pad=1', '5×28×28']);
      expect((await texts(opened))[5]).toEqual(['flatten']); // what lies behind the error has no shape
      expect((await answer(page)).shares).toEqual(before); // the last good net goes on
      await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
      await expect.poll(() => line(opened).inputValue()).toContain('conv 4 3 pad=1; add r1');
    }));

  test('what is wrong in a long line comes into sight among the rows', () =>
    visit(
      async (opened) => {
        await own(opened);
        await line(opened).fill(
          'in 1 28 28; a: conv 4 3; relu; conv 4 3 pad=1; add a; concat a; conv 8 5; relu; add a; flatten; dense 10; softmax_ce',
        );
        const bad = rows(opened).nth(8);
        await bad.getByText('“add” cannot join 8×22×22 and 4×26×26').waitFor();
        await expect
          .poll(() =>
            bad.evaluate((row) => {
              const [card, list] = [row, row.parentElement ?? row].map((each) =>
                each.getBoundingClientRect(),
              );
              return card && list && card.top >= list.top - 2 && card.bottom <= list.bottom + 2;
            }),
          )
          .toBe(true);
      },
      '',
      { viewport: { width: 1280, height: 720 } },
    ));

  test('by keyboard alone: open, move, delete, insert, undo', () =>
    visit(async (opened) => {
      const { page } = opened;
      await own(opened);
      await line(opened).fill('in 784; dense 12; relu; dense 10; softmax_ce');
      await expect.poll(async () => (await texts(opened)).length).toBe(5);
      await rows(opened).nth(2).getByRole('button').focus();
      await page.keyboard.press('Alt+ArrowUp');
      await expect.poll(() => line(opened).inputValue()).toBe('in 784; relu; dense 12; dense 10; softmax_ce');
      await page.keyboard.press('Alt+ArrowDown');
      await expect.poll(() => line(opened).inputValue()).toBe('in 784; dense 12; relu; dense 10; softmax_ce');
      await page.keyboard.press('Delete');
      await expect.poll(() => line(opened).inputValue()).toBe('in 784; dense 12; dense 10; softmax_ce');
      await page.keyboard.press('Control+z');
      await expect.poll(() => line(opened).inputValue()).toBe('in 784; dense 12; relu; dense 10; softmax_ce');
      await page.getByRole('button', { name: 'sigmoid', exact: true }).press('Enter');
      await expect.poll(() => line(opened).inputValue()).toContain('dense 10; sigmoid; softmax_ce');
    }));

  test('a card is dragged to another place', () =>
    visit(async (opened) => {
      await own(opened);
      await line(opened).fill('in 784; dense 12; relu; tanh; dense 10; softmax_ce');
      await expect.poll(async () => (await texts(opened)).length).toBe(6);
      await rows(opened)
        .nth(3)
        .dragTo(rows(opened).nth(1), { targetPosition: { x: 60, y: 3 } });
      await expect
        .poll(() => line(opened).inputValue())
        .toBe('in 784; tanh; dense 12; relu; dense 10; softmax_ce');
    }));

  test('an operation is dragged from the palette to its place, and back to nowhere', () =>
    visit(async (opened) => {
      const { page } = opened;
      await own(opened);
      await line(opened).fill('in 784; dense 12; tanh; dense 10; softmax_ce');
      await expect.poll(async () => (await texts(opened)).length).toBe(5);
      const word = page.getByRole('button', { name: 'sigmoid', exact: true });
      await word.dragTo(rows(opened).nth(3), { targetPosition: { x: 60, y: 3 } });
      await expect
        .poll(() => line(opened).inputValue())
        .toBe('in 784; dense 12; tanh; sigmoid; dense 10; softmax_ce');
      await page.getByText('“sigmoid” is now row 4').waitFor({ state: 'attached' });
      await page.getByRole('button', { name: 'relu', exact: true }).dragTo(rows(opened).nth(5), {
        targetPosition: { x: 60, y: 20 },
      });
      await expect.poll(() => line(opened).inputValue()).toContain('softmax_ce; relu');
      await page.keyboard.press('Control+z');
      await expect.poll(() => line(opened).inputValue()).toContain('dense 10; softmax_ce');

      // let go elsewhere, or given up by Escape, it is nowhere, and was not pressed either
      const before = await line(opened).inputValue();
      await word.dragTo(page.getByRole('button', { name: 'tanh', exact: true }));
      const [from, to] = [await word.boundingBox(), await rows(opened).nth(2).boundingBox()];
      if (!from || !to) throw new Error('nothing to drag');
      await page.mouse.move(from.x + 8, from.y + 8);
      await page.mouse.down();
      await page.mouse.move(to.x + 60, to.y + 4, { steps: 4 });
      await page.locator('.ghost', { hasText: 'sigmoid' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.ghost').count()).toBe(0);
      await page.mouse.up();
      await page.waitForTimeout(200);
      expect(await line(opened).inputValue()).toBe(before);
    }));

  test('a finger drags a card by its grip', () =>
    visit(
      async ({ page }) => {
        const cards = page.getByRole('list', { name: 'The network, row by row' }).getByRole('listitem');
        await cards.nth(5).scrollIntoViewIfNeeded();
        const text = async (i: number) => (await cards.nth(i).textContent())?.replace(/\s+/g, ' ').trim();
        const [moving, other] = [await text(3), await text(4)];
        const from = await cards.nth(3).locator('.grip').boundingBox();
        const to = await cards.nth(4).boundingBox();
        if (!from || !to) throw new Error('no cards');
        const client = await page.context().newCDPSession(page);
        const x = from.x + from.width / 2;
        const [start, stop] = [from.y + from.height / 2, to.y + to.height - 2];
        const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
          client.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] });
        await touch('touchStart', start);
        for (let i = 1; i <= 6; i++) await touch('touchMove', start + (i / 6) * (stop - start));
        await touch('touchEnd');
        await expect.poll(() => text(4)).toContain(moving?.split(' ')[0] ?? '');
        expect(await text(3)).toContain(other?.split(' ')[0] ?? '');
      },
      'panel=builder&model=own',
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    ));

  test('every preset runs at once, untrained', () =>
    visit(async (opened) => {
      const { page } = opened;
      await own(opened);
      const field = page.getByRole('combobox', { name: 'Begin from' });
      for (const name of await field.getByRole('option').allTextContents()) {
        if (name.startsWith('Begin')) continue;
        await field.selectOption(name);
        await expect
          .poll(async () => (await texts(opened)).at(-1), { message: name })
          .toEqual(['softmax_ce', '10']);
        expect(await line(opened).getAttribute('aria-invalid'), name).toBe('false');
      }
      // The last: attention, whose position is a word to choose.
      await expect.poll(async () => (await texts(opened))[2]).toEqual(['e: pos learned', '28×32']);
      await page.getByRole('button', { name: 'e: pos learned' }).click();
      await page.getByRole('combobox', { name: 'kind' }).selectOption('sinusoidal');
      await expect.poll(async () => (await texts(opened))[2]).toEqual(['e: pos sinusoidal', '28×32']);
    }));

  for (const [language, theme, width] of [
    ['en', 'dark', 1366],
    ['zh', 'light', 1366],
    ['zh', 'dark', 390],
  ] as const) {
    test(`axe-core finds nothing: ${language}, ${theme}, ${width} px`, () =>
      visit(
        async (opened) => {
          const { page } = opened;
          await page.getByRole('button', { name: /^r: conv 4/ }).click();
          await page
            .getByText(/5×28×28.*4×28×28/)
            .first()
            .waitFor();
          expect(await violations(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        },
        `panel=builder&model=own&notation=in+1+28+28;+r:+conv+4+3+pad%3D1;+conv+5+3+pad%3D1;+add+r&language=${language}&theme=${theme}`,
        { viewport: { width, height: width > 1000 ? 620 : 844 }, bypassCSP: true },
      ));
  }
});
