// Numbers that lie open, one from the other, as a link says them: "v12.5-p3.4", a kind, its row or parameter, its place.
import type { Kind, Ref } from '../engine/look';

const CODES: Readonly<Record<Kind, string>> = {
  value: 'v',
  gradient: 'g',
  param: 'p',
  paramGradient: 'q',
  loss: 'l',
  target: 't',
  cost: 'c',
};
const KINDS = new Map(Object.entries(CODES).map(([kind, code]) => [code, kind as Kind]));
const MOST = 32;

export const trailText = (trail: readonly Ref[]): string =>
  trail
    .slice(-MOST)
    .map(({ kind, id, index }) => `${CODES[kind]}${id}.${index}`)
    .join('-');

// As far as there are such numbers. `sizes`: of a kind's tensors.
export function trailOf(text: string, size: (kind: Kind, id: number) => number): Ref[] {
  const trail: Ref[] = [];
  for (const each of text === '' ? [] : text.split('-')) {
    const [, code = '', id = '', index = ''] = /^([a-z])(\d{1,5})\.(\d{1,9})$/.exec(each) ?? [];
    const kind = KINDS.get(code);
    if (!kind || Number(index) >= size(kind, Number(id))) break;
    trail.push({ kind, id: Number(id), index: Number(index), sample: 0 });
  }
  return trail;
}
