// The step itself, made in a twin of the net: gradient → optimiser → new weights, and what that does to the loss. The
// net keeps its weights until they are handed over.
import type { Address, Core } from './core';
import { joined, spread } from './floats';
import { layout } from './generated/layout';
import type { Ref } from './look';
import type { Net } from './net';
import { STATE_SLOTS } from './next';
import type { Pieces } from './pieces';
import { readSettings, type Setting, type SettingValues, writeSetting } from './train-settings';

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
  readonly carried: number; // gradients of earlier steps, where they add up
  readonly used: number; // the gradient that the optimiser gets: clipped, with the slopes of L1 and L2
  readonly state: readonly number[]; // of the optimiser, before and after
  readonly newState: readonly number[];
  readonly newWeight: number;
  readonly by: number; // Δw
}

// What the optimiser remembers from one step to the next.
export interface Memory {
  readonly states: Float32Array; // parameter after parameter
  readonly carried: Float32Array | undefined; // gradients
  readonly updates: number;
  readonly optimizer: number; // −1: none has made a step
}

const { gn_prediction, gn_settings, gn_pass } = layout;

export class Descent {
  readonly table: readonly Setting[]; // of training
  readonly optimizers: readonly Optimizer[];
  readonly settings: Address;
  readonly #core: Core;
  readonly #net: Net;
  readonly #after: Net;
  readonly #sizes: readonly number[]; // of the parameters
  readonly #out: Address;
  #carried: Float32Array | undefined;
  #totals: Float32Array | undefined; // gradients with those that were carried over
  #updates = 0;
  #optimizer = -1;

