// What a lesson claims, executed from every seed that the claim names.
import { expect } from 'vitest';
import type { Claim } from '../../web/lessons/types';
import type { Walk } from '../../web/lessons/walk';
import { type Lesson, PATIENT } from './lesson-page';
import { open } from './page';

const MOST_RUNS = 20; // of a page

// What speaks against a claim: each seed for which it does not hold, or that it holds for more or fewer than it says.
function against({ says, holds }: Claim, found: readonly (readonly string[])[]): readonly string[] {
  const so = found.filter((each) => each.length === 0).length;
  if (so === (holds ?? found.length)) return [];
  return [`${says}: for ${so} of ${found.length}`, ...found.flat()];
}

export async function claimed({ name, claims }: Lesson): Promise<void> {
  const jobs = [...claims.keys()];
  const found = claims.map((): (readonly string[])[] => []); // of each claim, by its seeds
  // Two at a time, each in a page of its own, and a new one now and then: the memories of a hundred nets are more than
  // a browser gives one.
  const work = async () => {
    for (let i = jobs.shift(); i !== undefined; ) {
      const { page, close } = await open(`view=lessons&lesson=${name}`, {}, 'lessons');
      await page.locator('gn-lesson .rows').waitFor(PATIENT);
      for (let runs = 0; i !== undefined && runs < MOST_RUNS; i = jobs.shift())
        for (const seed of claims[i]?.seeds ?? []) {
          found[i]?.push(
            await page
              .locator('gn-lesson')
              .evaluate((lesson, [i, seed]) => (lesson as unknown as { walk: Walk }).walk.broken(i, seed), [
                i,
                seed,
              ] as const),
          );
          runs++;
        }
      await close();
    }
  };
  await Promise.all([work(), work()]);
  expect(claims.flatMap((claim, i) => against(claim, found[i] ?? []))).toEqual([]);
}
