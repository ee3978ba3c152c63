// Of a text that is cut: how many pieces, which, and what the merges make.
import type { Counts } from '../engine/text-cut';
import type { Row, ShownPair } from '../engine/text-messages';
import { wordsOf } from '../engine/text-parts';
import type { Desk } from './desk';

type Measure = (desk: Desk) => number | string | undefined;

const gpt2 = (desk: Desk): Row | undefined => desk.text.value?.rows.gpt2.value;

// Those on show, bytes of a character that is not whole in hex.
function pieces({ window: { ends, bytes } }: Row): string {
  return [...ends].map((end, i) => wordsOf(bytes.subarray(ends[i - 1] ?? 0, end))).join('|');
}

const both = ({ left, right }: ShownPair): string => wordsOf(Uint8Array.of(...left, ...right));

const commonest = ({ ends, bytes }: Counts): string => wordsOf(bytes.subarray(0, ends[0]));

export const TEXT: Readonly<Record<string, Measure>> = {
  'text.characters': (desk) => desk.text.value?.size.value.characters,
  'text.letters': (desk) => [...(desk.text.value?.box.text.value ?? '').matchAll(/\p{L}/gu)].length,
  'text.bytes': (desk) => desk.text.value?.size.value.bytes,
  'text.gpt2': (desk) => gpt2(desk)?.count,
  'text.ids': (desk) => gpt2(desk)?.window.ids.join(' '),
  'text.pieces': (desk) => {
    const row = gpt2(desk);
    return row && pieces(row);
  },
  'text.vocabulary': (desk) => gpt2(desk)?.vocabulary,
  'text.bpe': (desk) => desk.text.value?.rows.bpe.value?.count,
  'text.merges': (desk) => desk.text.value?.learnt.value?.at,
  'text.most': (desk) => desk.text.value?.most.value, // merges that there are
  // Pairs that stand there as often as the next to be joined.
  'text.rivals': (desk) => {
    const pairs = desk.text.value?.learnt.value?.pairs;
    return pairs?.slice(1).filter(({ count }) => count === pairs[0]?.count).length;
  },
  // What the last merge joined, and how often it stood there.
  'text.joined': (desk) => {
    const pair = lastMerge(desk);
    return pair && both(pair);
  },
  'text.stood': (desk) => lastMerge(desk)?.count,
  'text.commonest': (desk) => {
    const counts = desk.text.value?.counts.value;
    return counts && commonest(counts);
  },
  'text.times': (desk) => desk.text.value?.counts.value?.counts[0], // that it is there
};

function lastMerge(desk: Desk): ShownPair | undefined {
  const merges = desk.text.value?.merges.value;
  return merges?.[(desk.text.value?.learnt.value?.at ?? 0) - 1];
}
