// One step of training, an operation at a time, forwards and backwards in time: an instance of the core of its own,
// with a net that holds gradients and, for the step itself, its twin with the weights after it.
import { type Address, Core } from './core';
import type { Engine, ModelSource, Probe } from './engine';
import { constants, layout } from './generated/layout';
import type { Look, Ref } from './look';
import { Net } from './net';
import type { Plan } from './plan';
import { readSettings, type Setting, type SettingValues, writeSetting } from './train-settings';

export type Phase =
  | { readonly kind: 'forward' | 'backward'; readonly row: number }
  | { readonly kind: 'update'; readonly row: -1 };

export interface Sample {
  readonly inputs: readonly Float32Array[]; // of each `in` row, in tape order
  readonly label: number; // −1: none
}

export interface Parameter {
  readonly id: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly rows: readonly number[]; // that use it
}

export interface Check {
  readonly analytic: number;
  readonly numeric: number;
  readonly error: number;
  readonly loss: number;
  readonly below: number;
  readonly above: number;
}

export interface Optimizer {
  readonly index: number;
  readonly name: string;
  readonly formula: string; // LaTeX
  readonly slots: readonly string[]; // what it keeps per parameter: m, v …
  readonly rate: number; // to begin with
}

export interface Choice {
  readonly settings: SettingValues; // of training; those that are not named are the core's own
  readonly step: number; // made before this one: the schedule's place
  readonly frozen: readonly number[]; // parameters
}

export interface Outcome {
  readonly before: number; // loss of the batch: mean, or sum where that is set
  readonly change: number; // of it, to first order
  readonly after: number;
  readonly gradient: number; // length
  readonly step: number; // length of Δw
  readonly time: number; // which update of this optimiser it is
  readonly rate: number; // the schedule's, at this step
  readonly clip: number; // what all gradients were multiplied by
}

export interface Change {
  readonly weight: number;
  readonly gradient: number;
  readonly used: number; // the gradient that the optimiser gets: clipped, with the slopes of L1 and L2
  readonly state: readonly number[]; // of the optimiser, before and after
  readonly newState: readonly number[];
  readonly newWeight: number;
  readonly by: number; // Δw
}

// Weights and optimiser's state, to go back to.
export interface Kept {
  readonly values: Float32Array; // of all parameters
  readonly states: readonly Float32Array[];
  readonly updates: number;
  readonly optimizer: number;
}

const FLAGS = constants.GN_GRADIENTS | constants.GN_INPUT_GRADIENTS | constants.GN_OPTIMIZER;
const STATE_SLOTS = 2;
const MOODY = new Set(['batchnorm', 'dropout']);
const { gn_pass, gn_check, gn_prediction, gn_settings, gn_ref } = layout;

export class Stepper {
  readonly plan: Plan;
  readonly phases: readonly Phase[];
  readonly forwards: number; // phases before the first backward one
  readonly params: readonly Parameter[];
  readonly optimizers: readonly Optimizer[];
  readonly lossRow: number; // −1: nothing to compare with
  readonly classes: number; // of its target
  readonly table: readonly Setting[]; // of training
  readonly moody: boolean; // some operation runs otherwise in training than in evaluation
  readonly #core: Core;
  readonly #scratch: Address;
  readonly #settings: Address;
  readonly #inputs: readonly number[];
  #net: Net;
  #after: Net;
  #samples: readonly Sample[] = [];
  #at = 0;
  #updates = 0;
  #optimizer = -1; // whose state is kept
  #training = false;

  static async start(engine: Engine, source: ModelSource, slice: number): Promise<Stepper> {
    return new Stepper(await Core.start(engine.module), source, slice);
  }

