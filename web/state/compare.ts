// The same 28×28 through every shipped model at once: an instance of the core for each, made when it is first asked.
import { signal } from '@preact/signals-core';
import { argmax, type Probe } from '../engine/engine';
import { MODEL_NAMES, type ModelName } from './models';
import type { Session } from './session';

export const KINDS = ['trained', 'plain'] as const; // with and without augmentation
const BUDGET_MS = 4; // of a frame; whom it does not reach answers in the next one

export interface Answer {
  readonly digit: number;
  readonly share: number;
}

export const keyOf = (model: ModelName, kind: (typeof KINDS)[number]): string => `${model}/${kind}`;

export class Comparison {
  readonly answers = signal<ReadonlyMap<string, Answer | 'missing'>>(new Map());
  readonly #session: Session;
  readonly #probes = new Map<string, Probe | 'missing'>();
  #waiting: string[] = [];
  #frame = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  async start(): Promise<void> {
    await this.#session.ready();
    for (const model of MODEL_NAMES) {
      for (const kind of KINDS) {
        const probe = await this.#session.newProbe(model, kind).catch(() => undefined);
        this.#probes.set(keyOf(model, kind), probe ?? 'missing');
        this.run();
      }
    }
  }

  // All of them anew, as far as this frame allows.
  run(): void {
    this.#waiting = [...this.#probes.keys()];
    this.#frame ||= requestAnimationFrame(() => this.#some());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #some(): void {
    this.#frame = 0;
    const pixels = this.#session.digit?.pixels;
    if (!pixels) return;
    const seen = Float32Array.from(pixels);
    for (const [i, value] of this.#session.inspect.pixels) seen[i] = value;
    const answers = new Map(this.answers.peek());
    const start = performance.now();
    while (this.#waiting.length > 0 && performance.now() - start < BUDGET_MS) {
      const key = this.#waiting.shift() as string;
      answers.set(key, ask(this.#probes.get(key), seen));
    }
    performance.measure('glassnet:compare', { start, end: performance.now() });
    this.answers.value = answers;
    if (this.#waiting.length > 0) this.#frame = requestAnimationFrame(() => this.#some());
  }
}

function ask(probe: Probe | 'missing' | undefined, pixels: Float32Array): Answer | 'missing' {
  if (typeof probe !== 'object') return 'missing';
  probe.drawValues(pixels);
  probe.run();
  const p = probe.values(probe.plan.answer);
  const digit = argmax(p);
  return { digit, share: p[digit] ?? Number.NaN };
}