  constructor(core: Core, net: Net, after: Net) {
    this.#core = core;
    this.#net = net;
    this.#after = after;
    this.#out = core.alloc(gn_prediction.bytes);
    this.settings = core.alloc(gn_settings.bytes);
    core.call((c) => c.gn_settings_default(this.settings));
    this.table = readSettings(core);
    this.optimizers = readOptimizers(core);
    this.#sizes = core.call((c) =>
      Array.from({ length: c.gn_params(net.address) }, (_, id) => Number(c.gn_param_size(net.address, id))),
    );
  }

  use(settings: SettingValues): void {
    this.#core.call((c) => c.gn_settings_default(this.settings));
    for (const [name, value] of Object.entries(settings))
      writeSetting(this.#core, this.settings, this.table, name, value);
  }

  // ---------------------------------------------------------------- the optimiser's memory

  get memory(): Memory {
    return {
      states: joined(this.#states(this.#net)),
      carried: this.#carried,
      updates: this.#updates,
      optimizer: this.#optimizer,
    };
  }

  set memory({ states, carried, updates, optimizer }: Memory) {
    spread(states, this.#states(this.#net));
    this.#carried = carried;
    this.#updates = updates;
    this.#optimizer = optimizer;
  }

  forget(): void {
    for (const state of this.#states(this.#net)) state.fill(0);
    this.#carried = undefined;
    this.#updates = 0;
    this.#optimizer = -1;
  }

  #states(net: Net): Float32Array[] {
    return this.#sizes.map((size, id) => {
      const address = this.#core.call((c) => c.gn_param_state(net.address, id, 0));
      return this.#core.floatsAt(address, STATE_SLOTS * size);
    });
  }

  #gradients(net: Net): Float32Array[] {
    return this.#sizes.map((size, id) => {
      const address = this.#core.call((c) => c.gn_param_gradients(net.address, id));
      return this.#core.floatsAt(address, size);
    });
  }

  // ---------------------------------------------------------------- the step

  // After the pass there and back. `loss` of a net and the pass that is filled into both.
  *making({ settings, step: made, frozen }: Choice, loss: (net: Net) => number): Pieces<Outcome> {
    const [net, after] = [this.#net, this.#after];
    this.use(settings);
    const { optimizer = 0 } = settings;
    const fresh = this.#updates === 0 || optimizer !== this.#optimizer;
    const time = fresh ? 1 : this.#updates + 1;
    const step = BigInt(made);
    for (const id of this.#sizes.keys())
      for (const { address } of [net, after])
        this.#core.call((c) => c.gn_param_freeze(address, id, frozen.includes(id) ? 1 : 0));
    this.#totals = yield* this.#summed();
    after.writeLearnt(this.#settled());
    for (const [id, state] of this.#states(after).entries()) {
      if (fresh) state.fill(0);
      else state.set(this.#states(net)[id] ?? []);
    }
    const before = loss(net);
    spread(this.#totals ?? joined(this.#gradients(net)), this.#gradients(after));
    const clip = this.#core.call((c) => c.gn_clip_factor(after.address, this.settings));
    this.#core.call((c) => c.gn_update(after.address, this.settings, step, BigInt(time)));
    for (const { index } of after.plan.rows) {
      yield* after.row('forward', index);
      yield;
    }
    this.#core.call((c) => c.gn_first_order(this.#out, net.address, after.address));
    const view = new DataView(this.#core.bytes.buffer, this.#out, gn_prediction.bytes);
    return {
      before,
      change: view.getFloat64(gn_prediction.change, true),
      gradient: view.getFloat64(gn_prediction.gradient, true),
      step: view.getFloat64(gn_prediction.step, true),
      time,
      rate: this.#core.call((c) => c.gn_schedule_rate(this.settings, step)),
      clip,
      after: loss(after),
    };
  }

  // All that is learnt, its running statistics led along by the pass, as a step of training leads them.
  #settled(): Float32Array {
    const net = this.#net;
    const learnt = net.readLearnt();
    if (this.#core.bytes[net.pass + gn_pass.training] === 0) return learnt;
    this.#core.call((c) => c.gn_settle(net.address, net.pass));
    const settled = net.readLearnt();
    net.writeLearnt(learnt);
    return settled;
  }

  // The gradients as they are added to those of earlier steps, in the core's own order: in the twin, with the weights
  // of the net, which keeps this batch's.
  *#summed(): Pieces<Float32Array | undefined> {
    const [carried, after] = [this.#carried, this.#after];
    if (!carried) return undefined;
    after.writeLearnt(this.#net.readLearnt());
    const rows = after.plan.rows.map(({ index }) => index);
    for (const row of rows) yield* after.row('forward', row);
    spread(carried, this.#gradients(after));
    this.#core.call((c) => c.gn_backward_begin(after.address, after.pass));
    for (const row of rows.reverse()) yield* after.row('backward', row);
    return joined(this.#gradients(after));
  }

  // What the step does to one parameter.
  change({ id, index }: Ref): Change {
    const size = this.#sizes[id] ?? 0;
    const values = (net: Net) => net.look.param(id)[index] ?? 0;
    const slots = (net: Net) =>
      Array.from({ length: STATE_SLOTS }, (_, k) => this.#states(net)[id]?.[k * size + index] ?? 0);
    const [weight, newWeight] = [values(this.#net), values(this.#after)];
    const before = this.#sizes.slice(0, id).reduce((sum, each) => sum + each, 0);
    return {
      weight,
      newWeight,
      by: newWeight - weight,
      gradient: this.#gradients(this.#net)[id]?.[index] ?? 0,
      carried: this.#carried?.[before + index] ?? 0,
      used: this.#used(id, index),
      state: slots(this.#net),
      newState: slots(this.#after),
    };
  }

  #used(id: number, index: number): number {
    const ask = () =>
      this.#core.call((c) => c.gn_update_gradient(this.#net.address, this.settings, id, BigInt(index)));
    if (!this.#totals) return ask();
    const own = joined(this.#gradients(this.#net));
    spread(this.#totals, this.#gradients(this.#net));
    const used = ask();
    spread(own, this.#gradients(this.#net));
    return used;
  }

  // The weights after the step, with the model state.
  get stepped(): Float32Array {
    return this.#after.readLearnt();
  }

  // And what the optimiser remembers after it.
  remembered({ settings }: Choice, { time }: Outcome): Memory {
    return {
      states: joined(this.#states(this.#after)),
      carried: this.#carried && this.#totals,
      updates: time,
      optimizer: settings.optimizer ?? 0,
    };
  }

  // From here on the net has them, and the optimiser's memory of the step.
  commit({ settings }: Choice, { time }: Outcome): void {
    this.#net.writeLearnt(this.#after.readLearnt());
    for (const [id, state] of this.#states(this.#net).entries())
      state.set(this.#states(this.#after)[id] ?? []);
    if (this.#carried) this.#carried = this.#totals;
    this.#updates = time;
    this.#optimizer = settings.optimizer ?? 0;
  }
}

const readOptimizers = (core: Core): readonly Optimizer[] =>
  core.call((c) =>
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
