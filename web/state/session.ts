// The one session all views read: the model and its weights, what is on the pad, the settings, the running probe.
// Views read signals and the probe's values, and call the actions below; nothing else changes anything. Each part of it
// has a file of its own; here they are put together, and the page is started.

import { core as coreUrl } from 'virtual:built';
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { DigitView, Point } from '../engine/digit';
import type { Engine, ModelSource, Probe } from '../engine/engine';
import type { Plan } from '../engine/plan';
import type { Frame, Setup } from '../engine/run-messages';
import type { Setting } from '../engine/train-settings';
import { Choice, FIRST_MODEL } from './choice';
import { DEMO_MS } from './demo';
import { Draft } from './draft';
import { Experiments } from './experiments';
import { readFile } from './files';
import { Followed } from './followed';
import { GivenWeights } from './given-weights';
import { pause, whenIdle } from './idle';
import type { Input } from './input';
import { Inspector, type Place } from './inspect';
import type { Link } from './link';
import type { ModelName } from './models';
import { Nets } from './nets';
import type { Notice } from './notice';
import { OnShow, type Running } from './on-show';
import { OtherLine } from './other-line';
import { Pad } from './pad';
import { readPicture } from './picture';
import { loadDrawing, loadWeights } from './remember';
import { Scoring } from './score';
import { type Model, newSettings, type View, type Weights } from './settings';
import { ShownData } from './shown-data';

// What else changes with the net.
interface Follower {
  readonly frame: ReadonlySignal<Frame | undefined>;
  readonly setup: ReadonlySignal<Setup>;
  readonly notation: ReadonlySignal<string>; // of its net
  rewrite(running: Running): void;
  edit(param: number, index: number, value: number): void;
}

const FETCH_AHEAD_MS = 3000; // the other networks' weights, once all is quiet

export class Session {
  // `embedded`: in somebody's page; then nothing is kept in the browser, and nothing fetched ahead.
  constructor(readonly embedded = false) {}

  readonly settings = newSettings();
  readonly notice = signal<Notice | undefined>(undefined);
  readonly inspect = new Inspector(this);
  readonly experiments = new Experiments(this);
  readonly draft = new Draft(this);
  training: Follower | undefined; // the run, once training has been opened

