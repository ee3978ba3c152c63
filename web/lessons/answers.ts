// What is written as the answer to a question, and the order in which answers to be put in order are dealt.

const GROUPS = /^\d{1,3}(,\d{3})+$/; // 13,002
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

// Undefined: it is no number. One comma that parts no thousands is a decimal comma, as people write it in many countries.
export function readNumber(text: string): number | undefined {
  const bare = text.normalize('NFKC').replace(/\s/g, '').replace('−', '-');
  const [, sign = '', size = ''] = /^([+-]?)(.*)$/.exec(bare) ?? [];
  const plain = sign + withPoint(size);
  return NUMBER.test(plain) ? Number(plain) : undefined;
}

function withPoint(size: string): string {
  if (!size.includes(',')) return size;
  const [whole = '', rest] = size.split('.');
  if (GROUPS.test(whole) && !whole.startsWith('0,')) return size.replaceAll(',', '');
  // 1.234,5: points part the thousands.
  const [before = '', after = '', ...more] = size.split(',');
  if (more.length > 0 || after.includes('.')) return size;
  if (rest !== undefined && !/^\d{1,3}(\.\d{3})+$/.test(before)) return size;
  return `${before.replaceAll('.', '')}.${after}`;
}

// Places in another order, the same for everybody: neither as they are nor the other way round, where there is a third.
export function dealt(count: number, seed: string): readonly number[] {
  const places = [...Array(count).keys()];
  if (count < 3) return places.reverse();
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16777619);
  const draw = (below: number) => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 1;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  const order = [...places];
  do {
    for (let i = count - 1; i > 0; i--) {
      const k = draw(i + 1);
      [order[i], order[k]] = [order[k] ?? 0, order[i] ?? 0];
    }
  } while (order.every((place, i) => place === i) || order.every((place, i) => place === count - 1 - i));
  return order;
}
