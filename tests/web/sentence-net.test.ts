// The net of a sentence on the real core, under Node: as long as the sentence it says what the whole window says, and
// every number on the way, forwards and back, is the sum that it is said to be.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Core } from '../../web/engine/core';
import { Engine } from '../../web/engine/engine';
import { type Ref, sourceRef } from '../../web/engine/look';
import type { Row } from '../../web/engine/plan';
import { Stepper } from '../../web/engine/stepper';
import { Writer } from '../../web/engine/writer';
import { GPT_SIZES, gptLine } from '../../web/state/gpt-sizes';
import { LETTERS, rewriteLine } from '../../web/state/rewrite-line';
import { piecesOf } from '../../web/state/sentence-cut';
import { END, following, forPlaces, freshRead, learntFor, type Read } from '../../web/state/sentence-net';
import { isAttention, placesOf, stackOf } from '../../web/state/sentence-places';
import { trailOf, trailText } from '../../web/state/sentence-trail';
import { layerOfRow, ownName, roleOf } from '../../web/widgets/sentence-roles';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const engine = await Engine.fromBytes(readFileSync(at('build/wasm/glassnet.wasm')));

async function stepped({ notation, seed, tokens, targets, learnt }: Read): Promise<Stepper> {
  const stepper = await Stepper.start(engine, { notation, seed }, 1);
  if (learnt) stepper.restore({ ...stepper.keep(), values: learnt });
  stepper.load([{ inputs: [Float32Array.from(tokens)], label: -1, targets }], false);
  stepper.run(stepper.phases.length - 1);
  return stepper;
}

const fresh = (text: string, cut: 'words' | 'characters' = 'words'): Read => {
  const read = freshRead(text, cut, 'tiny', 7);
  if (!read) throw new Error('nothing to read');
  return read;
};

// Reads "bad" and has written "da" so far; it should write "dab".
const rewriter = (): Read => ({
  notation: rewriteLine(3),
  seed: 3,
  tokens: Int32Array.of(1, 0, 3, LETTERS, 3, 0),
  targets: Float32Array.of(3, 0, 1),
  pieces: [...'bad⇒da'],
  spell: String,
  left: 0,
  unknown: [],
  steps: 0,
});

describe('a sentence is cut', () => {
  test.each(['words', 'characters'] as const)('into %s, and nothing of it is lost', (cut) => {
    for (const text of ['The  cat sat. ', ' 春眠 不觉晓', '👨‍👩‍👧 é🇨🇳\n', 'a\u00a0b\tc', '', '\ud83d'])
      expect(piecesOf(text, cut).join('')).toBe(text);
  });

  test('a word with the space before it, an emoji whole', () => {
    expect(piecesOf('The cat, 👨‍👩‍👧!', 'words')).toEqual(['The', ' cat', ',', ' 👨‍👩‍👧', '!']);
    expect(piecesOf('é👍🏽', 'characters')).toEqual(['é', '👍🏽']);
  });

  test('what follows each token is its target, and after the last one the end', () => {
    const { tokens, targets, spell, left } = fresh('a b a');
    expect(Array.from(tokens, spell)).toEqual(['a', ' b', ' a']);
    expect(Array.from(targets, spell)).toEqual([' b', ' a', END]);
    expect(left).toBe(0);
    expect(fresh('x '.repeat(40)).left).toBeGreaterThan(0);
    expect(freshRead('', 'words', 'tiny', 1)).toBeUndefined();
  });
});

test('as long as the sentence it says what the net of the whole window says', async () => {
  const notation = gptLine(GPT_SIZES.small, 9);
  const writer = new Writer(await Core.start(engine.module), notation, 5);
  const tokens = Int32Array.of(3, 1, 4, 1, 5);
  const p = writer.expect(tokens);
  const params = writer.plan.rows.flatMap((row) =>
    row.params.map(({ name, size, shape }) => ({ name, size, shape, row: row.index })),
  );
  const once = params.filter(({ name }, i) => params.findIndex((each) => each.name === name) === i);
  const stepper = await stepped({
    notation: forPlaces(notation, tokens.length),
    seed: 1,
    tokens,
    targets: following(tokens, 0),
    pieces: [],
    spell: String,
    left: 0,
    unknown: [],
    learnt: learntFor(tokens.length, writer.learnt(), writer.plan, once),
    steps: 0,
  });
  const { plan } = stepper;
  const said = stepper.tensor('value', plan.answer, 0).slice(-9);
  for (const [i, share] of said.entries()) expect(share).toBeCloseTo(p[i] ?? -1, 6);
  for (const { row, length, heads, weights } of writer.attention()) {
    const mine = stepper.tensor('value', row, 0);
    for (let h = 0; h < heads; h++)
      for (let q = 0; q < 5; q++)
        for (let k = 0; k < 5; k++)
          expect(mine[(h * 5 + q) * 5 + k]).toBeCloseTo(weights[(h * length + q) * length + k] ?? -1, 6);
  }
});

