// A training run as the learner steers it: paced, paused, changed between two steps, taken back to any step. What was
// changed is kept with its step, so that the same source and changes make the same numbers.
import type { Change, Difference, Frame, Health, Pace, Scored, What } from './run-messages';
import type { Fault, Measure, Trainer } from './trainer';

const BURST_MS = 10; // of steps, before the page is heard again
const SCORED = 1000; // training and test samples that a score is taken over
const VALIDATED = 5000; // that the held out among are scored
const SURVEYED = 200; // training samples that activation rows are looked at over
const KEPT_BYTES = 48 * 2 ** 20; // of checkpoints

interface Checkpoint {
  readonly notation: string;
  readonly bytes: Uint8Array;
}

// Steps after which a score is taken and a checkpoint kept: many at first, when most happens.
export function isDue(step: number): boolean {
  return step % (step < 10 ? 1 : step < 500 ? 10 : step < 2000 ? 50 : 200) === 0;
}

export class Run {
  pace: Pace = { unit: 'step', perSecond: 0 };
  until = Number.POSITIVE_INFINITY;
  healthy = false; // its health is looked at
  readonly trainer: Trainer;
  #going = false;
  #waiting = false;
  #underWay = false; // a step is done in part
  #changes: Change[];
  #pending: Change[] = []; // made while a step was under way
  #checkpoints = new Map<number, Checkpoint>();
  readonly #room: number; // bytes that they may take
  #thinned = 0; // times that half of them went
  #scores: Scored[] = [];
  #scoresTold = 0;
  #stale = true; // settings and changes are others than told
  #seconds = new Map<number, number>(); // by step with a checkpoint
  #spent = 0; // ms of computing
  #losses: number[] = [];
  #told = 0; // steps whose loss has been told
  #cut = Number.POSITIVE_INFINITY;
  #measures: readonly Measure[] = [];
  #owed = 0; // steps or operations, by the clock
  #clock = 0;
  #end = 0; // the last step of the past that is known, when one has gone back

  constructor(
    readonly id: number,
    trainer: Trainer,
    changes: readonly Change[],
    room = KEPT_BYTES,
  ) {
    this.#room = room;
    this.trainer = trainer;
    this.#changes = [...changes];
    this.#applyAt(0);
  }

  // A step is done in part: its numbers are still needed.
  get busy(): boolean {
    return this.#underWay;
  }

  get going(): boolean {
    return this.#going;
  }

  // ---------------------------------------------------------------- steering

  go(pace: Pace, until: number, now: number): void {
    this.#branch();
    this.pace = pace;
    this.until = until;
    this.#going = this.trainer.steps < until || this.#underWay;
    this.#owed = 1; // the first comes at once
    this.#clock = now;
  }

  pause(): void {
    this.#going = false;
  }

  operation(): void {
    this.#going = false;
    this.#branch();
    this.#advance();
  }

  change(what: What): void {
    const change: Change = { at: this.trainer.steps, ...what };
    if (this.#underWay) {
      this.#pending.push(change);
      return;
    }
    this.#branch();
    this.#record(change);
  }

