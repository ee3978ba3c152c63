// A line of notation of the learner's own in place of a size: fitted to the text, and tried before it runs.
import { batch, signal } from '@preact/signals-core';
import { type CoreError, Refused } from '../engine/errors';
import { type Plan, readsTokens } from '../engine/plan';
import type { GptLab } from './gpt';
import { GPT_SIZES, gptLine, SIZE_NAMES, type Size, type SizeName, sizeOf } from './gpt-sizes';

const HEAD = /^\s*in\s+(\d+)(?:\s+ids\s*=\s*\d+)?\s*;/;
const TAIL = /\bdense\s+\d+([^;{}]*);\s*softmax_ce\s*;?\s*$/;
const MOST_WINDOW = 4096;
const MOST_BEFORE = 50;

// As many tokens at both ends as the text has, all between as it is.
export const fitted = (line: string, kinds: number): string =>
  line
    .replace(HEAD, (_, window: string) => `in ${window} ids=${kinds};`)
    .replace(TAIL, (_, rest: string) => `dense ${kinds}${rest}; softmax_ce`);

// A preset, or what suits the preset that is about as wide. Undefined: it does not begin with so many tokens.
export function sizeOfLine(line: string): Size | undefined {
  const name = sizeOf(line);
  if (name) return GPT_SIZES[name];
  const window = Number(HEAD.exec(line)?.[1]);
  if (!(window >= 1 && window <= MOST_WINDOW)) return undefined;
  const width = Number(/\bembed\s+(\d+)/.exec(line)?.[1] ?? 0);
  const near = SIZE_NAMES.map((each) => GPT_SIZES[each]).find((each) => each.width >= width);
  return { ...(near ?? GPT_SIZES.middle), window, width };
}

// Why it is a net, but none that goes on with a text: it does not read tokens and say at every place what comes next; or
// what comes next has been seen.
export function unfit(plan: Plan, kinds: number): 'ends' | 'ahead' | undefined {
  const answer = plan.rows[plan.answer];
  const window = plan.rows.find(({ op }) => op === 'in')?.size ?? 0;
  const isEnd = answer?.op === 'softmax_ce' && plan.answer === plan.rows.length - 1;
  const isEach = isEnd && answer.size === window * kinds && answer.shape.at(-1) === kinds;
  if (!isEach || !readsTokens(plan)) return 'ends';
  const looks = plan.rows.filter(({ op, shape }) => op === 'softmax' && shape.length > 1);
  const isBlind = looks.every(({ inputs }) => plan.rows[inputs[0] ?? -1]?.op === 'mask');
  return isBlind ? undefined : 'ahead';
}

export type Why = CoreError | 'ends' | 'ahead';

export class GptLine {
  readonly typed = signal<string | undefined>(undefined); // until it runs
  readonly refused = signal<Why | undefined>(undefined);
  readonly before = signal<readonly { readonly size: SizeName; readonly net: string }[]>([]);

  constructor(readonly lab: GptLab) {}

  get text(): string {
    return this.typed.value ?? this.lab.net.value?.notation ?? '';
  }

  type(text: string): void {
    batch(() => {
      this.typed.value = text;
      this.refused.value = undefined;
    });
  }

  drop(): void {
    batch(() => {
      this.typed.value = undefined;
      this.refused.value = undefined;
    });
  }

  refuse(line: string, why: Why): void {
    batch(() => {
      this.typed.value = line;
      this.refused.value = why;
    });
  }

  // It runs at once, or says why it cannot; what ran before goes on meanwhile.
  async try(): Promise<void> {
    const { lab } = this;
    const typed = this.typed.peek();
    const lesson = lab.lesson.peek();
    const engine = lab.session.making?.engine;
    if (typed === undefined || !lesson || !engine) return;
    const line = fitted(typed, lesson.kinds);
    const seed = lab.session.settings.gptSeed.peek();
    let why: Why | undefined;
    try {
      const { plan } = await engine.probe({ notation: line, seed });
      why = sizeOfLine(line) ? unfit(plan, lesson.kinds) : 'ends';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      why = error.error;
    }
    if (this.typed.peek() !== typed) return; // it was typed on
    if (why) this.refuse(line, why);
    else this.#take(sizeOf(line), line);
  }

  choose(size: SizeName): void {
    this.#take(size, '');
  }

  #take(size: SizeName | undefined, line: string): void {
    const { gptSize, gptNet } = this.lab.session.settings;
    const now = { size: gptSize.peek(), net: gptNet.peek() };
    const next = { size: size ?? now.size, net: size ? '' : line };
    const isOwn = now.net !== '' || next.net !== '';
    batch(() => {
      this.drop();
      if (line === this.lab.net.peek()?.notation) return;
      if (isOwn) this.before.value = [...this.before.peek(), now].slice(-MOST_BEFORE);
      gptSize.value = next.size;
      gptNet.value = next.net;
    });
  }

  undo(): void {
    const { gptSize, gptNet } = this.lab.session.settings;
    const last = this.before.peek().at(-1);
    if (!last) return;
    batch(() => {
      this.drop();
      this.before.value = this.before.peek().slice(0, -1);
      gptSize.value = last.size;
      gptNet.value = last.net;
    });
  }

  // What is built for a text of so many tokens.
  of(kinds: number): string {
    const { gptNet } = this.lab.session.settings;
    return sizeOfLine(gptNet.peek()) ? fitted(gptNet.peek(), kinds) : gptLine(this.lab.size.peek(), kinds);
  }

  // A link's line that cannot be built stays where it can be mended; meanwhile a size learns.
  standIn(line: string, why: Why): void {
    this.refuse(line, why);
    this.lab.session.settings.gptNet.value = '';
  }
}