  private constructor(core: Core, { notation, seed }: ModelSource, slice: number) {
    this.#core = core;
    this.#net = new Net(core, notation, seed, slice, FLAGS);
    this.#after = new Net(core, notation, seed, slice, FLAGS);
    this.#scratch = core.alloc(4096);
    this.#settings = core.alloc(gn_settings.bytes);
    core.call((c) => c.gn_settings_default(this.#settings));
    this.table = readSettings(core);
    this.plan = this.#net.plan;
    const { rows } = this.plan;
    this.moody = rows.some(({ op }) => MOODY.has(op));
    const back = rows.filter(({ inputs }) => inputs.length > 0).reverse();
    this.lossRow = rows.findLast(({ isLoss }) => isLoss)?.index ?? -1;
    this.classes = rows[this.lossRow]?.shape.at(-1) ?? 0;
    this.forwards = rows.length;
    this.phases = [
      ...rows.map(({ index }) => ({ kind: 'forward', row: index }) as const),
      ...(this.lossRow < 0 ? [] : back.map(({ index }) => ({ kind: 'backward', row: index }) as const)),
      ...(this.lossRow < 0 ? [] : [{ kind: 'update', row: -1 } as const]),
    ];
    this.#inputs = core.call((c) =>
      Array.from({ length: c.gn_inputs(this.#net.address) }, (_, i) => c.gn_input_row(this.#net.address, i)),
    );
    this.params = this.#readParams();
    this.optimizers = core.call((c) =>
      Array.from({ length: c.gn_optimizer_count() }, (_, index) => ({
        index,
        name: core.text(c.gn_optimizer_name(index)),
        formula: core.text(c.gn_optimizer_formula(index)),
        slots: Array.from({ length: c.gn_optimizer_slots(index) }, (_, slot) =>
          core.text(c.gn_optimizer_slot(index, slot)),
        ),
        rate: c.gn_optimizer_rate(index),
      })),
    );
  }

  #readParams(): Parameter[] {
    const net = this.#net.address;
    return this.#core.call((c) =>
      Array.from({ length: c.gn_params(net) }, (_, id) => ({
        id,
        name: this.#core.text(c.gn_param_name(net, id)),
        shape: this.#core.shape(c.gn_param_shape(net, id)),
        size: Number(c.gn_param_size(net, id)),
        rows: this.plan.rows
          .filter(({ index, params }) => params.some((_, i) => c.gn_row_param(net, index, i) === id))
          .map(({ index }) => index),
      })),
    );
  }

  // ---------------------------------------------------------------- what goes in

  // The weights that the probe runs with now; the optimiser starts anew.
  take(probe: Probe): void {
    this.#net.writeLearnt(probe.learnt()); // with the running statistics of norms
    for (const { id } of this.params) this.#state(this.#net, id).fill(0);
    this.#updates = 0;
    this.#optimizer = -1;
    this.run(this.#at, true);
  }

  load(samples: readonly Sample[], training: boolean): void {
    this.#samples = samples.slice(0, this.#net.slice);
    this.#training = training;
    this.#fill(this.#net, training);
    this.#fill(this.#after, training);
    this.run(this.#at, true);
  }

  #fill(net: Net, training: boolean): void {
    const { ints, bytes } = this.#core;
    const n = this.#samples.length;
    const batch = this.#core.call((c) => c.gn_pass_batch(this.#settings, n));
    const targets = n > 0 && this.#samples.every(({ label }) => label >= 0 && label < this.classes);
    ints[(net.pass + gn_pass.n) >> 2] = n;
    ints[(net.pass + gn_pass.batch) >> 2] = batch;
    bytes[net.pass + gn_pass.training] = training ? 1 : 0;
    bytes[net.pass + gn_pass.targets] = targets ? 1 : 0;
    for (const [b, { inputs, label }] of this.#samples.entries()) {
      for (const [i, row] of this.#inputs.entries()) {
        const size = this.plan.rows[row]?.size ?? 0;
        const given = inputs[i];
        if (given)
          net
            .values(row, n)
            .subarray(b * size, (b + 1) * size)
            .set(given);
      }
      if (!targets) continue;
      this.#core.call((c) => {
        for (let k = 0; k < c.gn_targets(net.address); k++) c.gn_target_class(net.address, k, b, label);
      });
    }
  }

  get training(): boolean {
    return this.#training;
  }

  // Whether the batch's loss is the sum of its samples', not the mean.
  get sums(): boolean {
    return this.#samples.length > 1 && this.#batch === 1;
  }

  get #batch(): number {
    return this.#core.ints[(this.#net.pass + gn_pass.batch) >> 2] ?? 1;
  }

