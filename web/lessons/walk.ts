// A lesson that is being walked: its step, its desks, what was answered and what was reached.
import { computed, effect, signal, untracked } from '@preact/signals-core';
import { perform, Stuck } from './actions';
import { broken, unmissed } from './claims';
import { hold } from './conditions';
import { Desk } from './desk';
import { course, type Given, keep, NOTHING, type Progress } from './progress';
import type { Action, Ask, Goal, Plan, Step } from './types';
import { needs } from './widgets';

const TICK_S = 5; // of the time that a lesson is open

export class Walk {
  readonly step = signal(0);
  readonly hints = signal<Readonly<Record<string, number>>>({}); // shown, by step/goal
  readonly solving = signal(''); // step/goal that is being done
  readonly stuck = signal(''); // step/goal whose solution did not come to its end
  readonly lost = signal<Progress | undefined>(undefined); // by a reset
  readonly progress = computed((): Progress => course.value[this.plan.name] ?? NOTHING);
  readonly desk = signal<Desk | undefined>(undefined);
  readonly #desks = new Map<number, Desk>(); // by the step that begins them
  #stop: (() => void)[] = [];

  constructor(
    readonly plan: Plan,
    first: number,
  ) {
    this.step.value = this.#sound(first);
    const clock = setInterval(() => {
      if (!document.hidden) this.#note({ seconds: this.progress.peek().seconds + TICK_S });
    }, TICK_S * 1000);
    this.#stop.push(
      () => clearInterval(clock),
      effect(() => this.#sit()),
      effect(() => this.#watch()),
    );
  }

  get now(): Step {
    return this.plan.steps[this.step.value] as Step;
  }

  #sound(step: number): number {
    return Math.max(0, Math.min(this.plan.steps.length - 1, step));
  }

  goTo(step: number): void {
    this.step.value = this.#sound(step);
  }

  // ---------------------------------------------------------------- the desk

