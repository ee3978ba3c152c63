// One training run in an instance of the core: a net, its data, the settings, and its steps.
import { type BatchFacts, batchFacts } from './batch-look';
import { type Address, Core } from './core';
import { Refused, readError } from './errors';
import { constants, layout } from './generated/layout';
import { Net } from './net';
import { type Next, readNext } from './next';
import { classCount, type Plan } from './plan';
import { RunLook } from './run-look';
import { SharedStep } from './shared-step';
import { Data, type Kind } from './train-data';
import {
  readSchedule,
  readSettings,
  type Schedule,
  type Setting,
  type SettingValues,
  usedSettings,
  type Wishes,
  wished,
  writeSetting,
} from './train-settings';

// What a run is made from; with a list of changes it is all that is needed to make the same numbers again.
export interface TrainerSource extends Kind {
  readonly notation: string;
  readonly seed: number; // of initial weights, order, dropout and augmentation
  readonly start?: Float32Array; // weights other than the initial ones
  readonly samples: number; // that it trains on
  readonly tests: number;
  readonly validation?: number; // share of the samples held out of training
  readonly labelNoise?: number; // share of the other labels drawn anew
  readonly block: number; // training samples that come together; the first epoch takes them in their order
  readonly settings: Wishes;
  readonly scored?: number; // samples that a score is taken over, of those for training and of those for testing
}

export interface Moment {
  readonly row: number; // the next operation's, −1: none
  readonly backward: boolean;
  readonly update: boolean;
}

export interface Measure {
  readonly gradient: number;
  readonly weight: number;
  readonly update: number;
  readonly ratio: number; // update / weight
  readonly clipped: number; // the gradient, once it had been
}

// The first number that was not one.
export interface Fault {
  readonly step: number;
  readonly backward: boolean;
  readonly kind: 'value' | 'loss' | 'gradient' | 'param' | 'paramGradient';
  readonly id: number; // row, or parameter
  readonly sample: number; // in its slice
  readonly index: number;
  readonly value: number;
}

const FAULTS: Readonly<Record<number, Fault['kind']>> = {
  [constants.GN_VALUE]: 'value',
  [constants.GN_LOSS]: 'loss',
  [constants.GN_GRADIENT]: 'gradient',
  [constants.GN_PARAM]: 'param',
  [constants.GN_PARAM_GRADIENT]: 'paramGradient',
};

const SAMPLED = 1000;

export class Trainer {
  readonly table: readonly Setting[];
  readonly train: Data;
  readonly test: Data;
  readonly look: RunLook;
  readonly core: Core;
  #seed: number;
  #net: Net;
  #trainer: Address;
  readonly #room: Address; // for one small struct
  #measures: Address = 0;
  #count = 0; // of parameter tensors
  #scored = 0;

  constructor(core: Core, source: TrainerSource) {
    this.core = core;
    this.#seed = source.seed;
    this.table = readSettings(core);
    this.train = new Data(core, source.samples, source, source.block, source.stride);
    this.test = new Data(core, source.tests, source, 0, source.stride ?? source.size);
    this.#net = this.#makeNet(source.notation, this.#batchOf(source.settings));
    if (source.start) this.#net.writeLearnt(source.start);
    this.#deal(source, this.#net);
    this.#trainer = this.#makeTrainer(this.#net);
    this.#room = core.alloc(Math.max(layout.gn_moment.bytes, layout.gn_fault.bytes));
    this.look = new RunLook(core, this);
    this.#ready(source);
  }

  // Samples that a score is taken over.
  get scored(): number {
    return this.#scored;
  }

  #ready({ settings, scored = SAMPLED }: TrainerSource): void {
    const core = this.core;
    this.#scored = scored;
    if (this.#measures) core.free(this.#measures);
    this.#count = core.call((c) => c.gn_params(this.#net.address));
    this.#measures = core.alloc(this.#count * layout.gn_measure.bytes);
    for (const setting of this.table) {
      const wish = settings[setting.name];
      if (wish !== undefined) this.set(setting.name, wished(setting, wish));
    }
  }

  // Another run on the same data, which need not come again.
  restart(source: TrainerSource): void {
    const [oldNet, oldTrainer] = [this.#net, this.#trainer];
    this.#seed = source.seed;
    const net = this.#makeNet(source.notation, this.#batchOf(source.settings));
    this.#deal(source, net);
    try {
      this.#trainer = this.#makeTrainer(net);
    } catch (error) {
      net.free();
      throw error;
    }
    this.#net = net;
    if (source.start) net.writeLearnt(source.start);
    this.core.call((c) => c.gn_trainer_free(oldTrainer));
    oldNet.free();
    this.#ready(source);
  }

  static async start(module: WebAssembly.Module, source: TrainerSource): Promise<Trainer> {
    return new Trainer(await Core.start(module), source);
  }

  #deal({ seed, validation = 0, labelNoise = 0 }: TrainerSource, { plan }: Net): void {
    this.train.deal({ seed, validation, labelNoise, classes: classCount(plan) });
  }

