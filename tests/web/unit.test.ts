// Parts of the page that need no browser.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { utf16Place } from '../../web/engine/errors';
import { codes } from '../../web/engine/generated/layout';
import { countOf, makePlan, type Plan, type Row } from '../../web/engine/plan';
import { shares } from '../../web/engine/threads';
import baseEn from '../../web/locales/en.json';
import { need, number, t } from '../../web/locales/index';
import { parts } from '../../web/locales/parts';
import baseZh from '../../web/locales/zh.json';
import { fromText, newSettings, toText } from '../../web/state/settings';
import { fullScale, signedIndex } from '../../web/widgets/colour';
import { isCommand } from '../../web/widgets/latex';
import { cellCentre, elementAt, layAcross, layDown } from '../../web/widgets/network-layout';
import { wayOf } from '../../web/widgets/network-skips';
import { wiring } from '../../web/widgets/network-wires';

const texts = async (language: 'en' | 'zh'): Promise<Record<string, string>> => {
  const files = await Promise.all(Object.values(parts).map((part) => part[language]()));
  return Object.assign({}, language === 'en' ? baseEn : baseZh, ...files.map((file) => file.default));
};
const [en, zh] = [await texts('en'), await texts('zh')];

describe('locales', () => {
  test('a view’s own text takes no name that is taken', async () => {
    const files = await Promise.all(Object.values(parts).map((part) => part.en()));
    const names = [baseEn, ...files.map((file) => file.default)].flatMap((each) => Object.keys(each));
    expect(names.length).toBe(new Set(names).size);
  });

  test('two parts asked for at once both come, whichever is the slower', async () => {
    const train = await parts.train.en();
    const late = new Promise<typeof train>((resolve) => setTimeout(() => resolve(train), 50));
    const slow = vi.spyOn(parts.train, 'en').mockReturnValueOnce(late);
    await Promise.all([need('train'), need('points')]);
    slow.mockRestore();
    for (const key of ['transport.teach', 'points.data'] as const) expect(t(key)).toBe(en[key]);
  });

  test('both have the same keys and the same placeholders', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    for (const [key, text] of Object.entries(en)) {
      expect(holes(zh[key] ?? ''), key).toEqual(holes(text));
    }
  });

  test('a word goes with its number', async () => {
    await Promise.all([need('text'), need('points')]);
    expect(t('text.size', { characters: '1', bytes: '1' })).toBe('1 character, 1 byte of UTF-8');
    expect(t('text.size', { characters: '0', bytes: '1,001' })).toBe('0 characters, 1,001 bytes of UTF-8');
    expect(t('text.countsOf', { total: '1', kinds: '1', once: '1' })).toBe(
      '1 token, 1 different one; 1 of those is there only once.',
    );
    expect(t('points.rows', { rows: '20', features: '1' })).toBe('20 rows, 1 feature each.');
    for (const [key, text] of [...Object.entries(en), ...Object.entries(zh)])
      for (const hole of text.match(/\{[^}]*\}/g) ?? [])
        expect(hole, key).toMatch(/^\{\w+(:[^{}|]*\|[^{}|]*)?\}$/);
  });

  test('large numbers are written in threes, wherever they stand', () => {
    expect([224530.4, -1234, 999.9996, 999.5, 1e6, 2e-4].map(number)).toEqual([
      '224,530',
      '−1,234',
      '1,000',
      '999.500',
      '1.00e+6',
      '2.00e−4',
    ]);
  });

  test('every error of the core has a sentence', () => {
    for (const code of codes) expect(en, code).toHaveProperty([`error.${code}`]);
  });

  // The names from the one table of settings: a new one without a note is found here.
  test('every setting of training says what it does and what to try', () => {
    const header = readFileSync(new URL('../../src/train.h', import.meta.url), 'utf8');
    const table = /#define GN_SETTINGS[\s\S]*?\n\n/.exec(header)?.[0] ?? '';
    const names = [
      ...[...table.matchAll(/X\([A-Z]+, (\w+),/g)].map(([, name]) => name),
      ...[...table.matchAll(/\bA\((\w+), [\d.]/g)].map(([, name]) => `augment_${name}`),
      ...['loss', 'init', 'seed', 'line', 'activation', 'data', 'count'],
    ];
    expect(names.length).toBeGreaterThan(35);
    for (const name of names) {
      expect(en, name).toHaveProperty([`about.set.${name}.name`]);
      expect(en[`about.set.${name}`], name).toMatch(/\b[Tt]ry\b/);
      expect(zh[`about.set.${name}`], name).toMatch(/试/);
    }
  });

  test('no sentence was left in the other language', () => {
    for (const [key, text] of Object.entries(en)) expect(/\p{Script=Han}/u.test(text), key).toBe(false);
    const same = Object.entries(zh).filter(
      ([, text]) => /^[\x20-\x7e]*$/.test(text) && /[a-z]{3}/i.test(text.replace(/\{\w+\}/g, '')),
    );
    for (const [key] of same)
      expect(key).toMatch(/^(model\.lenet5|(sentence\.)?op\.|choice\.|gpt\.cut\.bpe$)/);
  });
});