describe('every number', () => {
  test.each([
    ['a GPT', () => fresh('the cat the 猫 👍🏽')],
    ['an encoder and a decoder', rewriter],
  ] as const)(
    'of each operation of %s, forwards and back, is the sum of its terms, which are where they are said to be',
    async (_, read) => {
      const stepper = await stepped(read());
      const { look, plan, params } = stepper;
      const check = (what: Ref) => {
        const terms = look.terms(what);
        if (!terms) throw new Error(`${what.kind} ${what.id} ${what.index}`);
        for (let i = 0; i < terms.values.length; i++) {
          const [from, by] = [sourceRef(terms.from, i), sourceRef(terms.by, i)];
          if (from) expect(look.number(from)).toBe(terms.values[i]);
          if (by) expect(look.number(by)).toBe(terms.weights[i]);
        }
        if (terms.form !== 'sum') return terms.form;
        const sizes = terms.products.reduce((sum, product) => sum + Math.abs(product), 0);
        expect(Math.abs((terms.rest[0] ?? 0) - terms.number)).toBeLessThanOrEqual(1e-5 * sizes + 1e-30);
        return terms.form;
      };
      for (const row of plan.rows) {
        for (let index = 0; index < row.size; index++) {
          const form = check({ kind: 'value', id: row.index, index });
          const functions = ['layernorm', 'softmax', 'gelu', 'softmax_ce'];
          expect(form).toBe(row.op === 'in' ? 'given' : functions.includes(row.op) ? 'function' : 'sum');
          if (!row.isLoss && row.op !== 'in') check({ kind: 'gradient', id: row.index, index });
        }
      }
      for (const { id, size } of params)
        for (let index = 0; index < size; index += 7) check({ kind: 'paramGradient', id, index });
    },
  );

  test('of a layernorm is w times the normalised number plus b', async () => {
    const stepper = await stepped(fresh('the cat sat'));
    const { look, plan } = stepper;
    for (const row of plan.rows.filter(({ op }) => op === 'layernorm')) {
      const width = row.shape[1] ?? 1;
      const before = stepper.tensor('value', row.inputs[0] ?? -1, 0);
      for (let index = 0; index < row.size; index++) {
        const ref: Ref = { kind: 'value', id: row.index, index };
        const normed = look.normed(ref);
        if (!normed) throw new Error('not taken apart');
        const mine = before.slice(Math.floor(index / width) * width).slice(0, width);
        const mean = mine.reduce((sum, x) => sum + x, 0) / width;
        expect(normed.mean).toBeCloseTo(mean, 5);
        expect(normed.deviation).toBeCloseTo(
          Math.sqrt(mine.reduce((sum, x) => sum + (x - mean) ** 2, 0) / width + 1e-5),
          5,
        );
        const bias = look.terms(ref)?.operands.filter(({ kind }) => kind === 'param')[1]?.value ?? 0;
        expect(normed.product + bias).toBeCloseTo(look.number(ref), 5);
      }
    }
    expect(look.normed({ kind: 'value', id: 1, index: 0 })).toBeUndefined();
  });

  test('its gradients are those of the mean loss over the places', async () => {
    const stepper = await stepped(fresh('the cat sat'));
    const [...samples] = stepper.samples;
    const loss = (id: number, by: number): number => {
      const values = stepper.tensor('param', id, 0);
      const before = values[3] ?? 0;
      values[3] = before + by;
      stepper.load(samples, false);
      stepper.run(stepper.forwards);
      const { loss: made } = stepper;
      stepper.tensor('param', id, 0)[3] = before;
      return made;
    };
    const slopes = stepper.params.map(({ id }) => stepper.tensor('paramGradient', id, 0)[3] ?? 0);
    for (const { id } of stepper.params) {
      const numeric = (loss(id, 1e-2) - loss(id, -1e-2)) / 2e-2;
      expect(Math.abs((slopes[id] ?? 0) - numeric)).toBeLessThan(1e-3 + 0.05 * Math.abs(numeric));
    }
    expect(Math.max(...slopes.map(Math.abs))).toBeGreaterThan(0.01);
  });
});

