// The one session all views read: the model and its weights, what is on the pad, the settings, the running probe.
// Views read signals and the probe's values, and call the actions below; nothing else changes anything.

import { core as coreUrl, models as weightUrls } from 'virtual:built';
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { CoreTrap } from '../engine/core';
import type { DigitView, Picture, Point } from '../engine/digit';
import { Engine, type ModelSource, type Probe } from '../engine/engine';
import { type CoreError, Refused } from '../engine/errors';
import { type Plan, sameParams } from '../engine/plan';
import type { Frame, Setup } from '../engine/run-messages';
import type { Setting } from '../engine/train-settings';
import { DEMO_MS, playDemo } from './demo';
import { Draft } from './draft';
import { Experiments } from './experiments';
import { readFile } from './files';
import { BLANK, copyInput, type Input } from './input';
import { Inspector, OVERVIEW, type Place } from './inspect';
import type { Link } from './link';
import { MODEL_NAMES, MODELS, type ModelName } from './models';
import { layOn } from './paper';
import { readPicture } from './picture';
import { loadDrawing, loadWeights, saveDrawing } from './remember';
import { loadSamples, type Samples } from './samples';
import { type Model, newSettings, type View, type Weights } from './settings';

export type Phase = 'loading' | 'ready' | 'failed';
export type Notice =
  | {
      readonly kind:
        | 'trap'
        | 'no-panel'
        | 'no-language'
        | 'no-core'
        | 'no-weights'
        | 'no-pictures'
        | 'not-a-picture'
        | 'weights-unread';
    }
  | {
      readonly kind: 'unknown-link' | 'broken-link' | 'long-link' | 'unknown-setting';
      readonly where: string;
    }
  | { readonly kind: 'not-these-weights' }
  | { readonly kind: 'blank-picture' };

export interface Running {
  readonly model: Model;
  readonly weights: Weights;
  readonly seed: number;
  readonly plan: Plan;
}

// What else changes with the net.
interface Follower {
  readonly frame: ReadonlySignal<Frame | undefined>;
  readonly setup: ReadonlySignal<Setup>;
  readonly notation: ReadonlySignal<string>; // of its net
  rewrite(running: Running): void;
  edit(param: number, index: number, value: number): void;
}

export interface Score {
  readonly said: Uint8Array; // class of each sample; NOT_YET where it has not been run
  readonly done: number;
  readonly right: number;
}

export const NOT_YET = 255;
const UNDO_DEPTH = 100;
const KEPT_MEASURES = 600; // of the time from a move to the bars
const SAVE_AFTER_MS = 200;
const SCORE_AFTER_MS = 350; // of rest, when weights are changed by hand
const FETCH_AHEAD_MS = 3000; // the other networks' weights, once all is quiet
const SCORE_CHUNK = 48;
const ABOUT_WEIGHTS = new Set(['no-weights', 'weights-unread']); // notices that another choice settles
const FIRST_MODEL: ModelName = 'mlp-16-16';

export class Session {
  // `embedded`: in somebody's page; then nothing is kept in the browser, and nothing fetched ahead.
  constructor(readonly embedded = false) {}

  readonly settings = newSettings();
  readonly phase = signal<Phase>('loading');
  readonly running = signal<Running | undefined>(undefined);
  readonly waiting = signal(false); // for another model
  readonly input = signal<Input>(BLANK);
  readonly ink = signal(0); // counts changes of the drawing
  readonly frame = signal(0); // counts forward passes: values are new
  readonly blank = signal(true);
  readonly notice = signal<Notice | undefined>(undefined);
  readonly refused = signal<{ readonly text: string; readonly error: CoreError } | undefined>(undefined);
  readonly samples = signal<Samples | 'loading' | 'missing'>('loading');
  readonly score = signal<Score | undefined>(undefined);
  readonly classes = signal<readonly string[]>([]); // names of the answers, where they are not 0, 1, 2 …
  readonly canUndo = signal(false);
  readonly kept = signal<boolean | undefined>(undefined); // the last other line took the run's weights over
  readonly ownWeights = signal(false); // something has been trained here
  readonly inspect = new Inspector(this);
  readonly experiments = new Experiments(this);
  readonly draft = new Draft(this);
  training: Follower | undefined; // the run, once training has been opened
  readonly demo = computed(() => {
    const input = this.input.value;
    return input.kind === 'strokes' && input.demo;
  });

