// Helpers of a run: each computes some slices of a step, the run's own worker the others. Gradients are added in the
// order of the slices, so that the number of workers does not change the numbers; a helper that is gone changes nothing
// either, its slices are computed here.
import { Awake } from './awake';
import { constants } from './generated/layout';
import { HelperLink } from './helper-link';
import type { Mail } from './mail';
import type { Net } from './net';
import { Quicker } from './quicker';
import type { SharedStep } from './shared-step';
import type { Trainer } from './trainer';

const SLICES = 4; // of a helper at a time
const MOST_FLOATS = 4 * 2 ** 20; // of gradients under way, by each
const PATIENCE_MS = 2000;
const WORTH_MS = 0.4; // of a step, below which help comes too late

interface Part {
  readonly helper: HelperLink;
  readonly slices: number;
  taken: boolean;
}

export class Crew {
  news: () => void = () => {}; // an answer has come, or is waited for no more
  #most = 1; // workers in all
  lost = 0; // helpers
  last = 1; // workers of the last step that was larger than one slice
  #quicker: Quicker;
  readonly #awake = new Awake();
  readonly #helpers: HelperLink[] = [];
  #step: SharedStep | undefined;
  #of: Net | undefined; // that the steps are of
  #each = 0; // slices of a helper at a time
  #slices = 0; // of the step under way
  #next = 0; // the first that nobody has been asked for
  #parts: Part[] = []; // in the order of their slices
  #patience = PATIENCE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  // `always`: whether or not it is quicker.
  constructor(
    readonly shared: boolean,
    always = false,
  ) {
    this.#quicker = new Quicker(always);
  }

  add(port: MessagePort): void {
    this.#helpers.push(new HelperLink(port, this.shared, () => this.news()));
  }

  // So many workers from now on; `always`: whether or not it is quicker. Those that there are go.
  become(most: number, always: boolean): void {
    this.#most = most;
    this.#quicker = new Quicker(always);
    this.dismiss();
  }

  dismiss(): void {
    for (const helper of this.#helpers.splice(0)) {
      helper.gone = true; // what it was asked for is computed here
      helper.close();
    }
    this.last = 1;
    this.lost = 0;
    this.#quicker.reset();
    if (this.#parts.length > 0) this.news();
  }

  // Something is to be computed in another way from now on.
  changed(): void {
    this.#quicker.reset();
  }

  #drop(): void {
    for (const helper of this.#helpers.filter(({ gone }) => gone)) {
      helper.close();
      this.#helpers.splice(this.#helpers.indexOf(helper), 1);
      this.lost++;
      this.last = 1;
      this.#quicker.reset();
    }
  }

  // One more would do: it has enough to do, and can.
  wants(trainer: Trainer): boolean {
    const { settings, plan, train } = trainer;
    const helpers = this.#helpers.length;
    if (helpers + this.lost + 1 >= this.#most || !this.#quicker.worth(WORTH_MS)) return false;
    if (helpers > 0 && !this.#quicker.together) return false;
    const slices = Math.ceil(Math.min(settings.batch ?? 1, train.count) / constants.GN_SLICE);
    return helpers + 1 < slices && plan.parameters <= MOST_FLOATS && trainer.divides;
  }

  // What a step took alone, in ms.
  tookAlone(ms: number): void {
    this.#quicker.took(false, ms);
  }

  took(ms: number): void {
    this.#quicker.took(true, ms);
  }

  // Begins a step and asks for its first slices. False: it is to be made alone.
  begin(trainer: Trainer): boolean {
    this.#drop();
    const some = this.#helpers.some(({ ready }) => ready) && this.#quicker.together;
    const step = some ? this.#stepOf(trainer) : undefined;
    if (!step) {
      this.last = 1;
      return false;
    }
    this.#slices = step.begin();
    this.#next = 0;
    if (this.#slices < 2) return false;
    this.#round(step);
    this.last = 1 + this.#parts.length;
    return true;
  }

  // Undefined: the net's rows see the whole batch, or it is too large to be sent.
  #stepOf(trainer: Trainer): SharedStep | undefined {
    if (trainer.net === this.#of) return this.#step;
    this.#of = trainer.net;
    this.#step?.free();
    this.#step = trainer.divides ? trainer.sharedStep() : undefined;
    this.#quicker.reset();
    this.#each = Math.min(SLICES, Math.floor(MOST_FLOATS / Math.max(1, trainer.plan.parameters)));
    if (this.#each === 0) this.#step = undefined;
    return this.#step;
  }

  // The first slices are computed here, while the helpers compute the others.
  #round(step: SharedStep): void {
    const ready = this.#helpers.filter(({ ready, gone }) => ready && !gone);
    const workers = 1 + ready.length;
    const count = Math.min(this.#slices - this.#next, workers * this.#each);
    const share = (worker: number) => Math.floor(count / workers) + (worker < count % workers ? 1 : 0);
    let at = this.#next + share(0);
    this.#parts = [];
    for (const [i, helper] of ready.entries()) {
      const slices = share(i + 1);
      if (slices === 0) break;
      const first = at;
      at += slices;
      helper.meet(step, this.#each);
      helper.ask(slices, (mail: Mail) => {
        step.writeParams(mail);
        for (let k = 0; k < slices; k++) step.deal(mail, k, first + k);
      });
      this.#parts.push({ helper, slices, taken: false });
    }
    this.#next += count;
    const began = performance.now();
    for (let i = share(0); i > 0; i--) step.compute();
    this.#patience = Math.max(PATIENCE_MS, 10 * (performance.now() - began));
    clearTimeout(this.#timer);
    if (this.#parts.length === 0 || this.shared) return;
    this.#timer = setTimeout(() => this.#giveUp(), this.#patience);
    this.#awake.begin();
  }

  #giveUp(): void {
    for (const { helper, taken } of this.#parts) if (!taken && !helper.answer(0)) helper.gone = true;
    this.news();
  }

  // Takes in what has come. True: nothing of the step is missing but what is to be computed here.
  gather(): boolean {
    const step = this.#step;
    if (!step) return true;
    while (this.#parts.length > 0) {
      for (const part of this.#parts) if (!this.#takeIn(step, part)) return false;
      clearTimeout(this.#timer);
      this.#awake.end();
      this.#parts = [];
      if (this.#next < this.#slices) this.#round(step);
    }
    return true;
  }

  // False: it is still to come.
  #takeIn(step: SharedStep, part: Part): boolean {
    const { helper, slices } = part;
    if (part.taken) return true;
    const mail = helper.gone ? undefined : helper.answer(this.#patience);
    if (!mail && !helper.gone && !this.shared) return false;
    if (!mail) helper.gone = true;
    for (let k = 0; k < slices; k++) {
      if (mail) step.take(mail, k);
      else step.compute();
    }
    part.taken = true;
    return true;
  }

  // Nothing more of the step under way is wanted.
  abandon(): void {
    clearTimeout(this.#timer);
    this.#parts = [];
  }
}