  // Settings of training from here on. Another reduction makes other gradients.
  use({ settings }: Choice): void {
    const at = this.#settings;
    this.#core.call((c) => c.gn_settings_default(at));
    for (const [name, value] of Object.entries(settings))
      writeSetting(this.#core, at, this.table, name, value);
    const n = this.#samples.length;
    if (n === 0 || this.#core.call((c) => c.gn_pass_batch(at, n)) === this.#batch) return;
    this.load(this.#samples, this.#training);
  }

  get slice(): number {
    return this.#net.slice;
  }

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  // ---------------------------------------------------------------- the way

  get at(): number {
    return this.#at;
  }

  // The first `to` phases are done. Going back restores the start and replays.
  run(to: number, anew = false): void {
    if (this.#samples.length === 0) return;
    const goal = Math.max(0, Math.min(to, this.phases.length));
    if (goal < this.#at || anew) this.#at = 0;
    const { address, pass } = this.#net;
    this.#core.call((c) => {
      for (; this.#at < goal; this.#at++) {
        const phase = this.phases[this.#at];
        if (this.#at === this.forwards) {
          c.gn_zero_gradients(address);
          c.gn_backward_begin(address, pass);
        }
        if (phase?.kind === 'forward') c.gn_forward_row(address, pass, phase.row);
        if (phase?.kind === 'backward') c.gn_backward_row(address, pass, phase.row);
      }
    });
  }

  #whole<T>(run: (check: Address) => T): T {
    const at = this.#at;
    this.run(this.phases.length, true);
    const result = run(this.#scratch);
    this.run(at, true);
    return result;
  }

  #done(kind: Phase['kind'], row: number): boolean {
    const place = this.phases.findIndex((phase) => phase.kind === kind && phase.row === row);
    return place >= 0 && place < this.#at;
  }

  // How much of a number is there: nothing, the shares of some of the rows that it is used by, or all.
  reached({ kind, id }: Ref): 'none' | 'part' | 'all' {
    if (kind === 'param') return 'all';
    if (kind === 'paramGradient') {
      const rows = this.params[id]?.rows ?? [];
      return this.#done('backward', Math.min(...rows)) ? 'all' : 'none';
    }
    if (kind !== 'gradient') return id < this.#at || kind === 'target' ? 'all' : 'none';
    const users = this.plan.rows.filter(({ inputs }) => inputs.includes(id));
    if (users.length === 0) return this.plan.rows[id]?.isLoss ? 'none' : this.#back ? 'all' : 'none';
    const done = users.filter(({ index }) => this.#done('backward', index)).length;
    return done === 0 ? 'none' : done < users.length ? 'part' : 'all';
  }

  get #back(): boolean {
    return this.#at > this.forwards;
  }

  // ---------------------------------------------------------------- what is there

  get look(): Look {
    return this.#net.look;
  }

  // All numbers of a tensor, of one sample: a view that lives until the memory grows.
  tensor(kind: Ref['kind'], id: number, sample: number): Float32Array {
    const net = this.#net.address;
    const core = this.#core;
    if (kind === 'param') return this.#values(this.#net, id);
    if (kind === 'paramGradient') {
      const address = core.call((c) => c.gn_param_gradients(net, id));
      return core.floatsAt(address, this.params[id]?.size ?? 0);
    }
    const size = this.plan.rows[id]?.size ?? 0;
    const address = core.call((c) =>
      kind === 'gradient' ? c.gn_row_gradients(net, id) : c.gn_row_values(net, id),
    );
    if (address === 0) return new Float32Array(0);
    return core.floatsAt(address + 4 * sample * size, size);
  }

  // The loss of each sample.
  get losses(): Float32Array {
    const address = this.#core.call((c) => c.gn_row_losses(this.#net.address, this.lossRow));
    return address === 0 ? new Float32Array(0) : this.#core.floatsAt(address, this.#samples.length);
  }

  // Of the batch: the mean over its samples, or their sum.
  get loss(): number {
    return this.#loss(this.#net);
  }

  #loss(net: Net): number {
    return this.#core.call((c) => c.gn_loss(net.address, net.pass)) / Math.max(1, this.#batch);
  }

  #values(net: Net, id: number): Float32Array {
    const address = this.#core.call((c) => c.gn_param_values(net.address, id));
    return this.#core.floatsAt(address, this.params[id]?.size ?? 0);
  }

  #state(net: Net, id: number): Float32Array {
    const address = this.#core.call((c) => c.gn_param_state(net.address, id, 0));
    return this.#core.floatsAt(address, STATE_SLOTS * (this.params[id]?.size ?? 0));
  }

  // ---------------------------------------------------------------- questions to the core