  readonly #nets = new Nets();
  readonly #pad = new Pad(this);
  readonly #data = new ShownData(this, this.#pad);
  readonly #onShow = new OnShow(this, this.#nets, this.#pad, (running, before, kept) => {
    this.inspect.installed(running.plan, before, kept);
    this.#followed.enter(running);
    this.#choice.write(running);
    this.score.value = undefined;
  });
  readonly #choice = new Choice(this, this.#nets, this.#onShow);
  readonly #followed = new Followed(this, this.#choice);
  #begun = false; // something has been laid on the pad, if only blank paper
  readonly #line = new OtherLine(this, this.#nets, this.#onShow);
  readonly #given = new GivenWeights(this, this.#nets, this.#onShow);
  readonly #scoring = new Scoring(this, (error) => this.#onShow.recover(error));

  #editsBefore = 0; // of the net, when the drawing was changed last

  readonly samples = this.#data.samples;
  readonly classes = this.#data.classes;
  readonly phase = this.#onShow.phase;
  readonly running = this.#onShow.running;
  readonly waiting = this.#onShow.waiting;
  readonly refused = this.#onShow.refused;
  readonly frame = this.#onShow.frame;
  readonly blank = this.#onShow.blank;
  readonly coming = this.#onShow.coming;
  readonly input = this.#pad.input;
  readonly ink = this.#pad.ink;
  readonly demo = this.#pad.demo;
  readonly canUndo = this.#pad.canUndo;
  readonly kept = this.#line.kept;
  readonly ownWeights = this.#given.there;
  readonly score = this.#scoring.score;

  // ---------------------------------------------------------------- start

  async start(still: boolean): Promise<void> {
    const kept = this.embedded ? undefined : loadDrawing();
    if (!coreUrl) {
      this.#fail();
      return;
    }
    try {
      const first = this.#nets.weightsFile(FIRST_MODEL);
      const bytes = await readFile(coreUrl);
      if (!bytes) throw new Error(coreUrl);
      await this.#nets.start(bytes);
      await this.#choice.start(first);
    } catch {
      this.#fail();
      return;
    }
    effect(() => {
      const { model, weights, seed } = this.settings;
      void this.#choice.select(model.value, weights.value, seed.value);
    });
    this.#begin(await kept, still);
    effect(() => {
      const { fit, centre } = this.settings;
      void fit.value;
      void centre.value;
      this.again();
    });
    this.#data.begin();
    void this.#loadRest(this.ink.peek() === 0 && !still ? DEMO_MS : 0);
  }

  #fail(): void {
    this.phase.value = 'failed';
    this.notice.value = { kind: 'no-core' };
  }

  // Unless somebody draws already: a link's drawing, what was drawn last time, or a digit that draws itself.
  #begin(last: Input | undefined, still: boolean): void {
    this.#begun = true;
    if (this.ink.peek() > 0) return;
    const linked = this.#followed.drawing;
    const drawn = last && last.kind !== 'blank' ? last : undefined;
    if (linked) {
      if (drawn) this.#pad.remember(drawn);
      this.#pad.put(linked.input);
      this.experiments.take(linked.change, linked.erased);
    } else if (drawn) this.#pad.put(drawn);
    else if (still) this.#pad.playDemo(still);
    else whenIdle(() => this.ink.peek() === 0 && this.#pad.playDemo(still));
  }

  async #loadRest(demo: number): Promise<void> {
    // First what is looked at: the page, the first answer, the digit that draws itself.
    await this.#quiet(demo);
    await this.fetchSamples();
    effect(() => {
      void this.running.value;
      void this.samples.value;
      this.#scoring.run();
    });
    let first = true;
    effect(() => {
      void this.inspect.weights.value;
      if (!first) this.#scoring.again();
      first = false;
    });
    if (this.embedded) return;
    if (await loadWeights()) this.ownWeights.value = true;
    await pause(FETCH_AHEAD_MS);
    await this.#nets.fetchAll();
  }

  // Test samples of the data that the net on show has learnt.
  fetchSamples(): Promise<void> {
    return this.#data.fetch();
  }

  // Settles when the first net has run, the page has been painted and the browser has nothing to do.
  async #quiet(demo: number): Promise<void> {
    await this.ready();
    await new Promise(requestAnimationFrame);
    await pause(300 + demo);
    await new Promise<void>((resolve) => whenIdle(() => resolve()));
  }

  // Nobody looks at it any more: what it does when there is nothing else to do, it leaves.
  end(): void {
    this.#scoring.end();
  }

  // Settles when the first net runs.
  ready(): Promise<void> {
    return new Promise((resolve) => {
      const stop = effect(() => {
        if (this.phase.value === 'ready') {
          resolve();
          queueMicrotask(() => stop());
        }
      });
    });
  }

  // ---------------------------------------------------------------- what views read

  values(row: number): Float32Array {
    return this.probe?.values(row) ?? new Float32Array(0);
  }

  get probe(): Probe | undefined {
    return this.#onShow.probe;
  }

  // For a further instance with the net that runs.
  get making(): { readonly engine: Engine; readonly source: ModelSource } | undefined {
    const { engine } = this.#nets;
    const { source } = this.#onShow;
    return engine && source && { engine, source };
  }

  get module(): WebAssembly.Module | undefined {
    return this.#nets.engine?.module;
  }

  get digit(): DigitView | undefined {
    return this.probe?.digit;
  }

  learnt(): Float32Array | undefined {
    return this.probe?.learnt();
  }

  // The core's table of training settings.
  async trainSettings(): Promise<readonly Setting[]> {
    await this.ready();
    return this.probe?.settings ?? [];
  }

  // The probabilities now; empty while nothing runs or the net has no softmax at its end.
  answer(): Float32Array {
    const row = this.running.value?.plan.answer ?? -1;
    return row < 0 || this.inspect.pending(row) ? new Float32Array(0) : this.values(row);
  }

  // Whether more is to come than what is on the pad: a link's drawing, or the test digit that is meant.
  awaits(input: Input): boolean {
    if (!this.#begun) return this.#followed.drawing !== undefined;
    return (input.kind === 'sample' || input.kind === 'average') && this.samples.peek() === 'loading';
  }

  // The label of what is on the pad, where it is known.
  label(): number | undefined {
    const input = this.input.value;
    const samples = this.samples.value;
    return input.kind === 'sample' && typeof samples === 'object' ? samples.labels[input.index] : undefined;
  }

  // The test samples are of the data that the classes are named after.
  get samplesNamed(): boolean {
    return this.#data.named;
  }

  // What a test sample's label is called.
  sampleName(label: number): string {
    return (this.samplesNamed ? this.classes.value[label] : undefined) ?? String(label);
  }

  // The bars are up to date.
  shown(): void {
    this.#onShow.seen();
  }

  // ---------------------------------------------------------------- the pad

  beginStroke(point: Point): void {
    this.#pad.beginStroke(point);
  }

  extendStroke(points: readonly Point[]): void {
    this.#pad.extendStroke(points);
  }

  undo(): void {
    this.#pad.undo();
  }

  // What was changed last: a number of the net since the last stroke, or the drawing.
  undoLast(): void {
    const edits = this.inspect.edits.peek().length;
    if (edits > this.#editsBefore || (edits > 0 && !this.canUndo.peek())) this.inspect.undo();
    else this.#pad.undo();
  }

  clear(): void {
    this.#pad.clear();
  }

  // Something ready-made takes the place of what is on the pad; one undo brings that back.
  take(input: Input): void {
    this.#pad.take(input);
  }

  pickSample(index: number): void {
    this.take({ kind: 'sample', index });
  }

  async pickPicture(file: Blob): Promise<void> {
    const picture = await readPicture(file);
    if (!picture) {
      this.notice.value = { kind: 'not-a-picture' };
      return;
    }
    this.notice.value = undefined;
    this.take({ kind: 'picture', picture });
  }

  // What was done to the drawing before belonged to that.
  redrawn(): void {
    this.#editsBefore = this.inspect.edits.peek().length;
    this.inspect.redrawn();
    this.experiments.redrawn();
    this.again();
  }

  // Runs the net anew in the next frame.
  again(): void {
    this.#onShow.again();
  }

  // ---------------------------------------------------------------- links and places

  // A link's drawing, and what is done to it. One undo brings back what was on the pad.
  follow(link: Link): void {
    this.#followed.follow(link);
  }

  // What is opened, or shall be once the link's network runs.
  get place(): Place {
    return this.#followed.place;
  }

  // Where the browser's back and forward lead.
  goTo(view: View, place?: Place): void {
    this.#followed.goTo(view, place);
  }

  // ---------------------------------------------------------------- model

  choose(model: Model): void {
    this.#choice.choose(model);
  }

  reroll(): void {
    this.settings.seed.value = (this.settings.seed.peek() + 1) % 2 ** 32;
  }

  // A line the learner typed. It runs at once, or says why it cannot; what ran before goes on meanwhile.
  tryNotation(text: string): Promise<void> {
    return this.#line.try(text);
  }

  // A line that is still being tried shall not come to run.
  giveUp(): void {
    this.#line.giveUp();
  }

  // The running net with another line of the same shape, its weights kept. Throws Refused.
  rewrite(notation: string): Promise<void> {
    return this.#line.rewrite(notation);
  }

  // A weight changed by hand is changed in the run too.
  edited(param: number, index: number, value: number): void {
    this.training?.edit(param, index, value);
  }

  // Weights that training made take the place of those on show. `mine`: they are no longer what the choice names.
  adopt(learnt: Float32Array, mine = true): void {
    this.#given.adopt(learnt, mine);
  }

  // Weights that were on show before, under the name they had.
  giveBack(learnt: Float32Array, weights: Weights): void {
    this.#given.giveBack(learnt, weights);
  }

  // A net that was kept, with its weights. False: it cannot be built, and what is on show stays.
  load(notation: string, seed: number, learnt: Float32Array): Promise<boolean> {
    return this.#given.load(notation, seed, learnt);
  }

  // The net of a safetensors file, with its weights; where the file names none, the net on show. Throws Refused.
  openWeights(file: Uint8Array): Promise<boolean> {
    return this.#given.open(file);
  }

  // The line and the weights of a safetensors file; what is on show stays. Throws Refused.
  async readWeights(
    file: Uint8Array,
    seed: number,
  ): Promise<{ readonly notation: string; readonly learnt: Float32Array }> {
    return (await this.#nets.opened(file, seed)) ?? { notation: '', learnt: new Float32Array(0) };
  }

  // ---------------------------------------------------------------- nets that need not run

  // A further instance with a shipped model. Undefined: its weights are not there.
  newProbe(model: ModelName, weights: 'trained' | 'plain'): Promise<Probe | undefined> {
    return this.#nets.shipped(model, weights);
  }

  // The tape of a line. Undefined: it cannot be built.
  planOf(notation: string): Promise<Plan | undefined> {
    return this.#nets.planOf(notation, this.settings.seed.peek());
  }

  // Whether a net has as many numbers to learn. Throws Refused when there is no such net.
  holds(notation: string, learnt: Float32Array): Promise<boolean> {
    return this.#nets.holds(notation, learnt);
  }

  // A safetensors file, untrained where nothing is given. Undefined: the net cannot be built.
  savedWeights(
    notation: string,
    seed: number,
    learnt?: Float32Array,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#nets.saved(notation, seed, learnt);
  }
}
