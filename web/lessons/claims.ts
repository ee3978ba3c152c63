// A claim of a lesson, executed: at a desk of its own, from one seed.
import { perform } from './actions';
import { holds } from './conditions';
import { Desk } from './desk';
import { measure } from './measures';
import type { Claim } from './types';

const PATIENCE_MS = 10_000; // until the last score has come
const STAYS_MS = 250; // what is so for a moment, before the net or the digit has come, is not what is claimed

// The net that the settings name is the one that runs.
function asWished({ session: { running, settings } }: Desk): boolean {
  const now = running.peek();
  return now?.model === settings.model.peek() && now.weights === settings.weights.peek();
}

// What does not hold, with what was measured.
export async function broken(claim: Claim, seed: number): Promise<readonly string[]> {
  const desk = new Desk(claim.start.replaceAll('{seed}', String(seed)));
  try {
    const speaksOf = (what: string) => claim.expect.some((each) => each.measure.startsWith(what));
    if (speaksOf('train.')) desk.train();
    if (speaksOf('points.')) desk.plane();
    if (speaksOf('slopes.')) desk.slopes();
    if (speaksOf('text.')) await desk.textLab();
    if (speaksOf('words.')) await desk.wordsLab();
    if (speaksOf('places.') || speaksOf('lookup.')) await desk.vectorsLab();
    if (speaksOf('rewrite.')) await desk.rewrite();
    if (speaksOf('gpt.')) (await desk.gptLab()).writing.openLens();
    await perform(desk, claim.do);
    const all = () => claim.expect.every((each) => holds(desk, each));
    let since = Number.NaN;
    await desk.until(() => {
      if (!asWished(desk) || !all()) since = Number.NaN;
      else if (Number.isNaN(since)) since = performance.now();
      return performance.now() - since >= STAYS_MS;
    }, PATIENCE_MS);
    return claim.expect
      .filter((each) => !holds(desk, each))
      .map(
        (each) =>
          `${claim.says}, seed ${seed}: ${JSON.stringify(each)}, measured ${measure(desk, each.measure)}`,
      );
  } finally {
    desk.end();
  }
}
