// The net on show: its instance, run anew when the pad, the experiments or the weights change; why none can be shown;
// and what is done when the core breaks.
import { batch, signal } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import type { ModelSource, Probe } from '../engine/engine';
import { type CoreError, Refused } from '../engine/errors';
import type { Plan } from '../engine/plan';
import { BLANK, type Input } from './input';
import type { Nets } from './nets';
import type { Pad } from './pad';
import { layOn } from './paper';
import type { Session } from './session';
import type { Model, Weights } from './settings';

export type Phase = 'loading' | 'ready' | 'failed';

export interface Running {
  readonly model: Model;
  readonly weights: Weights;
  readonly seed: number;
  readonly plan: Plan;
}

// `kept`: it has the weights of the one before.
type Installed = (running: Running, before: Plan | undefined, kept: boolean) => void;

const KEPT_MEASURES = 600; // of the time from a move to the bars

export class OnShow {
  readonly phase = signal<Phase>('loading');
  readonly running = signal<Running | undefined>(undefined);
  readonly waiting = signal(false); // for another model
  readonly refused = signal<{ readonly text: string; readonly error: CoreError } | undefined>(undefined);
  readonly frame = signal(0); // counts forward passes: values are new
  readonly blank = signal(true);
  readonly coming = signal(false); // blank only because what is to be read is on its way
  readonly #session: Session;
  readonly #nets: Nets;
  readonly #pad: Pad;
  readonly #installed: Installed;
  #probe: Probe | undefined;
  #source: ModelSource | undefined;
  #wish = 0;
  #dirty = false;
  #started = 0;
  #measured = 0;

  constructor(session: Session, nets: Nets, pad: Pad, installed: Installed) {
    this.#session = session;
    this.#nets = nets;
    this.#pad = pad;
    this.#installed = installed;
  }

  get probe(): Probe | undefined {
    return this.#probe;
  }

  get source(): ModelSource | undefined {
    return this.#source;
  }

  // ---------------------------------------------------------------- another net

  // To make a net takes a while; a later wish for one makes an earlier one void.
  wish(): number {
    return ++this.#wish;
  }

  isVoid(wish: number): boolean {
    return wish !== this.#wish;
  }

  install(probe: Probe, source: ModelSource, running: Running, kept = false): void {
    const before = this.running.peek()?.plan;
    this.#probe = probe;
    this.#source = source;
    batch(() => {
      this.refused.value = undefined;
      this.waiting.value = false;
      this.#installed(running, before, kept);
      this.running.value = running;
      this.#compute();
      this.phase.value = 'ready';
    });
  }

  // Says why a net cannot be shown: in its line, or where there is none, as a notice.
  refuse(error: unknown, text: string): void {
    this.waiting.value = false;
    if (error instanceof Refused) {
      const ofText = error.error.at >= 0 || this.running.peek() !== undefined;
      if (ofText) this.refused.value = { text, error: error.error };
      else this.#session.notice.value = { kind: 'weights-unread' };
    } else if (error instanceof CoreTrap) {
      this.#session.notice.value = { kind: 'trap' };
    } else {
      throw error;
    }
  }

  // ---------------------------------------------------------------- running

  // However many moves come in, one forward pass a frame.
  again(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    requestAnimationFrame(() => {
      this.#dirty = false;
      this.#compute();
    });
  }

  // The bars are up to date: how long that took, from when the work of this frame began.
  seen(): void {
    if (this.#started === 0) return;
    performance.measure('glassnet:move', { start: this.#started, end: performance.now() });
    this.#started = 0;
    if (++this.#measured % KEPT_MEASURES === 0) performance.clearMeasures('glassnet:move');
  }

  #compute(): void {
    const probe = this.#probe;
    if (!probe) return;
    const { inspect } = this.#session;
    this.#started = performance.now();
    try {
      const input = this.#pad.input.peek();
      const blank = !this.#prepare(probe, input);
      this.blank.value = blank;
      this.coming.value = blank && this.#session.awaits(input);
      probe.run(inspect.pixels, inspect.rows.peek());
      this.frame.value++;
    } catch (error) {
      this.recover(error);
    }
  }

  #prepare(probe: Probe, input: Input): boolean {
    const { settings, samples, experiments } = this.#session;
    const stages = { fit: settings.fit.peek(), centre: settings.centre.peek() };
    const inked = layOn(probe, input, samples.peek(), stages);
    experiments.apply(probe);
    return inked;
  }

  // A trapped instance is thrown away and made again, with a blank pad if it was the drawing that broke it.
  recover(error: unknown): void {
    const { notice } = this.#session;
    if (error instanceof Refused) {
      notice.value = { kind: 'not-a-picture' };
      this.#pad.put(BLANK);
      return;
    }
    if (!(error instanceof CoreTrap)) throw error;
    const source = this.#source;
    const running = this.running.peek();
    this.#probe = undefined;
    notice.value = { kind: 'trap' };
    this.#pad.giveUp();
    if (!source || !running) return;
    void this.#nets.probe(source)?.then(
      (probe) => this.install(probe, source, running),
      () => {
        this.phase.value = 'failed';
      },
    );
  }
}
