// A claim of a lesson, executed: at a desk of its own, from one seed; where it compares two runs, at two of them.
import { perform } from './actions';
import { compares, holds, isComparison } from './conditions';
import { Desk } from './desk';
import { type Measured, measure } from './measures';
import type { Action, Claim, Comparison, Condition, Goal, Shortcut } from './types';

const PATIENCE_MS = 10_000; // until the last score has come
const STAYS_MS = 250; // what is so for a moment, before the net or the digit has come, is not what is claimed
const RESTS_MS = 4000; // what has not changed for so long does not become so

type Values = Readonly<Record<string, Measured>>;

// All that is measured, once it is as is asked and stays as it is for a moment; where it rests as another, as it is then.
async function settled(
  desk: Desk,
  names: readonly string[],
  isSo: (values: Values) => boolean,
): Promise<Values> {
  const read = (): Values => Object.fromEntries(names.map((name) => [name, measure(desk, name)]));
  let [so, changed, last] = [0, 0, '']; // since when
  await desk.until(() => {
    const values = read();
    const said = JSON.stringify(values);
    const now = performance.now();
    if (said !== last || !desk.asChosen) so = changed = now;
    if (!isSo(values)) so = now;
    last = said;
    return now - so >= STAYS_MS || now - changed >= RESTS_MS;
  }, PATIENCE_MS);
  return read();
}

// What is seen once it has been done from there.
async function done<Seen>(
  start: string,
  actions: readonly Action[],
  names: readonly string[],
  see: (desk: Desk) => Promise<Seen>,
): Promise<Seen> {
  const desk = new Desk(start, false); // most of what curves cost is scores
  try {
    const speaksOf = (what: string) => names.some((name) => name.startsWith(what));
    if (speaksOf('train.')) desk.train();
    if (speaksOf('points.')) desk.plane();
    if (speaksOf('slopes.')) desk.slopes();
    if (speaksOf('text.')) await desk.textLab();
    if (speaksOf('words.')) await desk.wordsLab();
    if (speaksOf('places.') || speaksOf('lookup.')) await desk.vectorsLab();
    if (speaksOf('rewrite.')) await desk.rewrite();
    if (speaksOf('gpt.')) (await desk.gptLab()).writing.openLens();
    await perform(desk, actions);
    return await see(desk);
  } finally {
    desk.end();
  }
}

// What does not hold, with what was measured.
export async function broken(
  { says, start, do: actions, than, expect, next = [] }: Claim,
  seed: number,
): Promise<readonly string[]> {
  const names = [
    ...new Set([expect, ...next.map((stage) => stage.expect)].flat().map((each) => each.measure)),
  ];
  const compared = [...new Set(expect.map((each) => each.measure))];
  const from = (text: string) => text.replaceAll('{seed}', String(seed));
  const all = (values: Values) => compared.every((name) => values[name] !== undefined);
  const there: Values = than
    ? await done(from(than.start ?? start), than.do ?? actions, compared, (desk) =>
        settled(desk, compared, all),
      )
    : {};
  const tried = async (desk: Desk, says: string, expect: readonly (Condition | Comparison)[]) => {
    const isSo = (each: Condition | Comparison, values: Values) =>
      isComparison(each) ? compares(each, values[each.measure], there[each.measure]) : holds(desk, each);
    const measured = [...new Set(expect.map((each) => each.measure))];
    const here = await settled(desk, measured, (values) => expect.every((each) => isSo(each, values)));
    return expect
      .filter((each) => !isSo(each, here))
      .map((each) => {
        const against = isComparison(each) ? ` against ${there[each.measure]}` : '';
        return `${says}, seed ${seed}: ${JSON.stringify(each)}, measured ${here[each.measure]}${against}`;
      });
  };
  return done(from(start), actions, names, async (desk) => {
    const found = await tried(desk, says, expect);
    for (const stage of next) {
      await perform(desk, stage.do);
      found.push(...(await tried(desk, stage.says, stage.expect)));
    }
    return found;
  });
}

// Of a shortcut to a goal: what does not hold although it is said to, and what holds that was to give it away.
export function unmissed(
  start: string,
  before: readonly Action[],
  { when }: Goal,
  { says, do: actions, misses }: Shortcut,
): Promise<readonly string[]> {
  const names = [...new Set(when.map((each) => each.measure))];
  return done(start, [...before, ...actions], names, async (desk) => {
    const others = when.filter((each) => each.measure !== misses);
    const given = when.filter((each) => each.measure === misses);
    const isSo = () => others.every((each) => holds(desk, each)) && !given.every((each) => holds(desk, each));
    const here = await settled(desk, names, isSo);
    if (isSo()) return [];
    return when.map((each) => `${says}: ${JSON.stringify(each)}, measured ${here[each.measure]}`);
  });
}