describe('settings', () => {
  test('go into a link and come back', () => {
    const [a, b] = [newSettings(), newSettings()];
    a.model.value = 'own';
    a.notation.value = 'in 784; dense 10 # &=% 中';
    a.seed.value = 4_294_967_295;
    a.fit.value = false;
    const link = toText(a, () => true);
    expect(fromText(b, link, () => true)).toBe(true);
    expect(toText(b, () => true)).toBe(link);
    expect(b.notation.value).toBe(a.notation.value);
  });

  test('nothing but defaults is an empty link, nonsense is left out, an unknown version refused', () => {
    const settings = newSettings();
    expect(toText(settings, () => true)).toBe('');
    expect(fromText(settings, 'v=1&model=alexnet&seed=-3&fit=maybe&x=1', () => true)).toBe(true);
    expect(toText(settings, () => true)).toBe('');
    expect(fromText(settings, 'v=2&model=lenet5', () => true)).toBe(false);
    expect(settings.model.value).toBe('mlp-16-16');
  });
});

test('a place in bytes becomes a place in the text field', () => {
  expect(utf16Place('in 784; é中𝟙x', 8, 2)).toEqual({ at: 8, length: 1 });
  expect(utf16Place('in 784; é中𝟙x', 13, 4)).toEqual({ at: 10, length: 2 });
  expect(utf16Place('abc', 3, 0)).toEqual({ at: 3, length: 0 });
});

function row(index: number, op: string, shape: number[], inputs: number[], weights: number[][] = []): Row {
  const size = shape.reduce((a, b) => a * b, 1);
  const params = weights.map((each) => ({ name: '', shape: each, size: each.reduce((a, b) => a * b, 1) }));
  return {
    index,
    name: `${op}${index}`,
    op,
    at: 0,
    length: 0,
    shape,
    size,
    inputs,
    params,
    isLoss: op === 'softmax_ce',
  };
}

const BRANCHED = makePlan(
  '',
  [
    row(0, 'in', [1, 28, 28], []),
    row(1, 'conv', [4, 28, 28], [0], [[4, 1, 3, 3], [4]]),
    row(2, 'relu', [4, 28, 28], [1]),
    row(3, 'conv', [4, 28, 28], [2], [[4, 4, 3, 3], [4]]),
    row(4, 'add', [4, 28, 28], [3, 2]),
    row(5, 'flatten', [3136], [4]),
    row(6, 'dense', [10], [5], [[10, 3136], [10]]),
    row(7, 'softmax_ce', [10], [6]),
  ],
  0,
  0,
);

describe('the plan', () => {
  test('gathers rows into layers and keeps the branch', () => {
    expect(BRANCHED.layers.map((layer) => [layer.rows, layer.show, layer.depth, layer.inputs])).toEqual([
      [[0], 0, 0, []],
      [[1, 2], 2, 1, [0]],
      [[3], 3, 2, [1]],
      [[4, 5], 4, 3, [2, 1]],
      [[6, 7], 6, 4, [3]],
    ]);
    expect(BRANCHED.answer).toBe(7);
  });

  test('counts parameters as a person would', () => {
    expect(countOf(BRANCHED.layers[4]?.params ?? [])).toBe('3136·10 + 10');
    expect(countOf(BRANCHED.layers[1]?.params ?? [])).toBe('4·1·3·3 + 4');
  });

  test('each value is found where it is drawn, on wide and narrow pages', () => {
    for (const layout of [
      layAcross(BRANCHED, 700, 320),
      layDown(BRANCHED, 358),
      layAcross(BRANCHED, 2000, 900),
    ]) {
      for (const box of layout.boxes) {
        const layer = BRANCHED.layers[box.layer];
        if (!layer) throw new Error('no layer');
        const size = layer.shape.reduce((a, b) => a * b, 1);
        for (const index of [0, 1, size >> 1, size - 1]) {
          const { x, y } = cellCentre(box, layer, index);
          expect(elementAt(box, layer, x, y)).toBe(index);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(layout.width);
          expect(y).toBeLessThanOrEqual(layout.height);
        }
      }
    }
  });
});