  #engine: Engine | undefined;
  #probe: Probe | undefined;
  #source: ModelSource | undefined;
  #files = new Map<string, Promise<Uint8Array | undefined>>();
  #history: Input[] = [];
  #linked: (Link & { input: Input }) | undefined; // a drawing from a link, until the first net is there
  #linkedMine = false; // a link names weights of somebody's own, which it cannot carry
  #place: Place | undefined; // a link's, until its network runs
  #line = ''; // a link's for its shipped model, until that runs
  #dirty = false;
  #started = 0;
  #measured = 0;
  #choice = 0; // of model: a later one makes an earlier one void
  #saveTimer = 0;
  #scoreTimer = 0;
  #scoring = 0; // a later one makes an earlier one void
  #stopDemo = () => {};

  // ---------------------------------------------------------------- start

  async start(still: boolean): Promise<void> {
    const kept = this.embedded ? undefined : loadDrawing();
    if (!coreUrl) {
      this.phase.value = 'failed';
      this.notice.value = { kind: 'no-core' };
      return;
    }
    try {
      const first = this.#weightsFile(FIRST_MODEL);
      const bytes = await readFile(coreUrl);
      if (!bytes) throw new Error(coreUrl);
      this.#engine = await Engine.fromBytes(bytes);
      const { model, weights, line } = this.settings;
      this.#line = line.peek();
      const isFirst = model.peek() === FIRST_MODEL && weights.peek() === 'trained';
      if (!isFirst) await this.#use(FIRST_MODEL, 'trained', await first, ++this.#choice);
    } catch {
      this.phase.value = 'failed';
      this.notice.value = { kind: 'no-core' };
      return;
    }
    effect(() => {
      const { model, weights, seed } = this.settings;
      void this.#select(model.value, weights.value, seed.value);
    });
    const input = await kept;
    const linked = this.#linked;
    if (linked && this.ink.peek() === 0) {
      if (input && input.kind !== 'blank') this.#remember(input);
      this.#put(linked.input);
      this.experiments.take(linked.change, linked.erased);
    } else if (input && input.kind !== 'blank' && this.ink.peek() === 0) this.#put(input);
    else if (this.ink.peek() === 0) {
      if (still) this.#playDemo(still);
      else whenIdle(() => this.ink.peek() === 0 && this.#playDemo(still));
    }
    effect(() => {
      const { fit, centre } = this.settings;
      void fit.value;
      void centre.value;
      this.#touch();
    });
    void this.#loadRest(this.ink.peek() === 0 && !still ? DEMO_MS : 0);
  }

  async #loadRest(demo: number): Promise<void> {
    // First what is looked at: the page, the first answer, the digit that draws itself.
    await this.#quiet(demo);
    this.samples.value = (await loadSamples().catch(() => undefined)) ?? 'missing';
    this.#touch();
    effect(() => {
      void this.running.value;
      void this.samples.value;
      this.#scoreSamples();
    });
    let first = true;
    effect(() => {
      void this.inspect.weights.value;
      if (!first) this.#scoreAgain();
      first = false;
    });
    if (this.embedded) return;
    if (await loadWeights()) this.ownWeights.value = true;
    await pause(FETCH_AHEAD_MS);
    for (const name of MODEL_NAMES) await this.#weightsFile(name);
  }

