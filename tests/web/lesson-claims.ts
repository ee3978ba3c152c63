// What a lesson claims, executed. A comparison, and what does not hold always, from every seed that the claim names; a
// plain figure of a training from three of them, or from all with CLAIM_SEEDS=all: minutes count on a small machine.
import { expect } from 'vitest';
import type { Claim } from '../../web/lessons/types';
import type { Walk } from '../../web/lessons/walk';
import { type Lesson, PATIENT } from './lesson-page';
import { open } from './page';

const ALL = process.env.CLAIM_SEEDS === 'all';
const FEW = 3;

function seedsOf(claim: Claim): readonly number[] {
  const trains = /"(train|points|words|gpt|rewrite)":/.test(JSON.stringify([claim.do, claim.next]));
  return ALL || !trains || claim.than || claim.holds !== undefined ? claim.seeds : claim.seeds.slice(0, FEW);
}

// What speaks against a claim: each seed for which it does not hold, or that it holds for more or fewer than it says.
function against({ says, holds }: Claim, found: readonly (readonly string[])[]): readonly string[] {
  const so = found.filter((each) => each.length === 0).length;
  if (so === (holds ?? found.length)) return [];
  return [`${says}: for ${so} of ${found.length}`, ...found.flat()];
}

export async function claimed({ name, claims }: Lesson): Promise<void> {
  const jobs = [...claims.keys()];
  const found = claims.map((): (readonly string[])[] => []); // of each claim, by its seeds
  // Two at a time, each in a page of its own: the memories of a hundred nets are more than a browser gives one.
  const work = async () => {
    for (let i = jobs.shift(); i !== undefined; i = jobs.shift()) {
      const { page, close } = await open(`view=lessons&lesson=${name}`, {}, 'lessons');
      await page.locator('gn-lesson .rows').waitFor(PATIENT);
      const claim = claims[i];
      for (const seed of claim ? seedsOf(claim) : [])
        found[i]?.push(
          await page
            .locator('gn-lesson')
            .evaluate((lesson, [i, seed]) => (lesson as unknown as { walk: Walk }).walk.broken(i, seed), [
              i,
              seed,
            ] as const),
        );
      await close();
    }
  };
  await Promise.all([work(), work()]);
  expect(claims.flatMap((claim, i) => against(claim, found[i] ?? []))).toEqual([]);
}