  #sit(): void {
    const at = this.step.value;
    untracked(() => {
      this.solving.value = ''; // of a step that is left, whose runs rest from now on
      this.#note({ step: at, seen: [...new Set([...this.progress.peek().seen, this.now.id])] });
      this.desk.peek()?.rest();
      this.desk.value = this.#deskOf(at);
      this.#set();
      this.#prepare();
    });
  }

  // Of the step, or of the nearest before it that begins one. All that leads there is begun in its place.
  #deskOf(step: number): Desk {
    const from = this.#begunBy(step);
    const desk = this.#desks.get(from) ?? new Desk(this.plan.steps[from]?.start ?? '');
    this.#desks.set(from, desk);
    return desk;
  }

  // What the step before left behind is not what this one begins with.
  #set(): void {
    if (this.now.set !== undefined) this.desk.peek()?.apply(this.now.set);
  }

  #prepare(): void {
    const wanted = needs(this.now.widgets.flat());
    const desk = this.desk.peek();
    const { pace } = this.now;
    if (wanted.has('slopes')) desk?.slopes();
    if (wanted.has('rewrite') && pace !== undefined) void desk?.rewrite().then((lab) => lab.setPace(pace));
    if (wanted.has('lens')) void desk?.gptLab().then(({ writing }) => writing.openLens());
    const learners = [wanted.has('train') && desk?.train(), wanted.has('points') && desk?.plane()];
    for (const learner of learners) if (learner && pace !== undefined) learner.setPace(pace);
  }

  // As the step began.
  again(): void {
    const step = this.step.peek();
    const from = this.#begunBy(step);
    this.solving.value = '';
    this.#desks.get(from)?.end();
    this.#desks.delete(from);
    this.#sit();
  }

  end(): void {
    for (const stop of this.#stop) stop();
    this.solving.value = '';
    for (const desk of this.#desks.values()) desk.end();
  }

  // ---------------------------------------------------------------- questions

  answered(ask: Ask): Given | undefined {
    return this.progress.value.answers[`${this.now.id}/${ask.id}`];
  }

  answer(ask: Ask, given: Given): void {
    const { answers } = this.progress.peek();
    this.#note({ answers: { ...answers, [`${this.now.id}/${ask.id}`]: given } });
  }

  takeBack(ask: Ask): void {
    const { [`${this.now.id}/${ask.id}`]: _, ...answers } = this.progress.peek().answers;
    this.#note({ answers });
  }

  isRight(ask: Ask, given: Given): boolean {
    if (ask.kind === 'choice') return given === ask.right;
    if (ask.kind === 'number') return Math.abs(Number(given) - ask.value) <= ask.within;
    return Array.isArray(given) && given.every((place, i) => place === i);
  }

  // Before a prediction is committed, the widgets wait.
  get waits(): boolean {
    return (this.now.asks ?? []).some((ask) => ask.first === true && this.answered(ask) === undefined);
  }

  // ---------------------------------------------------------------- goals

  reached(goal: Goal): boolean {
    return this.progress.value.goals.includes(`${this.now.id}/${goal.id}`);
  }

  #watch(): void {
    const desk = this.desk.value;
    if (!desk || this.waits || !desk.asChosen) return;
    const { now } = this;
    for (const goal of now.goals ?? []) {
      const key = `${now.id}/${goal.id}`;
      if ((this.reached(goal) && untracked(() => desk.met.value.has(key))) || !hold(desk, goal.when))
        continue;
      desk.met.value = new Set([...untracked(() => desk.met.value), key]);
      if (this.reached(goal)) continue;
      const { goals } = untracked(() => this.progress.peek());
      this.#note({ goals: [...goals, `${now.id}/${goal.id}`] });
    }
  }

  // Goals of earlier steps that this step builds on and that were not reached at this desk.
  get missing(): readonly { readonly key: string; readonly goal: Goal }[] {
    const step = this.step.value;
    const { steps } = this.plan;
    const from = Math.max(0, this.#begunBy(step));
    const met = this.desk.value?.met.value;
    return steps
      .slice(from, step)
      .flatMap(({ id, goals = [] }) =>
        goals.map((goal) => ({ key: `${id}/${goal.id}`, goal })).filter(({ key }) => !met?.has(key)),
      );
  }

  // As they would have been: the last one's solution leads through the others'.
  async catchUp(): Promise<void> {
    const desk = this.desk.peek();
    for (const { key, goal } of this.missing) {
      if (!(await this.#run(desk, goal, key)) || !desk) return;
      desk.met.value = new Set([...desk.met.peek(), key]);
    }
    this.#set();
  }

  #begunBy(step: number): number {
    return this.plan.steps.findLastIndex(({ start }, i) => i <= step && start !== undefined);
  }

  hint(goal: Goal): void {
    const key = `${this.now.id}/${goal.id}`;
    this.hints.value = { ...this.hints.peek(), [key]: (this.hints.peek()[key] ?? 0) + 1 };
  }

  async solve(goal: Goal): Promise<void> {
    await this.#run(this.desk.peek(), goal, `${this.now.id}/${goal.id}`);
  }

  // False: it did not come to its end.
  async #run(desk: Desk | undefined, goal: Goal, key: string): Promise<boolean> {
    if (!desk || this.solving.peek() !== '') return false;
    this.solving.value = key;
    this.stuck.value = '';
    try {
      await this.#do(desk, goal.solution, key);
      return this.solving.peek() === key;
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      this.stuck.value = key;
      return false;
    } finally {
      if (this.solving.peek() === key) this.solving.value = '';
    }
  }

  #do(desk: Desk, actions: readonly Action[], key: string): Promise<void> {
    return perform(desk, actions, () => this.solving.peek() === key);
  }

  // Questions answered, goals reached: the step is done with.
  get done(): boolean {
    const { asks = [], goals = [] } = this.now;
    return asks.every((ask) => this.answered(ask) !== undefined) && goals.every((goal) => this.reached(goal));
  }

  // A claim of the lesson, tried: what of it does not hold.
  broken(claim: number, seed: number): Promise<readonly string[]> {
    const tried = this.plan.claims[claim];
    return tried ? broken(tried, seed) : Promise.resolve([`no claim ${claim}`]);
  }

  // The shortcuts to a goal, each tried from where its step begins: what is not as it is said of them.
  async caught(step: number, goal: Goal): Promise<readonly string[]> {
    const from = this.#begunBy(step);
    const { steps } = this.plan;
    const earlier = [
      ...steps.slice(from, step).flatMap(({ goals = [] }) => goals),
      ...(steps[step]?.goals ?? []).slice(0, steps[step]?.goals?.indexOf(goal)),
    ].flatMap(({ solution }) => solution);
    const { set } = steps[step] ?? {};
    const before = set === undefined ? earlier : [...earlier, { set }];
    const found: string[] = [];
    for (const each of goal.shortcuts ?? [])
      found.push(...(await unmissed(steps[from]?.start ?? '', before, goal, each)));
    return found;
  }

  // ---------------------------------------------------------------- what is kept

  #note(what: Partial<Progress>): void {
    keep(this.plan.name, { ...(course.peek()[this.plan.name] ?? NOTHING), ...what });
  }

  reset(): void {
    this.lost.value = this.progress.peek();
    keep(this.plan.name, undefined);
    this.hints.value = {};
    for (const desk of this.#desks.values()) desk.end();
    this.#desks.clear();
    this.step.value = 0;
    this.#sit();
  }

  // What a reset took; the runs on its desks are gone.
  bringBack(): void {
    const lost = this.lost.peek();
    this.lost.value = undefined;
    if (!lost) return;
    keep(this.plan.name, lost);
    this.goTo(lost.step);
  }
}
