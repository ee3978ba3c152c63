// A link's format: what is written into one is read from it; newer and damaged ones are told apart.
import { describe, expect, test } from 'vitest';
import { NO_CHANGE } from '../../web/engine/digit';
import type { Input } from '../../web/state/input';
import { packInk, readLink, unpackInk, writeLink } from '../../web/state/link';
import { newSettings } from '../../web/state/settings';
import { ZERO } from './page';

describe('the format', () => {
  const blank = new Float32Array(784);
  const how = { change: { ...NO_CHANGE, x: -4, scale: 0.85 }, erased: new Set([0, 9, 783]) };

  test('every kind of drawing goes into a link and comes back', () => {
    const settings = newSettings();
    const pixels = Uint8Array.from({ length: 784 }, (_, i) => (i % 5 === 0 ? i % 256 : 0));
    const inputs: Input[] = [
      { kind: 'sample', index: 123 },
      { kind: 'noise', seed: 4_294_967_295 },
      { kind: 'average', label: -1 },
      { kind: 'pixels', pixels },
    ];
    for (const input of inputs) {
      expect(readLink(writeLink(settings, input, blank, how))).toEqual({ input, ...how });
    }
    const value = (id: number, index: number) => ({ kind: 'value', id, index }) as const;
    for (const place of [
      { layer: 2, trail: [] },
      { layer: -1, trail: [value(3, 0)] },
      { layer: 0, trail: [value(9, 9), value(4, 15), value(0, 783)] },
    ]) {
      const text = writeLink(settings, { kind: 'sample', index: 1 }, blank, { ...how, place });
      expect(readLink(text)).toMatchObject({ place });
    }
    const overview = writeLink(settings, { kind: 'sample', index: 1 }, blank, {
      ...how,
      place: { layer: -1, trail: [] },
    });
    expect(overview).not.toContain('at=');
    const strokes = [ZERO[0] ?? [], [[0, 1] as const], [[1, 0] as const, [0, 0] as const]];
    const back = unpackInk(packInk(strokes));
    expect(back.map((stroke) => stroke.length)).toEqual([25, 1, 2]);
    for (const [s, stroke] of strokes.entries()) {
      for (const [i, [x, y]] of stroke.entries()) {
        expect(Math.abs((back[s]?.[i]?.[0] ?? 9) - x)).toBeLessThanOrEqual(0.5 / 2048);
        expect(Math.abs((back[s]?.[i]?.[1] ?? 9) - y)).toBeLessThanOrEqual(0.5 / 2048);
      }
    }
    expect(packInk(back)).toEqual(packInk(strokes)); // from the second time on nothing moves at all
  });

  test('without a version it is of the first; newer and damaged ones are told apart', () => {
    expect(readLink('model=lenet5')).toMatchObject({ change: NO_CHANGE });
    expect(readLink('v=2&model=lenet5')).toEqual({ unusable: 'newer', where: 'v' });
    for (const text of [
      'v=1&model=alexnet',
      'v=x',
      'v=0',
      'nothing',
      'ink=',
      'ink=!!',
      'ink=AQ',
      'ink=____________',
      'pixels=AAAA',
      'digit=-1',
      'noise=1e99',
      'change=1,2',
      'change=1,2,3,0,0',
      'change=NaN,0,0,1,0',
      'erased=AAAA',
      'average=11',
      'at=',
      'at=x',
      'at=-1',
      'at=1-2',
      'at=1-2.',
      'at=1-2.3-',
      'at=1-2.3.4',
      `at=1${'-1.1'.repeat(33)}`,
    ]) {
      expect(readLink(text), text).toEqual({
        unusable: 'malformed',
        where: text.replace('v=1&', '').split('=')[0],
      });
    }
    expect(readLink(`v=1&ink=${'A'.repeat(3_000_000)}`)).toMatchObject({ unusable: 'long' });
    const good = writeLink(
      newSettings(),
      { kind: 'strokes', strokes: [[[0.5, 0.5]]], demo: false },
      blank,
      how,
    );
    for (let cut = good.indexOf('ink=') + 4; cut < good.indexOf('&change'); cut++) {
      expect(readLink(good.slice(0, cut)), String(cut)).toEqual({ unusable: 'malformed', where: 'ink' });
    }
  });
});
