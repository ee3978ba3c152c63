// A training run as the learner steers it: paced, paused, changed between two steps, taken back to any step. What was
// changed is kept with its step, so that the same source and changes make the same numbers.
import type { BatchFacts } from './batch-look';
import { apply, withChange } from './changes';
import { type Checkpoint, Checkpoints, type Past, within } from './checkpoints';
import type { Crew } from './crew';
import { Refused } from './errors';
import type { Next } from './next';
import type { Change, Difference, Frame, Pace, Scored, Single, What } from './run-messages';
import { ScoreClock } from './score-clock';
import { healthOf, scoredNow } from './scored';
import type { Fault, Measure, Trainer } from './trainer';

const FULL: Pace = { unit: 'step', perSecond: Number.POSITIVE_INFINITY };
const BURST_MS = 10; // of steps, before the page is heard again
const KEPT_BYTES = 48 * 2 ** 20; // of checkpoints

export class Run {
  pace: Pace = { unit: 'step', perSecond: 0 };
  until = Number.POSITIVE_INFINITY;
  healthy = false; // its health is looked at
  readonly clock = new ScoreClock();
  crew: Crew | undefined;
  readonly trainer: Trainer;
  readonly resumed: boolean; // goes on from the past that it was given
  #going = false;
  #counted = false; // by the number of its steps
  #waiting = false;
  #underWay = false; // a step is done in part
  #shared = false; // it is a helper's, in part
  #stepBegan = 0;
  #changes: Change[];
  #pending: Change[] = []; // made while a step was under way
  #checkpoints: Checkpoints;
  #scores: Scored[] = [];
  #scoresTold = 0;
  #stale = true; // settings and changes are others than told
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
    past?: Past,
    room = KEPT_BYTES,
  ) {
    this.#checkpoints = new Checkpoints(room);
    this.trainer = trainer;
    this.#changes = [...changes];
    this.resumed = past !== undefined && this.#resume(past);
    if (!this.resumed) this.#applyAt(0);
  }

  // False: it is no past of this run, which begins at its start.
  #resume({ steps, end, seconds, changes, checkpoints }: Past): boolean {
    const now = checkpoints.find(({ step }) => step === steps);
    if (!now) return false;
    try {
      this.trainer.rewrite(now.notation);
      this.trainer.restore(now.bytes);
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
    for (const each of checkpoints) this.#checkpoints.keep(each);
    this.#changes = [...changes];
    this.#spent = 1000 * seconds;
    this.#told = steps;
    this.#end = end;
    return true;
  }

  // All that it takes to go on from here elsewhere. Undefined: a step is done in part.
  past(most: number): Past | undefined {
    if (this.#underWay) return undefined;
    const { steps, notation } = this.trainer;
    const seconds = this.#spent / 1000;
    const now = { step: steps, seconds, notation, bytes: this.trainer.save() };
    return {
      steps,
      end: Math.max(this.#end, steps),
      seconds,
      changes: this.#changes,
      checkpoints: within(this.#checkpoints.list(), now, most),
    };
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
    this.#counted = false;
    this.#owed = 1; // the first comes at once
    this.#clock = now;
  }

  // Steps more than were asked for before, or to the end of the pass in which those end.
  more(steps: number | 'epoch', now: number): void {
    const { trainer } = this;
    const asked = this.#going && this.until !== Number.POSITIVE_INFINITY ? this.until : trainer.steps;
    const count = steps === 'epoch' ? this.#leftOfEpoch(asked - trainer.steps) : steps;
    this.go(FULL, asked + count, now);
    this.#counted = true;
  }

  // Steps that an epoch has left, so many steps from now.
  #leftOfEpoch(ahead: number): number {
    const { epochCount, position, settings } = this.trainer;
    const of = (samples: number) => Math.ceil(samples / (settings.batch ?? 1));
    const whole = of(epochCount);
    return whole - ((whole - of(epochCount - position) + ahead) % whole);
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
    if ('learnt' in what && what.learnt.length !== this.trainer.learnt().length) return; // another net's
    const change: Change = { at: this.trainer.steps, ...what };
    if (this.#underWay) {
      this.#pending.push(change);
      return;
    }
    this.#branch();
    this.#record(change);
  }

  #record(change: Change): void {
    this.#apply(change); // refused, it is not kept
    this.#changes = withChange(this.#changes, change);
  }

  #apply(change: Change): void {
    apply(this.trainer, change);
    this.#stale = true;
    this.crew?.changed();
  }

  #applyAt(step: number): void {
    for (const change of this.#changes) if (change.at === step) this.#apply(change);
  }

  // To a step of the past, from the nearest checkpoint before it.
  seek(step: number): void {
    this.#going = false;
    const last = Math.max(this.#end, this.trainer.steps);
    const kept = this.#replay(Math.min(step, last));
    if (!kept) return;
    this.#end = last;
    this.#spent = 1000 * kept.seconds;
    this.#told = this.trainer.steps;
    this.#losses = [];
  }

  // Returns the checkpoint that it went back to.
  #replay(step: number): Checkpoint | undefined {
    const kept = this.#checkpoints.before(step);
    if (!kept) return undefined;
    this.#underWay = false;
    this.trainer.rewrite(kept.notation);
    this.trainer.restore(kept.bytes);
    this.#stale = true;
    this.#applyAt(kept.step);
    while (this.trainer.steps < step) {
      this.trainer.step();
      this.#applyAt(this.trainer.steps);
    }
    return kept;
  }

  // A step done in part is given up: the run stands before it again.
  #leave(): void {
    if (!this.#underWay) return;
    const pending = this.#pending.splice(0);
    this.#replay(this.trainer.steps);
    for (const change of pending) this.#record({ ...change, at: this.trainer.steps });
  }

  // ---------------------------------------------------------------- one step, looked at

  // What the next step begins with, for a batch of so many samples. Of a run that rests.
  next(samples: number): Next {
    this.#leave();
    return this.trainer.next(samples);
  }

  // One step; none if the run has gone elsewhere meanwhile.
  single({ from, set, back }: Single): void {
    if (this.#going) return;
    this.#leave();
    if (this.trainer.steps !== from) return;
    this.#branch();
    for (const [name, value] of Object.entries(set)) this.#record({ at: from, set: name, value });
    if (!this.#lacksSamples()) this.#step();
    for (const [name, value] of Object.entries(back))
      this.#record({ at: this.trainer.steps, set: name, value });
  }

  // What was learnt by hand since the last step is taken back.
  retract(): void {
    this.#leave();
    const now = this.trainer.steps;
    const kept = this.#changes.filter((change) => change.at !== now || !('learnt' in change));
    if (this.#going || kept.length === this.#changes.length) return;
    this.#branch();
    this.#changes = kept;
    this.#replay(now);
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
    this.#checkpoints.cut(now);
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
      else if (perSecond < Number.POSITIVE_INFINITY) this.#step();
      else if (!this.#quickStep()) return undefined;
      this.#paid();
    }
    if (!this.#going) return undefined;
    return this.#owed >= 1 ? 0 : ((1 - this.#owed) / perSecond) * 1000;
  }

  #paid(): void {
    this.#owed -= 1;
    if (this.trainer.steps >= this.until && !this.#underWay) this.#going = false;
  }

  // Helpers are computing for the step under way; it comes to its end by `arrive`, and until then nothing is changed.
  get awaits(): boolean {
    return this.#shared;
  }

  // False: it is not over yet.
  arrive(): boolean {
    if (!this.#shared || !this.crew?.gather()) return false;
    this.#endShared();
    this.#paid();
    return true;
  }

  // With helpers where there are some. False: it awaits them.
  #quickStep(): boolean {
    const { crew } = this;
    this.#stepBegan = performance.now();
    if (this.#underWay || !crew?.begin(this.trainer)) {
      this.#step();
      crew?.tookAlone(performance.now() - this.#stepBegan);
      return true;
    }
    this.#underWay = this.#shared = true;
    if (!crew.gather()) return false;
    this.#endShared();
    return true;
  }

  #endShared(): void {
    this.#underWay = this.#shared = false;
    const waited = performance.now();
    this.#spent += waited - this.#stepBegan;
    this.#step();
    this.crew?.took(performance.now() - this.#stepBegan);
  }

  #lacksSamples(): boolean {
    this.#waiting = this.trainer.lacksSamples;
    return this.#waiting;
  }

  // A score before the first step, as soon as there are samples for it.
  begin(): void {
    this.#stale ||= this.trainer.train.isDealt; // samples have come
    if (!this.resumed && this.trainer.steps === 0 && this.#scores.length === 0 && !this.trainer.lacksSamples)
      this.#note();
  }

  #step(): void {
    const began = performance.now();
    let loss: number;
    if (this.healthy && !this.#underWay && this.#wantsScore(this.trainer.steps + 1)) {
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
    else this.#note();
  }

  #wantsScore(step: number): boolean {
    const isFast = this.pace.perSecond === Number.POSITIVE_INFINITY;
    return this.clock.wants(step, this.until, isFast ? this.#spent : undefined);
  }

  // What is due at this step.
  #note(): void {
    const { trainer } = this;
    const seconds = this.#spent / 1000;
    const { steps: step, notation } = trainer;
    if (this.clock.keeps(step)) this.#checkpoints.keep({ step, seconds, notation, bytes: trainer.save() });
    if (!this.#wantsScore(step)) return;
    const health = this.healthy ? healthOf(trainer, this.#measures) : undefined;
    if (health) this.#measures = [];
    this.#scores.push(this.clock.time(() => scoredNow(trainer, seconds, health)));
  }

  // The first number that was no number, found by going back to the last checkpoint and looking after each operation.
  findFault(): Fault | undefined {
    const bad = this.trainer.steps;
    const kept = this.#checkpoints.before(bad);
    if (!kept) return undefined;
    this.trainer.rewrite(kept.notation);
    this.trainer.restore(kept.bytes);
    this.#applyAt(kept.step);
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
      const kept = this.#checkpoints.at(step);
      if (!kept) return undefined;
      trainer.rewrite(kept.notation);
      trainer.restore(kept.bytes);
      const [train, test] = [
        trainer.look.score('train', trainer.scored),
        trainer.look.score('test', trainer.scored),
      ];
      return { step, train, test, learnt: trainer.learnt() };
    };
    const [a, b] = [visit(from), visit(to)];
    const changes = a && b ? trainer.look.distances(a.learnt, b.learnt) : [];
    trainer.rewrite(now.notation);
    trainer.restore(now.bytes);
    if (!a || !b) return undefined;
    const { learnt: _a, ...before } = a;
    const { learnt: _b, ...after } = b;
    return { from: before, to: after, changes };
  }

  // Undefined: a step is done in part.
  weighBatches(): BatchFacts | undefined {
    return this.#underWay ? undefined : this.trainer.weighBatches();
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
      counted: this.#going && this.#counted,
      loaded: trainer.train.loaded,
      moment: trainer.moment,
      checkpoints: this.#checkpoints.steps,
      kept: this.#checkpoints.bytes,
      room: this.#checkpoints.most,
      thinned: this.#checkpoints.thinned,
      workers: this.crew?.last ?? 1,
      lost: this.crew?.lost ?? 0,
      divides: trainer.divides,
      ...(learnt ? { learnt: trainer.learnt() } : {}),
      ...(this.#stale
        ? {
            setup: {
              changes: this.#changes,
              notation: trainer.notation,
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