  check({ id, index }: Ref, epsilon: number): Check {
    const { address, pass } = this.#net;
    return this.#whole((out) => {
      this.#core.call((c) => c.gn_gradient_check(out, address, pass, id, BigInt(index), epsilon));
      return this.#doubles(out, gn_check);
    });
  }

  // A parameter's gradient of each sample's own loss.
  sampleGradients({ id, index }: Ref): Float32Array {
    const { address, pass } = this.#net;
    return this.#whole((out) => {
      this.#core.call((c) => c.gn_sample_gradients(out, address, pass, id, BigInt(index)));
      return this.#core.floatsAt(out, this.#samples.length).slice();
    });
  }

  // Of the parameters whose gradients are there.
  steepest(max: number): Ref[] {
    const out = this.#scratch;
    const room = Math.min(max, Math.floor(4096 / gn_ref.bytes));
    const count = Number(this.#core.call((c) => c.gn_steepest(out, this.#net.address, BigInt(room))));
    return Array.from({ length: count }, (_, i) => {
      const ref = (out + i * gn_ref.bytes) >> 2;
      return {
        kind: 'paramGradient',
        id: this.#core.ints[ref + (gn_ref.id >> 2)] ?? 0,
        index: this.#core.ints[ref + (gn_ref.index >> 2)] ?? 0,
      };
    });
  }

  zeros(param: number): number {
    return Number(
      this.#core.call((c) =>
        c.gn_zeros(c.gn_param_gradients(this.#net.address, param), BigInt(this.params[param]?.size ?? 0)),
      ),
    );
  }

  // From a parameter's numbers to the loss of one sample.
  paths(param: number): number {
    return this.#core.call((c) => c.gn_paths(this.#net.address, this.#net.pass, param));
  }

  // Values of rows with parameters: the δs that backpropagation keeps for a sample.
  get deltas(): number {
    return this.plan.rows.filter(({ params }) => params.length > 0).reduce((sum, { size }) => sum + size, 0);
  }

  // ---------------------------------------------------------------- the step

  // Makes the step in the twin; the net itself stays as it was.
  step(choice: Choice): Outcome {
    const [net, after] = [this.#net, this.#after];
    this.use(choice);
    const { optimizer = 0 } = choice.settings;
    const fresh = optimizer !== this.#optimizer;
    const time = fresh ? 1 : this.#updates + 1;
    const at = this.#settings;
    const step = BigInt(choice.step);
    return this.#whole((out) => {
      after.writeLearnt(net.readLearnt());
      for (const { id } of this.params)
        for (const each of [net, after])
          this.#core.call((c) => c.gn_param_freeze(each.address, id, choice.frozen.includes(id) ? 1 : 0));
      for (const { id, size } of this.params) {
        if (fresh) this.#state(after, id).fill(0);
        else this.#state(after, id).set(this.#state(net, id));
        const [to, from] = this.#core.call((c) => [
          c.gn_param_gradients(after.address, id),
          c.gn_param_gradients(net.address, id),
        ]) as [Address, Address];
        this.#core.floatsAt(to, size).set(this.#core.floatsAt(from, size));
      }
      const before = this.#loss(net);
      this.#core.call((c) => {
        c.gn_update(after.address, at, step, BigInt(time));
        c.gn_forward(after.address, after.pass);
        c.gn_first_order(out, net.address, after.address);
      });
      const first = this.#doubles(out, gn_prediction);
      const [rate, clip] = this.#core.call((c) => [
        c.gn_schedule_rate(at, step),
        c.gn_clip_factor(net.address, at),
      ]) as [number, number];
      return { ...first, before, time, rate, clip, after: this.#loss(after) };
    });
  }

  // What the step does to one parameter.
  change({ id, index }: Ref): Change {
    const size = this.params[id]?.size ?? 0;
    const slots = (net: Net) =>
      Array.from({ length: STATE_SLOTS }, (_, k) => this.#state(net, id)[k * size + index] ?? 0);
    const weight = this.#values(this.#net, id)[index] ?? 0;
    const newWeight = this.#values(this.#after, id)[index] ?? 0;
    return {
      weight,
      newWeight,
      by: newWeight - weight,
      gradient: this.tensor('paramGradient', id, 0)[index] ?? 0,
      used: this.#core.call((c) =>
        c.gn_update_gradient(this.#net.address, this.#settings, id, BigInt(index)),
      ),
      state: slots(this.#net),
      newState: slots(this.#after),
    };
  }

  keep(): Kept {
    return {
      values: this.#net.readLearnt(),
      states: this.params.map(({ id }) => this.#state(this.#net, id).slice()),
      updates: this.#updates,
      optimizer: this.#optimizer,
    };
  }

  restore({ values, states, updates, optimizer }: Kept): void {
    this.#net.writeLearnt(values);
    for (const { id } of this.params) {
      this.#state(this.#net, id).set(states[id] ?? []);
    }
    this.#updates = updates;
    this.#optimizer = optimizer;
    this.run(this.#at, true);
  }

  // The weights after the step, for whoever takes them over.
  get stepped(): Float32Array {
    return this.#after.readLearnt();
  }

  // From here on the net has the weights after the step.
  commit({ settings }: Choice, { time }: Outcome): void {
    [this.#net, this.#after] = [this.#after, this.#net];
    this.#updates = time;
    this.#optimizer = settings.optimizer ?? 0;
    this.run(this.#at, true);
  }

  #doubles<const T extends Readonly<Record<string, number>>>(
    at: Address,
    fields: T,
  ): Readonly<Record<Exclude<keyof T, 'bytes'>, number>> {
    const view = new DataView(this.#core.bytes.buffer);
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => name !== 'bytes')
        .map(([name, offset]) => [name, view.getFloat64(at + offset, true)]),
    ) as Readonly<Record<Exclude<keyof T, 'bytes'>, number>>;
  }
}