  // A net that must see its batch whole gets a slice as large as that.
  #makeNet(notation: string, batch: number): Net {
    const flags = constants.GN_GRADIENTS | constants.GN_OPTIMIZER;
    const net = new Net(this.core, notation, this.#seed, constants.GN_SLICE, flags);
    if (!net.wholeBatch || batch <= net.slice) return net;
    net.free();
    return new Net(this.core, notation, this.#seed, batch, flags);
  }

  #batchOf(settings: Wishes): number {
    const batch = this.table.find(({ name }) => name === 'batch');
    return batch ? Math.min(wished(batch, settings.batch), this.train.count) : 1;
  }

  #makeTrainer(net: Net): Address {
    const core = this.core;
    const error = core.alloc(layout.gn_error.bytes);
    try {
      const made = core.call((c) =>
        c.gn_trainer_new(net.address, this.train.address, BigInt(this.#seed), error),
      );
      if (made === 0) throw new Refused(readError(core, error, net.plan.notation));
      return made;
    } finally {
      core.free(error);
    }
  }

  // The same run with another line of the same parameters: weights, optimiser and place in the data go on.
  rewrite(notation: string): void {
    if (notation !== this.notation) this.#remake(notation, this.#batchOf(this.settings));
  }

  #remake(notation: string, batch: number): void {
    const kept = this.save();
    const net = this.#makeNet(notation, batch);
    const made = this.#makeTrainer(net);
    const [oldNet, oldTrainer] = [this.#net, this.#trainer];
    this.#net = net;
    this.#trainer = made;
    try {
      this.restore(kept);
    } catch (error) {
      this.#net = oldNet;
      this.#trainer = oldTrainer;
      this.core.call((c) => c.gn_trainer_free(made));
      net.free();
      throw error;
    }
    this.core.call((c) => c.gn_trainer_free(oldTrainer));
    oldNet.free();
  }

  get notation(): string {
    return this.plan.notation;
  }

  get plan(): Plan {
    return this.#net.plan;
  }

  // For the rest of web/engine: another one once the line or the batch has changed.
  get net(): Net {
    return this.#net;
  }

  get address(): Address {
    return this.#trainer;
  }

  get params(): number {
    return this.#count;
  }

  get seed(): number {
    return this.#seed;
  }

  // ---------------------------------------------------------------- where it is

  get steps(): number {
    return Number(this.core.call((c) => c.gn_trainer_steps(this.#trainer)));
  }

  get epoch(): number {
    return Number(this.core.call((c) => c.gn_trainer_epoch(this.#trainer)));
  }

  get position(): number {
    return Number(this.core.call((c) => c.gn_trainer_position(this.#trainer)));
  }

  // Samples of an epoch: those that are not held out.
  get epochCount(): number {
    return Number(this.core.call((c) => c.gn_trainer_count(this.#trainer)));
  }

  get settings(): SettingValues {
    const settings = this.#settings();
    return Object.fromEntries(
      this.table.map(({ name }, i) => [name, this.core.call((c) => c.gn_setting_get(settings, i))]),
    );
  }

  // Settings that do something, given the others.
  get used(): ReadonlySet<string> {
    return usedSettings(this.core, this.#settings(), this.table);
  }

  get schedule(): Schedule {
    return readSchedule(this.core, this.#settings(), this.settings, this.used, this.steps);
  }

  set(name: string, value: number): boolean {
    if (name === 'batch' && this.#net.wholeBatch && Math.min(value, this.train.count) > this.#net.slice)
      this.#remake(this.notation, Math.min(value, this.train.count));
    return writeSetting(this.core, this.#settings(), this.table, name, value);
  }

  #settings(): Address {
    return this.core.call((c) => c.gn_trainer_settings(this.#trainer));
  }

  // ---------------------------------------------------------------- steps

  // One mini-batch; its mean loss.
  step(): number {
    return this.core.call((c) => c.gn_trainer_step(this.#trainer));
  }

  // Its slices may be computed elsewhere: no row sees the whole batch or carries state on.
  get divides(): boolean {
    return this.core.call((c) => c.gn_trainer_divides(this.#trainer)) !== 0;
  }

  // Holds until the net is another.
  sharedStep(): SharedStep {
    return new SharedStep(this.core, this.#trainer, this.#net, this.#seed);
  }

  // The same, and what it did to each parameter tensor.
  stepMeasured(): { readonly loss: number; readonly measures: readonly Measure[] } {
    const done = this.core.call((c) => c.gn_trainer_step_measured(this.#trainer, this.#measures));
    const loss = this.core.call((c) => c.gn_trainer_loss(this.#trainer));
    if (done === 0) return { loss, measures: [] };
    const view = new DataView(this.core.bytes.buffer);
    const { gn_measure } = layout;
    const measures = Array.from({ length: this.#count }, (_, i) => {
      const at = this.#measures + i * gn_measure.bytes;
      const weight = view.getFloat64(at + gn_measure.weight, true);
      const update = view.getFloat64(at + gn_measure.update, true);
      const gradient = view.getFloat64(at + gn_measure.gradient, true);
      const clipped = view.getFloat64(at + gn_measure.clipped, true);
      return { gradient, weight, update, ratio: update / weight, clipped };
    });
    return { loss, measures };
  }

  // The next step needs samples that have not come yet.
  get lacksSamples(): boolean {
    const loaded = BigInt(this.train.loaded);
    return this.core.call((c) => c.gn_trainer_waits(this.#trainer, loaded)) !== 0;
  }

  // A step that stops at the first number that is none.
  stepWatched(): Fault | undefined {
    if (this.core.call((c) => c.gn_trainer_step_watched(this.#trainer, this.#room)) === 0) return undefined;
    const view = new DataView(this.core.bytes.buffer, this.#room, layout.gn_fault.bytes);
    const { gn_fault, gn_ref } = layout;
    return {
      step: Number(view.getBigInt64(gn_fault.step, true)),
      backward: view.getUint8(gn_fault.backward) === 1,
      kind: FAULTS[view.getInt32(gn_fault.what + gn_ref.kind, true)] ?? 'value',
      id: view.getInt32(gn_fault.what + gn_ref.id, true),
      sample: view.getInt32(gn_fault.what + gn_ref.sample, true),
      index: Number(view.getBigInt64(gn_fault.what + gn_ref.index, true)),
      value: view.getFloat32(gn_fault.value, true),
    };
  }

  // One operation. True: it was the update that ends the step.
  advance(): boolean {
    return this.core.call((c) => c.gn_trainer_advance(this.#trainer)) !== 0;
  }

  // Between two steps: what the next one begins with, were its batch `most` samples.
  next(most: number): Next {
    return readNext(this.core, this, most);
  }

  // Between two steps: what its batch size changes.
  weighBatches(): BatchFacts {
    return batchFacts(this.core, this);
  }

  get loss(): number {
    return this.core.call((c) => c.gn_trainer_loss(this.#trainer));
  }

  get moment(): Moment {
    this.core.call((c) => c.gn_trainer_moment(this.#room, this.#trainer));
    const { gn_moment } = layout;
    return {
      row: this.core.ints[(this.#room + gn_moment.row) >> 2] ?? -1,
      backward: this.core.bytes[this.#room + gn_moment.backward] === 1,
      update: this.core.bytes[this.#room + gn_moment.update] === 1,
    };
  }

  // ---------------------------------------------------------------- what it has learnt

  learnt(): Float32Array<ArrayBuffer> {
    return this.#net.readLearnt();
  }

  // False: it is another net's.
  setLearnt(values: Float32Array): boolean {
    return this.#net.writeLearnt(values);
  }

  setParam(param: number, index: number, value: number): void {
    const values = this.#net.look.param(param);
    if (index < values.length) values[index] = value;
  }

  // A frozen parameter is left as it is by every update.
  freeze(param: number, frozen: boolean): void {
    this.core.call((c) => c.gn_param_freeze(this.#net.address, param, frozen ? 1 : 0));
  }

  // ---------------------------------------------------------------- checkpoints

  get checkpointBytes(): number {
    return Number(this.core.call((c) => c.gn_trainer_bytes(this.#trainer)));
  }

  save(): Uint8Array<ArrayBuffer> {
    const bytes = this.checkpointBytes;
    const at = this.core.alloc(bytes);
    this.core.call((c) => c.gn_trainer_save(this.#trainer, at));
    const kept = this.core.bytes.slice(at, at + bytes) as Uint8Array<ArrayBuffer>;
    this.core.free(at);
    return kept;
  }

  // Throws Refused when they are not a checkpoint of this run.
  restore(bytes: Uint8Array): void {
    const core = this.core;
    const error = core.alloc(layout.gn_error.bytes);
    try {
      const ok = core.withBytes(bytes, (at) =>
        core.call((c) => c.gn_trainer_load(this.#trainer, at, BigInt(bytes.byteLength), error)),
      );
      if (!ok) throw new Refused(readError(core, error));
    } finally {
      core.free(error);
    }
  }
}