  // A drag makes many changes at one step; only the last of each counts.
  #record(change: Change): void {
    this.#apply(change); // refused, it is not kept
    this.#changes = [...this.#changes.filter((other) => !isSame(other, change)), change];
  }

  #apply(change: Change): void {
    if ('set' in change) this.trainer.set(change.set, change.value);
    else if ('notation' in change) this.trainer.rewrite(change.notation);
    else if ('freeze' in change) this.trainer.freeze(change.freeze, change.frozen);
    else this.trainer.setParam(change.param, change.index, change.value);
    this.#stale = true;
  }

  #applyAt(step: number): void {
    for (const change of this.#changes) if (change.at === step) this.#apply(change);
  }

  // To a step of the past, from the nearest checkpoint before it.
  seek(step: number): void {
    this.#going = false;
    this.#underWay = false;
    const last = Math.max(this.#end, this.trainer.steps);
    const from = Math.max(...[...this.#checkpoints.keys()].filter((each) => each <= step), 0);
    const kept = this.#checkpoints.get(from);
    if (!kept) return;
    this.#end = last;
    this.trainer.rewrite(kept.notation);
    this.trainer.restore(kept.bytes);
    this.#stale = true;
    this.#applyAt(from);
    while (this.trainer.steps < Math.min(step, last)) {
      this.trainer.step();
      this.#applyAt(this.trainer.steps);
    }
    this.#spent = 1000 * (this.#seconds.get(from) ?? 0);
    this.#told = this.trainer.steps;
    this.#losses = [];
  }

  // Going on from the past, what came after it is no longer so.
  #branch(): void {
    const now = this.trainer.steps;
    if (now >= this.#end) return;
    this.#end = 0;
    this.#cut = Math.min(this.#cut, now);
    this.#told = now;
    this.#losses = [];
    this.#changes = this.#changes.filter(({ at }) => at <= now);
    this.#scores = this.#scores.filter(({ step }) => step <= now);
    this.#scoresTold = Math.min(this.#scoresTold, this.#scores.length);
    this.#stale = true;
    for (const step of this.#checkpoints.keys()) if (step > now) this.#checkpoints.delete(step);
  }

  // ---------------------------------------------------------------- running

  // Does what is due by now. Returns ms until the next is; undefined: nothing will be.
  tick(now: number): number | undefined {
    if (!this.#going) return undefined;
    const { perSecond, unit } = this.pace;
    // At full speed no time at all owes all the same: 0 · ∞ would be no number.
    const gained =
      perSecond === Number.POSITIVE_INFINITY ? perSecond : ((now - this.#clock) / 1000) * perSecond;
    this.#owed = Math.min(this.#owed + gained, Math.max(1, perSecond / 20));
    this.#clock = now;
    const began = performance.now();
    while (this.#going && this.#owed >= 1 && performance.now() - began < BURST_MS) {
      if (this.#lacksSamples()) return 50;
      if (unit === 'operation') this.#advance();
      else this.#step();
      this.#owed -= 1;
      if (this.trainer.steps >= this.until && !this.#underWay) this.#going = false;
    }
    if (!this.#going) return undefined;
    return this.#owed >= 1 ? 0 : ((1 - this.#owed) / perSecond) * 1000;
  }

  #lacksSamples(): boolean {
    this.#waiting = this.trainer.lacksSamples;
    return this.#waiting;
  }

  // A score before the first step, as soon as there are samples for it.
  begin(): void {
    this.#stale ||= this.trainer.train.isDealt; // samples have come
    if (this.trainer.steps === 0 && this.#scores.length === 0 && !this.trainer.lacksSamples) this.#note();
  }

  #step(): void {
    const began = performance.now();
    let loss: number;
    if (this.healthy && !this.#underWay && isDue(this.trainer.steps + 1)) {
      const done = this.trainer.stepMeasured();
      loss = done.loss;
      this.#measures = done.measures;
    } else {
      loss = this.trainer.step();
    }
    this.#spent += performance.now() - began;
    this.#ended(loss);
  }

  #advance(): void {
    if (this.#lacksSamples()) return;
    const began = performance.now();
    const ended = this.trainer.advance();
    this.#spent += performance.now() - began;
    this.#underWay = !ended;
    if (ended) this.#ended(this.trainer.loss);
  }

  #ended(loss: number): void {
    this.#underWay = false;
    this.#losses.push(loss);
    for (const change of this.#pending.splice(0)) this.#record({ ...change, at: this.trainer.steps });
    this.#applyAt(this.trainer.steps);
    if (!Number.isFinite(loss)) this.#going = false;
    else if (isDue(this.trainer.steps)) this.#note();
  }

  #note(): void {
    const step = this.trainer.steps;
    const seconds = this.#spent / 1000;
    this.#seconds.set(step, seconds);
    this.#checkpoints.set(step, { notation: this.trainer.notation, bytes: this.trainer.save() });
    this.#thin();
    const { epoch, position } = this.trainer;
    const samples = epoch * this.trainer.train.count + position;
    this.#scores.push({
      step,
      samples,
      epoch: samples / this.trainer.train.count,
      seconds,
      train: this.trainer.score('train', SCORED),
      validation: this.trainer.train.validates ? this.trainer.score('validation', VALIDATED) : undefined,
      test: this.trainer.score('test', SCORED),
      ...(this.healthy ? { health: this.#health() } : {}),
    });
  }

  #health(): Health {
    const measures = this.#measures;
    this.#measures = [];
    return { measures, activity: this.trainer.survey(SURVEYED), twins: this.trainer.twins() };
  }

  // Over budget, every second checkpoint goes, but never the start.
  #thin(): void {
    const bytes = this.trainer.checkpointBytes;
    if (this.#checkpoints.size * bytes <= this.#room || this.#checkpoints.size < 4) return;
    this.#thinned++;
    [...this.#checkpoints.keys()]
      .sort((a, b) => a - b)
      .forEach((step, i, { length }) => {
        if (i % 2 === 1 && i < length - 1) this.#checkpoints.delete(step);
      });
  }

  // The first number that was no number, found by going back to the last checkpoint and looking after each operation.
  findFault(): Fault | undefined {
    const bad = this.trainer.steps;
    const from = Math.max(...[...this.#checkpoints.keys()].filter((each) => each <= bad));
    const kept = this.#checkpoints.get(from);
    if (!kept) return undefined;
    this.trainer.rewrite(kept.notation);
    this.trainer.restore(kept.bytes);
    this.#applyAt(from);
    while (this.trainer.steps <= bad) {
      const fault = this.trainer.stepWatched();
      if (fault) return fault;
      this.#applyAt(this.trainer.steps);
    }
    return undefined;
  }

  // Two checkpoints beside each other; the run stays where it is. Undefined: one of them is kept no more.
  compare(from: number, to: number): Difference | undefined {
    if (this.#underWay) return undefined;
    const { trainer } = this;
    const now = { notation: trainer.notation, bytes: trainer.save() };
    const visit = (step: number) => {
      const kept = this.#checkpoints.get(step);
      if (!kept) return undefined;
      trainer.rewrite(kept.notation);
      trainer.restore(kept.bytes);
      const [train, test] = [trainer.score('train', SCORED), trainer.score('test', SCORED)];
      return { step, train, test, learnt: trainer.learnt() };
    };
    const [a, b] = [visit(from), visit(to)];
    const changes = a && b ? trainer.distances(a.learnt, b.learnt) : [];
    trainer.rewrite(now.notation);
    trainer.restore(now.bytes);
    if (!a || !b) return undefined;
    const { learnt: _a, ...before } = a;
    const { learnt: _b, ...after } = b;
    return { from: before, to: after, changes };
  }

  // ---------------------------------------------------------------- telling

  frame(learnt: boolean): Frame {
    const { trainer } = this;
    const steps = trainer.steps;
    const losses = Float32Array.from(this.#losses.splice(0));
    const from = steps - losses.length;
    this.#told = steps;
    const frame: Frame = {
      kind: 'frame',
      id: this.id,
      steps,
      epoch: trainer.epoch,
      position: trainer.position,
      seconds: this.#spent / 1000,
      from,
      losses,
      scores: this.#scores.slice(this.#scoresTold),
      cut: this.#cut,
      state: this.#going ? (this.#waiting ? 'waiting' : 'running') : steps >= this.until ? 'done' : 'paused',
      loaded: trainer.train.loaded,
      moment: trainer.moment,
      checkpoints: [...this.#checkpoints.keys()].sort((a, b) => a - b),
      kept: [...this.#checkpoints.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
      room: this.#room,
      thinned: this.#thinned,
      ...(learnt ? { learnt: trainer.learnt() } : {}),
      ...(this.#stale
        ? {
            setup: {
              changes: this.#changes,
              settings: trainer.settings,
              used: [...trainer.used],
              schedule: trainer.schedule,
              partition: trainer.train.partition,
            },
          }
        : {}),
    };
    this.#cut = Number.POSITIVE_INFINITY;
    this.#scoresTold = this.#scores.length;
    this.#stale = false;
    return frame;
  }

  get told(): number {
    return this.#told;
  }
}

function isSame(a: Change, b: Change): boolean {
  if (a.at !== b.at) return false;
  if ('set' in a) return 'set' in b && a.set === b.set;
  if ('notation' in a) return 'notation' in b;
  if ('freeze' in a) return 'freeze' in b && a.freeze === b.freeze;
  return 'param' in b && a.param === b.param && a.index === b.index;
}
