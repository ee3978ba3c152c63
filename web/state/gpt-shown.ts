// Weights of a small GPT that are given, with all that they were made from: the settings become theirs, and the text is cut
// as theirs was.
import { batch } from '@preact/signals-core';
import type { GptLab } from './gpt';
import type { GptNote } from './gpt-file';
import { givenOf } from './gpt-lessons';
import { sizeOfLine } from './gpt-line';
import { sizeOf } from './gpt-sizes';
import { type GptText, textNamed } from './gpt-text';
import { GPT_MERGES } from './settings';

export interface Shown extends GptNote {
  readonly notation: string;
  readonly learnt: Float32Array;
}

// Where their text is here, it is read; else the one that is chosen. False: it cannot be cut so that they go with it.
export async function settingsOf(lab: GptLab, shown: Shown): Promise<boolean> {
  const { gpt, gptSize, gptNet, gptMerges, gptUnits, gptSeed, gptTrain } = lab.session.settings;
  const size = sizeOf(shown.notation);
  if (!sizeOfLine(shown.notation)) return false;
  const name = textNamed(shown.text);
  const isThere = (each: GptText) => each !== 'own' || lab.lessons.own.peek() !== '';
  const merges = GPT_MERGES.find((each) => Number(each) === shown.merges);
  const read = () => lab.lessons.read(lab.text.peek(), lab.cutting.now.peek());
  batch(() => {
    if (name && isThere(name)) gpt.value = name;
    if (merges) gptMerges.value = merges;
    gptUnits.value = '';
    if (size) gptSize.value = size;
    gptNet.value = size ? '' : shown.notation;
    gptTrain.value = shown.settings;
    gptSeed.value = shown.seed;
  });
  if (merges) await read();
  // Of another text, what is learnt is other units.
  if (!merges || !sameBytes(lab.lesson.peek()?.units, shown.units)) {
    lab.cutting.by(givenOf(shown.units));
    await read();
  }
  const lesson = lab.lesson.peek();
  return lesson !== undefined && lab.line.of(lesson.kinds) === shown.notation;
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a?.length === b.length && b.every((byte, i) => byte === a[i]);
}
