// Of the letters that one has typed, and that a network rewrites: how many it writes right, and where it looks meanwhile.
import type { Desk } from './desk';

// Of as many as there are, the mean.
function mean(desk: Desk, read: (lab: Answered, k: number) => number): number | undefined {
  const lab = desk.rewriting.value;
  const answers = lab?.answers.value;
  const own = lab?.typed.value;
  if (!answers || !own || own.some((letter, k) => lab.sequences.value[k] !== letter)) return undefined;
  return own.reduce((sum, _, k) => sum + read(answers, k), 0) / own.length;
}

// One's own comes first.
type Answered = NonNullable<ReturnType<NonNullable<Desk['rewriting']['value']>['answers']['peek']>>;

export const OWN_REWRITE = {
  'rewrite.ownRight': (desk: Desk) => mean(desk, ({ letters, right }, k) => Number(letters[k] === right[k])),
  'rewrite.ownStraight': (desk: Desk) => mean(desk, ({ looks, length }, k) => looks[k * length + k] ?? 0),
};