test('a convolution reads all maps, however many it makes; what keeps maps apart reads its own', () => {
  const wires = (plan: Plan, from: number, to: number) => {
    const [source, layer] = [plan.layers[from], plan.layers[to]];
    if (!source || !layer) throw new Error('no layer');
    return wiring(plan, source, layer);
  };
  expect([wires(BRANCHED, 0, 1), wires(BRANCHED, 1, 2)]).toEqual(['all', 'all']); // 1 → 4 and 4 → 4 maps
  expect(wires(BRANCHED, 2, 3)).toBe(0); // add
  const joined = makePlan(
    '',
    [
      row(0, 'in', [1, 28, 28], []),
      row(1, 'conv', [4, 28, 28], [0]),
      row(2, 'conv', [3, 28, 28], [0]),
      row(3, 'concat', [7, 28, 28], [2, 1]),
      row(4, 'maxpool', [7, 14, 14], [3]),
    ],
    0,
    0,
  );
  expect([wires(joined, 2, 3), wires(joined, 1, 3), wires(joined, 3, 4)]).toEqual([0, 3, 0]);
});

test('a link that passes a layer by goes around it, in the frame', () => {
  for (const layout of [layAcross(BRANCHED, 700, 320), layDown(BRANCHED, 358)]) {
    expect(layout.skips).toEqual([{ from: 1, to: 3, lane: 0 }]);
    const [from, passed, to] = [1, 2, 3].map((layer) => layout.boxes.find((box) => box.layer === layer));
    if (!from || !passed || !to) throw new Error('no box');
    const way = wayOf(layout, from, to, 0);
    for (const [i, [x, y]] of way.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(layout.width);
      expect(y).toBeLessThanOrEqual(layout.height);
      const [nx, ny] = way[i + 1] ?? [x, y];
      for (let part = 0; part <= 1; part += 0.05) {
        const [px, py] = [x + part * (nx - x), y + part * (ny - y)];
        const within = px > passed.x && px < passed.x + passed.w && py > passed.y && py < passed.y + passed.h;
        expect(within).toBe(false);
      }
    }
  }
});

test('lines are dealt evenly, and what a small layer has no weights for goes to the others', () => {
  expect(shares(100, [12_544, 256, 160])).toEqual([34, 33, 33]);
  expect(shares(900, [12_544, 256, 160])).toEqual([484, 256, 160]);
  expect(shares(900, [7840])).toEqual([512]);
  expect(shares(0, [7840, 10])).toEqual([0, 0]);
  expect(shares(2, [50, 50, 50])).toEqual([1, 1, 0]);
});

test('links that overlap have a lane each, however many, and all stay in the frame', () => {
  const deep = 7;
  const skipping = makePlan(
    '',
    [
      row(0, 'in', [1, 28, 28], []),
      ...Array.from({ length: deep }, (_, i) =>
        row(i + 1, 'conv', [4, 28, 28], [i], [[4, i === 0 ? 1 : 4, 3, 3], [4]]),
      ),
      row(deep + 1, 'add', [4, 28, 28], [deep, 1, 2, 3, 4, 5]),
      row(deep + 2, 'flatten', [3136], [deep + 1]),
      row(deep + 3, 'dense', [10], [deep + 2], [[10, 3136], [10]]),
      row(deep + 4, 'softmax_ce', [10], [deep + 3]),
    ],
    0,
    0,
  );
  for (const layout of [layAcross(skipping, 900, 420), layDown(skipping, 358)]) {
    expect(layout.skips.map(({ lane }) => lane)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(layout.lanes.map((at) => at.toFixed(2))).size).toBe(5);
    const end = layout.down ? layout.width : layout.height;
    for (const at of layout.lanes) expect(at).toBeLessThan(end);
  }
});

test('scales are round numbers and symmetric', () => {
  expect(fullScale(Float32Array.of(0.3, -0.7))).toBeCloseTo(0.7);
  expect(fullScale(Float32Array.of(-13))).toBeCloseTo(15);
  expect(fullScale(Float32Array.of(0, Number.NaN))).toBe(1);
  expect(signedIndex(2, 1) - 255).toBe(255 - signedIndex(-2, 1));
  expect(signedIndex(0, 5)).toBe(255);
});

test('every command of the core’s formulas can be typeset', () => {
  const root = new URL('../../src/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.c'),
  );
  const commands = files.flatMap((file) =>
    [...readFileSync(new URL(file, root), 'utf8').matchAll(/\\\\([a-zA-Z]+)/g)].map(([, name]) => name ?? ''),
  );
  expect(commands.length).toBeGreaterThan(50);
  expect([...new Set(commands)].filter((name) => !isCommand(name))).toEqual([]);
});
