// Writes down the learner's run while it is made, so that it is in the list as soon as it rests.
import type { Frame } from '../engine/run-messages';
import type { RunHandle } from './run-handle';
import { RUN_VERSION, type RunData, type RunRecord } from './run-record';
import type { RunText } from './run-text';
import type { Runs } from './runs';
import { wishesOf } from './train-text';

const KEEP_AFTER_MS = 700; // of rest
const KEEP_EVERY_MS = 4000; // while it goes on: a page that closes has no time to

// What a run learns from.
export interface Learning {
  readonly data: RunData;
  readonly version: string | Promise<string>; // '': not known
  readonly text?: RunText;
}

export class Recorder {
  #record: (() => RunRecord) | undefined; // of the run, when it has steps that are not kept yet
  #id = '';
  #kept = 0; // steps of the record
  #timer = 0;
  #last = 0; // ms, when it was kept
  #of: Learning | undefined; // none: nothing is written down
  #version = '';

  constructor(
    readonly handle: RunHandle,
    readonly runs: Runs,
  ) {
    addEventListener('pagehide', () => this.keep());
  }

  // Another run begins; the one before is kept. `place`: of the record that it goes on with.
  begin(of: Learning, place?: Recorder['place']): void {
    this.keep();
    this.#id = place?.id ?? newId();
    this.#kept = place?.steps ?? 0;
    this.#of = of;
    this.#version = '';
    if (typeof of.version === 'string') this.#version = of.version;
    else
      void of.version.then((version) => {
        if (of === this.#of) this.#version = version;
      });
  }

  // The run that begins cannot be made again: how it began is not known.
  rest(): void {
    this.keep();
    this.#of = undefined;
  }

  get writes(): boolean {
    return this.#of !== undefined;
  }

  // The record of the run, and how many of its steps that has.
  get place(): { readonly id: string; readonly steps: number } {
    return { id: this.#id, steps: this.#kept };
  }

  // What would be kept of the run as it is now; it is when the run rests.
  note(frame: Frame, learnt: Float32Array): void {
    const of = this.#of;
    if (!of) return;
    // Gone on from the past, it is another run; the one before stays as it was.
    if ((frame.losses.length > 0 ? Math.min(frame.cut, frame.from) : frame.cut) < this.#kept) {
      this.#id = newId();
      this.#kept = 0;
    }
    const rests = frame.state === 'paused' || frame.state === 'done';
    if (frame.losses.length > 0 && frame.steps > 0) {
      // At rest at once: going back in time would take from its curves.
      const record = this.#made(of, frame, learnt);
      const resting = rests ? record() : undefined;
      this.#record = () => resting ?? record();
    }
    clearTimeout(this.#timer);
    if (rests) this.#timer = setTimeout(() => this.keep(), KEEP_AFTER_MS) as unknown as number;
    else if (performance.now() - this.#last > KEEP_EVERY_MS) this.keep();
  }

  #made(of: Learning, frame: Frame, learnt: Float32Array): () => RunRecord {
    const { history, setup, table } = this.handle;
    const source = this.handle.source as NonNullable<RunHandle['source']>; // a frame is of a run
    const { changes, settings } = frame.setup ?? setup.peek();
    const id = this.#id;
    const when = Date.now();
    return () => ({
      version: RUN_VERSION,
      id,
      name: '',
      pinned: false,
      when,
      notation: source.notation,
      ended: changes.reduce((line, each) => ('notation' in each ? each.notation : line), source.notation),
      seed: source.seed,
      data: of.data,
      dataVersion: this.#version,
      ...(of.text ? { text: of.text } : {}),
      samples: source.samples,
      validation: source.validation ?? 0,
      labelNoise: source.labelNoise ?? 0,
      wishes: source.settings,
      now: wishesOf(table.peek(), settings),
      changes: changes.filter(({ at }) => at <= frame.steps),
      steps: frame.steps,
      losses: history.steps === frame.steps ? history.all() : new Float32Array(0),
      scores: history.scores.map(({ health: _, ...score }) => score),
      start: source.start,
      learnt,
    });
  }

  keep(): void {
    this.#last = performance.now();
    const record = this.#record?.();
    this.#record = undefined;
    if (!record) return;
    this.#kept = record.steps;
    this.runs.keep(record);
  }
}

// Needs no secure context, as randomUUID does.
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
