// What lessons measure of a small GPT: how well it has learnt, what it expects next, and what it has written.

import type { GptLab } from '../state/gpt';
import type { Lesson } from '../state/gpt-text';
import type { Desk } from './desk';
import type { Measure, Measured } from './measures';

const lists = new WeakMap<Lesson, ReadonlySet<string>>(); // the lines of a text

function linesOf(lesson: Lesson): ReadonlySet<string> {
  const lines = lists.get(lesson) ?? new Set(lesson.letters.spell(lesson.tokens).split('\n'));
  lists.set(lesson, lines);
  return lines;
}

const whole = (text: string): string[] => text.split('\n').slice(0, -1).filter(Boolean); // lines that have come to their end

// Of the lines that it writes now, the share that its text has not.
function invented(lab: GptLab): number | undefined {
  const [sample, lesson, steps] = [lab.samples.now.value, lab.lesson.value, lab.frame.value?.steps];
  if (!sample || !lesson || (!lab.running.value && sample.steps !== steps)) return undefined;
  const lines = whole(sample.text);
  const known = linesOf(lesson);
  return lines.length === 0 ? undefined : lines.filter((line) => !known.has(line)).length / lines.length;
}

// Of the lines in the box that have come to their end, the share that its text has.
function listed(lab: GptLab): number | undefined {
  const lesson = lab.lesson.value;
  const lines = whole(lab.writing.text.value);
  if (!lesson || lines.length === 0) return undefined;
  const known = linesOf(lesson);
  return lines.filter((line) => known.has(line)).length / lines.length;
}

// The largest weight on a place that lies ahead of the one that asks.
function ahead(lab: GptLab): number | undefined {
  let most: number | undefined;
  for (const { heads, length, weights } of lab.writing.looked.value?.attention ?? [])
    for (let row = 0; row < heads * length; row++)
      for (let key = (row % length) + 1; key < length; key++)
        most = Math.max(most ?? 0, weights[row * length + key] ?? 0);
  return most;
}

// Places at which it would answer with the character that stands there: before any layer, or after so many parts.
function repeats(lab: GptLab, parts: number): number | undefined {
  const lens = lab.writing.lens.value;
  const reading = lens?.readings[parts];
  if (!lens || !reading) return undefined;
  const same = lens.tokens.filter((token, i) => reading.tokens[i * reading.each] === token);
  return same.length / lens.tokens.length;
}

// Of the two likeliest: how many times as likely the first is as the second, as the network says it or as it is drawn.
function lead(lab: GptLab, which: 'p' | 'shares'): number | undefined {
  const seen = lab.writing.seen.value;
  if (!seen) return undefined;
  const [first, second] = [...seen.p.keys()].sort((a, b) => (seen.p[b] ?? 0) - (seen.p[a] ?? 0));
  const ratio = (seen[which][first ?? 0] ?? 0) / (seen[which][second ?? 0] ?? 0);
  return Number.isFinite(ratio) ? ratio : undefined; // cold, the second is never drawn
}

const of =
  (read: (lab: GptLab) => Measured): Measure =>
  (desk: Desk) => {
    const lab = desk.gpt.value;
    return lab && read(lab);
  };

export const GPT_MEASURES: Readonly<Record<string, Measure>> = {
  'gpt.steps': of((lab) => lab.frame.value?.steps),
  'gpt.loss': of((lab) => {
    void lab.grown.value;
    const steps = lab.frame.value?.steps;
    return steps === undefined ? undefined : lab.smoothed(steps);
  }),
  'gpt.testLoss': of((lab) => {
    void lab.grown.value;
    return lab.scores.at(-1)?.test?.loss;
  }),
  'gpt.kinds': of((lab) => lab.lesson.value?.kinds),
  'gpt.guessing': of((lab) => lab.lesson.value && lab.guessing),
  'gpt.parameters': of((lab) => lab.net.value?.parameters),
  'gpt.sampleLength': of((lab) => lab.samples.now.value?.text.length), // characters
  'gpt.invented': of(invented),
  'gpt.surest': of((lab) => lab.writing.seen.value && Math.max(...lab.writing.seen.value.shares)), // as temperature and top k leave it
  'gpt.likeliest': of((lab) => lab.writing.seen.value && Math.max(...lab.writing.seen.value.p)), // as the network says it
  'gpt.typed': of((lab) => lab.writing.letters.value && [...lab.writing.text.value].length), // characters in the box
  'gpt.text': of((lab) => lab.writing.letters.value && lab.writing.text.value), // in the box
  'gpt.byHand': of((lab) => lab.writing.text.value.length - lab.writing.written.value), // of it
  'gpt.lines': of((lab) => whole(lab.writing.text.value).length), // in the box, come to their end
  'gpt.different': of((lab) => new Set(whole(lab.writing.text.value)).size), // of them
  'gpt.listed': of(listed),
  'gpt.names': of((lab) => lab.lesson.value && [...linesOf(lab.lesson.value)].filter(Boolean).length),
  'gpt.characters': of((lab) => lab.lesson.value?.tokens.length),
  'gpt.ahead': of(ahead),
  'gpt.heat': (desk) => Number(desk.setting('gptHeat')) / 100,
  'gpt.lead': of((lab) => lead(lab, 'p')),
  'gpt.leadDrawn': of((lab) => lead(lab, 'shares')),
  'gpt.repeats': of((lab) => repeats(lab, 0)),
  'gpt.repeatsAttended': of((lab) => repeats(lab, 1)), // after attention
};

export const GPT_SHARES = [
  'gpt.invented',
  'gpt.listed',
  'gpt.surest',
  'gpt.likeliest',
  'gpt.ahead',
  'gpt.repeats',
  'gpt.repeatsAttended',
];
