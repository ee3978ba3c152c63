// Letters of formulas have the colour of their part, the same in lessons, in Draw and in Step, readable on any ground.
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARTS, partOf, partOfNumber } from '../../web/widgets/letters';
import { openNumber } from './inspect-page';
import { begin, end, open } from './page';
import { direction } from './step-page';

beforeAll(begin);
afterAll(end);

const css = readFileSync(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split(":root[data-theme='dark']");
const token = (theme: string, name: string) =>
  new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? '';

// Web Content Accessibility Guidelines 2.2, relative luminance.
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test('each part has its own colour, with a contrast of 4.5 on every ground, light and dark', () => {
  for (const theme of [light, dark]) {
    const colours = PARTS.map((part) => token(theme, `is-${part}`));
    expect(new Set(colours).size).toBe(PARTS.length);
    for (const colour of colours)
      for (const ground of ['paper', 'raised', 'sunken'])
        expect([colour, ground, contrast(colour, token(theme, ground)) >= 4.5]).toEqual([
          colour,
          ground,
          true,
        ]);
  }
});

test('a letter with two meanings has the colour of the one it has there', () => {
  expect(partOf('b', 'net', '+', undefined)).toBe('bias');
  expect(partOf('b', 'net', '\\cdot', undefined)).toBeUndefined(); // a · b
  expect(partOf('b', 'net', '\\sin', undefined)).toBeUndefined();
  expect(partOf('θ', 'net', '\\cos', undefined)).toBeUndefined();
  expect(partOf('x', 'net', '=', undefined)).toBe('value');
  expect(partOf('x', 'slopes', '=', undefined)).toBe('weight'); // what descent changes
  expect(partOf('y', 'net', '-', undefined)).toBeUndefined(); // a target
  expect(partOf('y', 'net', '2', 'weight')).toBe('value'); // w₂ y
  expect(partOfNumber({ kind: 'param', id: 0, index: 0 })).toBe('weight');
  expect(partOfNumber({ kind: 'param', id: 0, index: 0 }, true)).toBe('bias');
});

// Text and colour of what has one in the formulas within.
const coloured = (place: Locator) =>
  place.locator('math [class^="is-"]').evaluateAll((all) =>
    all.map((each) => ({
      text: each.textContent ?? '',
      is: each.getAttribute('class') ?? '',
      colour: getComputedStyle(each).color,
    })),
  );
const rgb = (hex: string) =>
  `rgb(${[1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)).join(', ')})`;

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('on a %s page', (colorScheme, theme) => {
  const checked = (found: Awaited<ReturnType<typeof coloured>>) => {
    for (const { is, colour } of found) expect([is, colour]).toEqual([is, rgb(token(theme, is))]);
    return new Map(found.map(({ text, is }) => [text.trim(), is]));
  };

  test.each(['en', 'zh'])('a lesson’s formula (%s)', async (language) => {
    const { page, troubles, close } = await open(
      `view=lessons&lesson=09-backpropagation&lessonStep=chain&language=${language}`,
      { colorScheme },
      'lessons',
    );
    await page.locator('gn-lesson .text .formula math').first().waitFor();
    const parts = checked(await coloured(page.locator('gn-lesson .text .formula').first()));
    expect([parts.get('∂L∂wn,k'), parts.get('x'), parts.get('w'), parts.get('δ'), parts.get('z')]).toEqual([
      'is-gradient',
      'is-value',
      'is-weight',
      'is-gradient',
      'is-value',
    ]);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a number in Draw: its formula, its numbers and its columns', async () => {
    const { page, close } = await open('model=mlp-16-16&sample=3', { colorScheme });
    const card = await openNumber(page, /dense · relu, 16/, 3);
    const parts = checked(await coloured(card.getByRole('group', { name: 'Formula' })));
    expect([parts.get('w'), parts.get('b'), parts.get('x')]).toEqual(['is-weight', 'is-bias', 'is-value']);
    const kinds = [...parts].filter(([text]) => /^−?[\d.]+/.test(text)).map(([, is]) => is);
    expect(new Set(kinds)).toEqual(new Set(['is-bias', 'is-weight', 'is-value']));
    const heads = card.getByRole('table', { name: 'The largest terms' }).getByRole('columnheader');
    const columns = await heads.evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
    expect(columns.slice(0, 2)).toEqual([rgb(token(theme, 'is-value')), rgb(token(theme, 'is-weight'))]);
    await close();
  });

  test('a neuron of the points: the numbers that are dragged are those of the formula', async () => {
    const { page, close } = await open(
      'view=lessons&lesson=03-one-neuron&lessonStep=hand',
      { colorScheme },
      'lessons',
    );
    await page.locator('gn-points-net .unit').nth(2).click();
    const dragged = page.locator('gn-points-parts').getByRole('slider');
    await dragged.first().waitFor();
    const found = await dragged.evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
    expect(found).toEqual(['bias', 'weight', 'weight'].map((part) => rgb(token(theme, `is-${part}`))));
    const parts = await coloured(page.locator('gn-prose .formula').nth(1));
    await expect
      .poll(async () => (await coloured(page.locator('gn-prose .formula').nth(1))).map(({ is }) => is))
      .toEqual(['is-value', 'is-weight', 'is-value', 'is-weight', 'is-value', 'is-bias']);
    checked(parts);
    await close();
  });

  test('an operation in Step: its formula, and the names above its tensors', async () => {
    const { page, close } = await open('view=step', { colorScheme }, 'step');
    await direction(page);
    const here = page.locator('gn-operation');
    const parts = checked(await coloured(here));
    expect(parts.get('δ') ?? parts.get('∂L∂x') ?? parts.get('∂L∂xi')).toBe('is-gradient');
    const delta = here.locator('figcaption').filter({ hasText: 'δ' }).first();
    expect(await delta.evaluate((each) => getComputedStyle(each).color)).toBe(
      rgb(token(theme, 'is-gradient')),
    );
    await close();
  });
});
