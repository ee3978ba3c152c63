// Work that may take long, in pieces: what is done within a moment is there at once; the rest goes on turn after turn,
// so that the page answers meanwhile.
import { signal } from '@preact/signals-core';
import type { Pieces } from '../engine/pieces';

const TURN_MS = 12;
const SHOWN_MS = 120; // between two looks at how far it is

interface Job {
  readonly work: Pieces<unknown>;
  readonly done: (result: unknown) => void;
  readonly piece?: () => void;
}

interface Question {
  readonly key: string;
  readonly job: Job;
  answer?: { readonly is: unknown };
}

export class Turns {
  readonly busy = signal(false); // beyond a moment
  readonly come = signal(0); // counts answers that came later
  #jobs: readonly Job[] = [];
  #questions = new Map<object, Question>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inTurn = false;
  #shown = 0; // when it was last seen how far it is
  #showing = false; // since the turn before

  // What is under way is given up, and what was answered is forgotten.
  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#jobs = [];
    this.#questions.clear();
    this.#tell();
  }

  // `piece`: now and then, while it goes on.
  begin(work: Pieces<void>, done: () => void, piece: () => void): void {
    this.#shown = performance.now();
    this.#add({ work, done, piece });
  }

  // The answer, if it is there within a moment; if not it comes, and is there when asked again. `who` asks one question
  // at a time: another takes the place of the one before.
  ask<T>(who: object, key: string, begin: () => Pieces<T>): T | undefined {
    void this.come.value;
    const before = this.#questions.get(who);
    if (before?.key === key) return before.answer?.is as T | undefined;
    if (before) this.#leave(before.job);
    let later = false;
    const job: Job = {
      work: begin(),
      done: (is) => {
        asked.answer = { is };
        if (later) this.come.value = this.come.peek() + 1;
      },
    };
    const asked: Question = { key, job };
    this.#questions.set(who, asked);
    this.#add(job);
    later = true;
    return asked.answer?.is as T | undefined;
  }

  // ---------------------------------------------------------------- turns

  #add(job: Job): void {
    this.#jobs = [...this.#jobs, job];
    if (this.#timer === undefined && !this.#inTurn) this.#turn();
  }

  #leave(job: Job): void {
    this.#jobs = this.#jobs.filter((each) => each !== job);
  }

  #turn(): void {
    this.#timer = undefined;
    this.#inTurn = true;
    if (this.#showing) this.#shown = performance.now(); // drawing takes none of the work's time
    this.#showing = false;
    const end = performance.now() + TURN_MS;
    try {
      for (let [job] = this.#jobs; job && performance.now() < end; [job] = this.#jobs) this.#piece(job);
    } finally {
      this.#inTurn = false;
      if (this.#jobs.length > 0) this.#timer = setTimeout(() => this.#turn());
      this.#tell();
    }
  }

  #piece(job: Job): void {
    try {
      const { done, value } = job.work.next();
      if (!done) {
        if (performance.now() - this.#shown < SHOWN_MS) return;
        this.#shown = performance.now();
        this.#showing = true;
        job.piece?.();
        return;
      }
      this.#leave(job);
      job.done(value);
    } catch (error) {
      this.#leave(job);
      throw error;
    }
  }

  // Not at once: whoever asks may be drawing.
  #tell(): void {
    queueMicrotask(() => {
      const busy = this.#jobs.length > 0;
      if (busy !== this.busy.peek()) this.busy.value = busy;
    });
  }
}
