// Where the dots of the words' map lie.
import { expect, test } from 'vitest';
import { layDots } from '../../web/widgets/words-map-draw';

test.each([2, 3])('a map by UMAP of %i axes fills its frame, wherever its middle lies', (axes) => {
  const n = 200;
  const places = Float32Array.from(
    { length: n * axes },
    (_, i) => 7 + Math.sin(i * 1.7) + (i === 0 ? 40 : 0),
  );
  const ids = Int32Array.from({ length: n }, (_, i) => i);
  for (const turn of [
    [0, 0],
    [0.5, 0.3],
    [2, -1],
  ] as const) {
    const dots = layDots(ids, places, axes, [500, 400], turn, true);
    for (const side of ['x', 'y'] as const) {
      const [low, high] = [
        Math.min(...dots.map((dot) => dot[side])),
        Math.max(...dots.map((dot) => dot[side])),
      ];
      const all = side === 'x' ? 500 : 400;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(all);
      expect(high - low).toBeGreaterThan(0.35 * 400);
      expect(Math.abs((low + high) / 2 - all / 2)).toBeLessThan(0.15 * all);
    }
    for (const { depth } of dots) expect(depth >= 0 && depth <= 1).toBe(true);
  }
});