  // Settles when the first net has run, the page has been painted and the browser has nothing to do.
  async #quiet(demo: number): Promise<void> {
    await this.ready();
    await new Promise(requestAnimationFrame);
    await pause(300 + demo);
    await new Promise<void>((resolve) => whenIdle(() => resolve()));
  }

  // ---------------------------------------------------------------- what views read

  values(row: number): Float32Array {
    return this.#probe?.values(row) ?? new Float32Array(0);
  }

  get probe(): Probe | undefined {
    return this.#probe;
  }

  // For a further instance with the net that runs.
  get making(): { readonly engine: Engine; readonly source: ModelSource } | undefined {
    return this.#engine && this.#source && { engine: this.#engine, source: this.#source };
  }

  get digit(): DigitView | undefined {
    return this.#probe?.digit;
  }

  // The probabilities now; empty while nothing runs or the net has no softmax at its end.
  answer(): Float32Array {
    const row = this.running.value?.plan.answer ?? -1;
    return row < 0 || this.inspect.pending(row) ? new Float32Array(0) : this.values(row);
  }

  // The label of what is on the pad, where it is known.
  label(): number | undefined {
    const input = this.input.value;
    const samples = this.samples.value;
    return input.kind === 'sample' && typeof samples === 'object' ? samples.labels[input.index] : undefined;
  }

  // ---------------------------------------------------------------- drawing

  beginStroke(point: Point): void {
    this.#stopDemo();
    const before = this.input.peek();
    if (before.kind === 'strokes' && !before.demo) {
      this.#remember(before);
      before.strokes.push([point]);
      this.#changed();
      return;
    }
    if (!(before.kind === 'strokes' && before.demo)) this.#remember(before);
    this.#put({ kind: 'strokes', strokes: [[point]], demo: false });
  }

  extendStroke(points: readonly Point[]): void {
    const input = this.input.peek();
    if (input.kind !== 'strokes' || points.length === 0) return;
    const stroke = input.strokes[input.strokes.length - 1];
    for (const point of points) stroke?.push(point);
    this.#changed();
  }

  undo(): void {
    this.#stopDemo();
    const before = this.#history.pop();
    this.canUndo.value = this.#history.length > 0;
    if (before) this.#put(before);
  }

  clear(): void {
    this.#stopDemo();
    const before = this.input.peek();
    if (before.kind === 'blank') return;
    if (!(before.kind === 'strokes' && before.demo)) this.#remember(before);
    this.#put(BLANK);
  }

  pickSample(index: number): void {
    this.take({ kind: 'sample', index });
  }

  // A link's drawing, and what is done to it. One undo brings back what was on the pad.
  follow({ input, change, erased, place }: Link): void {
    const { model, notation, weights, line } = this.settings;
    const running = this.running.peek();
    this.#place = place;
    this.#line = line.peek();
    this.#linkedMine = weights.peek() === 'mine';
    if (running?.model === model.peek()) {
      if (running.model === 'own' && running.plan.notation !== notation.peek())
        void this.tryNotation(notation.peek());
      else this.#enter(running);
      void this.#follow(running);
    }
    if (!input) this.experiments.take(change, erased);
    else if (this.phase.peek() === 'ready') {
      this.take(input);
      this.experiments.take(change, erased);
    } else this.#linked = { input, change, erased };
  }

  // A link's line for the shipped model that runs; without one, the model's own.
  async #follow({ model, weights, seed, plan }: Running): Promise<void> {
    const { settings } = this;
    if (model === 'own' || weights !== settings.weights.peek()) return;
    const line = this.#line || MODELS[model];
    if (line === plan.notation || (weights === 'untrained' && seed !== settings.seed.peek())) return;
    // Other initial weights are drawn anew; trained ones stay.
    if (weights === 'untrained') {
      await this.#use(model, weights, undefined, ++this.#choice);
      return;
    }
    this.#line = '';
    const next = await this.planOf(line);
    if (next && sameParams(next, plan)) await this.rewrite(line);
    else this.#leaveOut();
  }

  #leaveOut(): void {
    this.notice.value = { kind: 'unknown-setting', where: 'line' };
  }

  // What is opened, or shall be once the link's network runs.
  get place(): Place {
    const now = this.inspect.place.value;
    return this.#place ?? now;
  }

  // Where the browser's back and forward lead.
  goTo(view: View, place: Place = OVERVIEW): void {
    batch(() => {
      this.settings.view.value = view;
      const plan = this.running.peek()?.plan;
      if (plan) this.inspect.enter(plan, place);
      else this.#place = place;
    });
  }

  // The view a link opens, once its network runs.
  #enter({ model, plan }: Running): void {
    if (model !== this.settings.model.peek()) return;
    const place = this.#place;
    this.#place = undefined;
    if (place) this.inspect.enter(plan, place);
  }

  // Something ready-made takes the place of what is on the pad; one undo brings that back.
  take(input: Input): void {
    this.#stopDemo();
    if (!this.demo.peek()) this.#remember(this.input.peek());
    this.#put(input);
  }

  async pickPicture(file: Blob): Promise<void> {
    const picture = await readPicture(file);
    if (!picture) {
      this.notice.value = { kind: 'not-a-picture' };
      return;
    }
    this.notice.value = undefined;
    this.take({ kind: 'picture', picture: picture satisfies Picture });
  }

  // ---------------------------------------------------------------- weights of one's own

  get module(): WebAssembly.Module | undefined {
    return this.#engine?.module;
  }

  // The core's table of training settings.
  async trainSettings(): Promise<readonly Setting[]> {
    await this.ready();
    return this.#probe?.settings ?? [];
  }

  learnt(): Float32Array | undefined {
    return this.#probe?.learnt();
  }

  // Weights that training made take the place of those on show. `mine`: they are no longer what the choice names.
  adopt(learnt: Float32Array, mine = true): void {
    const running = this.running.peek();
    if (!running || !this.#probe?.setLearnt(learnt)) return;
    batch(() => {
      if (mine && running.weights !== 'mine') {
        this.inspect.edits.value = [];
        this.ownWeights.value = true;
        this.running.value = { ...running, weights: 'mine' };
        this.settings.weights.value = 'mine';
      }
      this.inspect.weights.value++;
    });
    this.#touch();
  }

  // A net that was kept, with its weights. False: it cannot be built, and what is on show stays.
  async load(notation: string, seed: number, learnt: Float32Array): Promise<boolean> {
    const choice = ++this.#choice;
    const source = { notation, seed };
    try {
      const probe = await this.#engine?.probe(source);
      if (choice !== this.#choice || !probe?.setLearnt(learnt)) return false;
      const model: Model = MODEL_NAMES.find((name) => MODELS[name] === notation) ?? 'own';
      batch(() => {
        this.draft.drop();
        this.settings.model.value = model;
        if (model === 'own') this.settings.notation.value = notation;
        this.settings.seed.value = seed;
        this.settings.weights.value = 'mine';
        this.ownWeights.value = true;
        this.#install(probe, source, { model, weights: 'mine', seed, plan: probe.plan });
      });
      return true;
    } catch (error) {
      if (error instanceof Refused || error instanceof CoreTrap) return false;
      throw error;
    }
  }

  // Whether a net has as many numbers to learn. Throws Refused when there is no such net.
  async holds(notation: string, learnt: Float32Array): Promise<boolean> {
    return (await this.#engine?.probe({ notation, seed: 1 }))?.setLearnt(learnt) ?? false;
  }

  // A safetensors file of a net that need not run, untrained where nothing is given. Undefined: it cannot be built.
  async savedWeights(
    notation: string,
    seed: number,
    learnt?: Float32Array,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const probe = await this.#engine?.probe({ notation, seed });
      if (!probe || (learnt && !probe.setLearnt(learnt))) return undefined;
      return probe.save();
    } catch (error) {
      if (error instanceof Refused || error instanceof CoreTrap) return undefined;
      throw error;
    }
  }

  // The net of a safetensors file, with its weights; where the file names none, the net on show. Throws Refused.
  async openWeights(file: Uint8Array): Promise<boolean> {
    const engine = this.#engine;
    const seed = this.settings.seed.peek();
    const notation = (await engine?.notationOf(file)) || this.running.peek()?.plan.notation || '';
    const probe = await engine?.probe({ notation, seed, weights: file });
    return probe !== undefined && this.load(notation, seed, probe.learnt());
  }

  // ---------------------------------------------------------------- model

  choose(model: Model): void {
    batch(() => {
      this.kept.value = undefined;
      this.draft.drop();
      if (model === 'own' && this.settings.model.peek() !== 'own') {
        this.settings.notation.value = this.running.peek()?.plan.notation ?? MODELS[FIRST_MODEL];
      }
      this.settings.model.value = model;
    });
  }

  reroll(): void {
    this.settings.seed.value = (this.settings.seed.peek() + 1) % 2 ** 32;
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

  // A further instance with a shipped model. Undefined: its weights are not there.
  async newProbe(model: ModelName, weights: 'trained' | 'plain'): Promise<Probe | undefined> {
    const bytes = await this.#weightsFile(weights === 'plain' ? `${model}-plain` : model);
    return bytes && this.#engine?.probe({ notation: MODELS[model], seed: 1, weights: bytes });
  }

  // A line the learner typed. It runs at once, or says why it cannot; what ran before goes on meanwhile.
  async tryNotation(text: string): Promise<void> {
    const running = this.running.peek();
    const choice = ++this.#choice;
    if (!this.#engine || running?.plan.notation === text) {
      this.refused.value = undefined;
      return;
    }
    const seed = this.settings.seed.peek();
    try {
      const source = { notation: text, seed };
      const probe = await this.#engine.probe(source);
      if (choice !== this.#choice) return;
      // A run goes on with another line of the same parameters; in Draw another line is another net.
      const now = this.#probe;
      const runs = this.training !== undefined && this.settings.view.peek() === 'train';
      const kept = runs && now && sameParams(probe.plan, now.plan) && probe.setLearnt(now.learnt());
      this.kept.value = runs ? kept === true : undefined;
      if (kept) {
        const own: Running = { model: 'own', weights: 'mine', seed, plan: probe.plan };
        this.training?.rewrite(own);
        batch(() => {
          this.settings.notation.value = text;
          this.settings.model.value = 'own';
          this.settings.weights.value = 'mine';
          this.ownWeights.value = true;
          this.#install(probe, source, own, true);
        });
        return;
      }
      batch(() => {
        this.settings.notation.value = text;
        this.settings.model.value = 'own';
        this.#install(probe, source, { model: 'own', weights: 'untrained', seed, plan: probe.plan });
      });
    } catch (error) {
      if (choice === this.#choice) this.#explain(error, text);
    }
  }

  // A line that is still being tried shall not come to run.
  giveUp(): void {
    this.#choice++;
    this.refused.value = undefined;
  }

  // The tape of a line that need not run. Undefined: it cannot be built.
  async planOf(notation: string): Promise<Plan | undefined> {
    try {
      return (await this.#engine?.probe({ notation, seed: this.settings.seed.peek() }))?.plan;
    } catch (error) {
      if (error instanceof Refused || error instanceof CoreTrap) return undefined;
      throw error;
    }
  }

  async #select(model: Model, weights: Weights, seed: number): Promise<void> {
    const now = this.running.peek();
    const wanted = model === 'own' && weights !== 'mine' ? 'untrained' : weights;
    const same = now?.model === model && now.weights === wanted;
    if (same && (wanted !== 'untrained' || now.seed === seed)) {
      this.#linkedMine = false;
      return;
    }
    const choice = ++this.#choice;
    if (wanted === 'mine') {
      await this.#useMine(model, seed, choice);
      return;
    }
    if (model === 'own') {
      await this.#useNotation(this.settings.notation.peek(), seed, choice);
      return;
    }
    const file =
      wanted === 'untrained' ? undefined : this.#weightsFile(weights === 'plain' ? `${model}-plain` : model);
    this.waiting.value = file !== undefined;
    const bytes = await file;
    if (choice !== this.#choice) return;
    await this.#use(model, weights, bytes, choice);
  }

  // What was trained here, if it is of this model; else what is shipped.
  async #useMine(model: Model, seed: number, choice: number): Promise<void> {
    const notation = model === 'own' ? this.settings.notation.peek() : MODELS[model];
    const kept = this.embedded ? undefined : await loadWeights();
    if (choice !== this.#choice) return;
    const linked = this.#linkedMine;
    this.#linkedMine = false;
    // A shipped model may have had its activation functions switched.
    if (kept?.model !== model || (model === 'own' && kept.notation !== notation)) {
      if (linked) this.notice.value ??= { kind: 'not-these-weights' }; // what is missing besides was said first
      this.settings.weights.value = model === 'own' ? 'untrained' : 'trained';
      return;
    }
    const source = { notation: kept.notation, seed: kept.seed };
    try {
      const probe = await this.#engine?.probe(source);
      if (!probe?.setLearnt(kept.learnt) || choice !== this.#choice) return;
      this.#install(probe, source, { model, weights: 'mine', seed, plan: probe.plan });
    } catch (error) {
      this.#explain(error, notation);
    }
  }

  async #useNotation(notation: string, seed: number, choice: number): Promise<void> {
    const source = { notation: notation || MODELS[FIRST_MODEL], seed };
    try {
      const probe = await this.#engine?.probe(source);
      if (!probe || choice !== this.#choice) return;
      this.#install(probe, source, { model: 'own', weights: 'untrained', seed, plan: probe.plan });
    } catch (error) {
      this.#explain(error, source.notation);
    }
  }

  async #use(
    model: ModelName,
    weights: Weights,
    bytes: Uint8Array | undefined,
    choice: number,
  ): Promise<void> {
    const seed = this.settings.seed.peek();
    const untrained = weights === 'untrained';
    let source: ModelSource = {
      notation: MODELS[model],
      seed,
      ...(untrained || !bytes ? {} : { weights: bytes }),
    };
    let probe: Probe | undefined;
    try {
      probe = await this.#engine?.probe(source);
    } catch (error) {
      if (choice === this.#choice) this.#explain(error, source.notation);
    }
    if (choice !== this.#choice || !probe) return;
    const missing = !untrained && !bytes;
    const { settings } = this;
    const wanted = model === settings.model.peek() && weights === settings.weights.peek();
    const line = wanted ? this.#line : '';
    if (line) {
      this.#line = '';
      const other = await this.#engine?.probe({ ...source, notation: line }).catch(() => undefined);
      if (choice !== this.#choice) return;
      if (other && sameParams(other.plan, probe.plan))
        [probe, source] = [other, { ...source, notation: line }];
      else this.#leaveOut();
    }
    const [made, from] = [probe, source];
    batch(() => {
      if (missing) this.notice.value = { kind: 'no-weights' };
      else if (ABOUT_WEIGHTS.has(this.notice.peek()?.kind ?? '')) this.notice.value = undefined;
      this.#install(made, from, { model, weights, seed, plan: made.plan });
    });
  }

  // The running net with another line of the same shape, its weights kept. Throws Refused.
  async rewrite(notation: string): Promise<void> {
    const [now, running, source] = [this.#probe, this.running.peek(), this.#source];
    if (!now || !running || !source || !this.#engine) return;
    const choice = ++this.#choice;
    const next = { ...source, notation };
    const probe = await this.#engine.probe(next);
    if (choice !== this.#choice) return;
    probe.copyFrom(now);
    const rewritten = { ...running, plan: probe.plan };
    this.training?.rewrite(rewritten);
    this.#install(probe, next, rewritten, true);
  }

  // A weight changed by hand is changed in the run too.
  edited(param: number, index: number, value: number): void {
    this.training?.edit(param, index, value);
  }

  // Runs the net anew in the next frame.
  again(): void {
    this.#touch();
  }

  #install(probe: Probe, source: ModelSource, running: Running, kept = false): void {
    const before = this.running.peek()?.plan;
    this.#probe = probe;
    this.#source = source;
    batch(() => {
      this.refused.value = undefined;
      this.waiting.value = false;
      this.inspect.installed(running.plan, before, kept);
      this.#enter(running);
      this.#write(running);
      this.running.value = running;
      this.score.value = undefined;
      this.#compute();
      this.phase.value = 'ready';
    });
  }

  // What the settings say is the line that runs.
  #write({ model, plan: { notation } }: Running): void {
    const { settings } = this;
    if (model !== settings.model.peek()) return;
    if (model === 'own') settings.notation.value = notation;
    settings.line.value = model === 'own' || notation === MODELS[model] ? '' : notation;
  }

  #explain(error: unknown, text: string): void {
    this.waiting.value = false;
    if (error instanceof Refused) {
      const ofText = error.error.at >= 0 || this.running.peek() !== undefined;
      if (ofText) this.refused.value = { text, error: error.error };
      else this.notice.value = { kind: 'weights-unread' };
    } else if (error instanceof CoreTrap) {
      this.notice.value = { kind: 'trap' };
    } else {
      throw error;
    }
  }

  #weightsFile(name: string): Promise<Uint8Array | undefined> {
    const kept = this.#files.get(name);
    if (kept) return kept;
    const url = weightUrls[name];
    const file = url ? readFile(url).catch(() => undefined) : Promise.resolve(undefined);
    this.#files.set(name, file);
    return file;
  }

  // ---------------------------------------------------------------- running

  // Time at which the work of this frame began; the bars report when they are up to date.
  shown(): void {
    if (this.#started === 0) return;
    performance.measure('glassnet:move', { start: this.#started, end: performance.now() });
    this.#started = 0;
    if (++this.#measured % KEPT_MEASURES === 0) performance.clearMeasures('glassnet:move');
  }

  // However many moves come in, one forward pass a frame.
  #touch(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    requestAnimationFrame(() => {
      this.#dirty = false;
      this.#compute();
    });
  }

  #compute(): void {
    const probe = this.#probe;
    if (!probe) return;
    this.#started = performance.now();
    try {
      this.blank.value = !this.#prepare(probe, this.input.peek());
      probe.run(this.inspect.pixels, this.inspect.rows.peek());
      this.frame.value++;
    } catch (error) {
      this.#recover(error);
    }
  }

  #prepare(probe: Probe, input: Input): boolean {
    const stages = { fit: this.settings.fit.peek(), centre: this.settings.centre.peek() };
    const inked = layOn(probe, input, this.samples.peek(), stages);
    this.experiments.apply(probe);
    return inked;
  }

  // A trapped instance is thrown away and made again, with a blank pad if it was the drawing that broke it.
  #recover(error: unknown): void {
    if (error instanceof Refused) {
      this.notice.value = { kind: 'not-a-picture' };
      this.#put(BLANK);
      return;
    }
    if (!(error instanceof CoreTrap)) throw error;
    const source = this.#source;
    const running = this.running.peek();
    this.#probe = undefined;
    this.notice.value = { kind: 'trap' };
    this.#stopDemo();
    this.#remember(this.input.peek());
    this.input.value = BLANK;
    this.ink.value++;
    if (!source || !running || !this.#engine) return;
    void this.#engine.probe(source).then(
      (probe) => this.#install(probe, source, running),
      () => {
        this.phase.value = 'failed';
      },
    );
  }

  // After weights changed by hand: the last score stands until the hand rests.
  #scoreAgain(): void {
    this.#scoring++;
    clearTimeout(this.#scoreTimer);
    this.#scoreTimer = setTimeout(() => this.#scoreSamples(), SCORE_AFTER_MS) as unknown as number;
  }

  // The test digits through the running model, a few at a time when there is nothing else to do.
  #scoreSamples(): void {
    const samples = this.samples.peek();
    const probe = this.#probe;
    const plan = this.running.peek()?.plan;
    if (typeof samples !== 'object' || !probe || !plan || plan.input < 0 || plan.answer < 0) return;
    clearTimeout(this.#scoreTimer);
    const scoring = ++this.#scoring;
    const again = this.score.peek() !== undefined;
    const said = new Uint8Array(samples.count).fill(NOT_YET);
    let done = 0;
    let right = 0;
    const chunk = (deadline: IdleDeadline | undefined) => {
      if (probe !== this.#probe || scoring !== this.#scoring) return;
      try {
        do {
          const count = Math.min(SCORE_CHUNK, samples.count - done);
          probe.classify(samples.pixels, said, done, count);
          for (let i = done; i < done + count; i++) if (said[i] === samples.labels[i]) right++;
          done += count;
        } while (done < samples.count && (deadline?.timeRemaining() ?? 0) > 4);
      } catch (error) {
        this.#recover(error);
        return;
      }
      // Of a net that has a score already the next is shown when it is complete.
      if (done === samples.count || !again) this.score.value = { said, done, right };
      if (done < samples.count) whenIdle(chunk);
    };
    whenIdle(chunk);
  }

  // ---------------------------------------------------------------- the pad's history

  #playDemo(still: boolean): void {
    let first = true;
    this.#stopDemo = playDemo(
      still,
      (points) => {
        if (first) this.#put({ kind: 'strokes', strokes: [[...points]], demo: true });
        else this.extendStroke(points);
        first = false;
      },
      () => {},
    );
  }

  #remember(input: Input): void {
    this.#history.push(copyInput(input));
    if (this.#history.length > UNDO_DEPTH) this.#history.shift();
    this.canUndo.value = true;
  }

  #put(input: Input): void {
    this.input.value = input;
    this.#changed();
  }

  #changed(): void {
    this.ink.value++;
    this.inspect.redrawn();
    this.experiments.redrawn();
    this.#touch();
    if (this.embedded || this.demo.peek()) return;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(
      () => void saveDrawing(this.input.peek()),
      SAVE_AFTER_MS,
    ) as unknown as number;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function whenIdle(run: (deadline: IdleDeadline | undefined) => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 500 });
  else setTimeout(() => run(undefined), 16);
}