test('what each operation does is told from its neighbours', async () => {
  const { plan } = await stepped(fresh('the cat sat'));
  expect(plan.rows.map((row) => `${layerOfRow(row)} ${roleOf(plan, row)}`)).toEqual([
    '0 in',
    '0 embed',
    '0 pos',
    '1 norm',
    ...['toQ', 'headsQ', 'toK', 'headsK', 'toV', 'headsV'].map((role) => `1 ${role}`),
    ...['scores', 'scale', 'mask', 'softmax', 'mix', 'merge', 'output', 'addAttention'].map(
      (role) => `1 ${role}`,
    ),
    ...['normMlp', 'up', 'gelu', 'down', 'addMlp'].map((role) => `1 ${role}`),
    '0 norm',
    '0 logits',
    '0 answer',
  ]);
});

test('around any activation function the MLP is known; what is not known has its short name', async () => {
  const read = fresh('the cat sat');
  const { plan } = await stepped({ ...read, notation: read.notation.replace('gelu', 'tanh') });
  const at = plan.rows.findIndex(({ op }) => op === 'tanh');
  expect([-2, -1, 0, 1, 2].map((by) => roleOf(plan, plan.rows[at + by] as Row))).toEqual([
    'normMlp',
    'up',
    'other',
    'down',
    'addMlp',
  ]);
  expect(ownName(plan.rows[at] as Row)).toBe('tanh1');
});

test('of an encoder and a decoder too: which stack, and which tokens its lines and columns are', async () => {
  const { plan } = await stepped(rewriter());
  const said = plan.rows.map((row) => {
    const { lines, columns } = placesOf(plan, row);
    return `${stackOf(plan, row) ?? 'both'} ${roleOf(plan, row)} ${lines}${isAttention(row) ? ` ${columns}` : ''}`;
  });
  const attention = (stack: string, lines: number, columns: number, mask = false) => [
    ...['toQ', 'headsQ'].map((role) => `${stack} ${role} ${lines}`),
    ...['toK', 'headsK', 'toV', 'headsV'].map((role) => `${stack} ${role} ${columns}`),
    ...['scores', 'scale', ...(mask ? ['mask'] : []), 'softmax'].map(
      (role) => `${stack} ${role} ${lines} ${columns}`,
    ),
    ...['mix', 'merge', 'output', 'addAttention'].map((role) => `${stack} ${role} ${lines}`),
  ];
  const mlp = (stack: string, lines: number) =>
    ['normMlp', 'up', 'gelu', 'down', 'addMlp'].map((role) => `${stack} ${role} ${lines}`);
  expect(said).toEqual([
    'both in 0',
    'both embed 0',
    ...['slice', 'pos', 'norm'].map((role) => `encoder ${role} 0`),
    ...attention('encoder', 0, 0),
    ...mlp('encoder', 0),
    'encoder norm 0',
    ...['slice', 'pos', 'norm'].map((role) => `decoder ${role} 3`),
    ...attention('decoder', 3, 3, true),
    'decoder norm 3',
    ...attention('cross', 3, 0),
    ...mlp('decoder', 3),
    ...['norm', 'logits', 'answer'].map((role) => `decoder ${role} 3`),
  ]);
});

test('opened numbers as a link says them; what is not there is left out with what follows', () => {
  const trail: Ref[] = [
    { kind: 'value', id: 12, index: 5, sample: 0 },
    { kind: 'param', id: 3, index: 4, sample: 0 },
  ];
  expect(trailText(trail)).toBe('v12.5-p3.4');
  expect(trailOf('v12.5-p3.4', () => 9)).toEqual(trail);
  expect(trailOf('v12.5-p3.4', (kind) => (kind === 'value' ? 9 : 4))).toEqual(trail.slice(0, 1));
  expect(trailOf('v12.5-x3.4-v1.1', () => 9)).toEqual(trail.slice(0, 1));
  expect(trailOf('', () => 9)).toEqual([]);
});
