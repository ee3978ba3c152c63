// One step of training, an operation at a time, forwards and backwards in time: an instance of the core of its own,
// with a net that holds gradients and, for the step itself, its twin with the weights after it (descent.ts).
import { type Address, Core } from './core';
import { type Change, type Choice, Descent, type Memory, type Optimizer, type Outcome } from './descent';
import type { Engine, ModelSource, Probe } from './engine';
import { constants, layout } from './generated/layout';
import type { Look, Ref } from './look';
import { Net } from './net';
import type { Next } from './next';
import { type Parameter, readParameters } from './parameters';
import { type Pieces, whole } from './pieces';
import type { Plan } from './plan';
import { type Check, Questions } from './step-questions';
import type { Setting } from './train-settings';

export type Phase =
  | { readonly kind: 'forward' | 'backward'; readonly row: number }
  | { readonly kind: 'update'; readonly row: -1 };

export interface Sample {
  readonly inputs: readonly Float32Array[]; // of each `in` row, in tape order
  readonly label: number; // −1: none
  readonly targets?: Float32Array; // of each place of a text, in the place of one label
}

// Weights and optimiser's memory, to go back to.
export interface Kept extends Memory {
  readonly values: Float32Array; // all that is learnt
}

const FLAGS = constants.GN_GRADIENTS | constants.GN_INPUT_GRADIENTS | constants.GN_OPTIMIZER;
const SCRATCH = 4096; // bytes, at least
const MOODY = new Set(['batchnorm', 'dropout', 'droppath']);
const { gn_pass, gn_ref } = layout;

export class Stepper {
  readonly plan: Plan;
  readonly phases: readonly Phase[];
  readonly forwards: number; // phases before the first backward one
  readonly params: readonly Parameter[];
  readonly lossRow: number; // −1: nothing to compare with
  readonly classes: number; // of its target
  readonly moody: boolean; // some operation runs otherwise in training than in evaluation
  readonly #core: Core;
  readonly #scratch: Address;
  readonly #inputs: readonly number[];
  readonly #net: Net;
  readonly #after: Net;
  readonly #descent: Descent;
  readonly #questions: Questions;
  #samples: readonly Sample[] = [];
  #at = 0;
  #half: Pieces<void> | undefined; // of the next phase, where that is under way
  #halfDone = 0; // samples of it
  #training = false;
  #step = 0; // made before this one: dropout's place

  static async start(engine: Engine, source: ModelSource, slice: number): Promise<Stepper> {
    return new Stepper(await Core.start(engine.module), source, slice);
  }

  private constructor(core: Core, { notation, seed }: ModelSource, slice: number) {
    this.#core = core;
    this.#net = new Net(core, notation, seed, slice, FLAGS);
    this.#after = new Net(core, notation, seed, slice, FLAGS);
    this.#scratch = core.alloc(Math.max(SCRATCH, 4 * slice)); // a number of each sample
    this.#descent = new Descent(core, this.#net, this.#after);
    this.#questions = new Questions(core, this.#net, this.#after, this.#scratch);
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
    this.params = readParameters(core, this.#net);
  }

  // ---------------------------------------------------------------- what goes in: then nothing is computed yet

  // The weights that the probe runs with now; the optimiser starts anew.
  take(probe: Probe): void {
    this.#net.writeLearnt(probe.learnt()); // with the running statistics of norms
    this.#descent.forget();
    this.#step = 0;
    this.#to(0);
  }

  // The run's next step: its weights, its optimiser's memory, its samples. Made with the run's line and seed, and with
  // room for them all, this is that step.
  begin({ learnt, steps, x, labels, ...memory }: Next): void {
    this.#net.writeLearnt(learnt);
    this.#descent.memory = memory;
    this.#step = steps;
    const size = x.length / Math.max(1, labels.length);
    this.load(
      Array.from(labels, (label, b) => ({ inputs: [x.subarray(b * size, (b + 1) * size)], label })),
      true,
    );
  }

  // The same run, for a sample of one's own.
  join({ learnt, steps, ...memory }: Next): void {
    this.#net.writeLearnt(learnt);
    this.#descent.memory = memory;
    this.#step = steps;
    this.#to(0);
  }

  load(samples: readonly Sample[], training: boolean): void {
    this.#samples = samples.slice(0, this.#net.slice);
    this.#training = training;
    this.#fill(this.#net, training);
    this.#fill(this.#after, training);
    this.#to(0);
  }

  #fill(net: Net, training: boolean): void {
    const { ints, bytes } = this.#core;
    const n = this.#samples.length;
    const batch = this.#core.call((c) => c.gn_pass_batch(this.#descent.settings, n));
    const targets =
      n > 0 && this.#samples.every(({ label, targets }) => targets || (label >= 0 && label < this.classes));
    ints[(net.pass + gn_pass.n) >> 2] = n;
    ints[(net.pass + gn_pass.batch) >> 2] = batch;
    ints[(net.pass + gn_pass.step) >> 2] = this.#step;
    bytes[net.pass + gn_pass.training] = training ? 1 : 0;
    bytes[net.pass + gn_pass.targets] = targets ? 1 : 0;
    for (const [b, { inputs, label, targets: each }] of this.#samples.entries()) {
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
      if (each) {
        const at = this.#core.call((c) => c.gn_target_values(net.address, 0));
        this.#core.floatsAt(at + 4 * b * each.length, each.length).set(each);
        continue;
      }
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
    this.#descent.use(settings);
    const at = this.#descent.settings;
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

  // With the share of the phase that is under way.
  get along(): number {
    return this.#at + this.#halfDone / Math.max(1, this.#samples.length);
  }

  // To where the first `to` phases are done, some samples of an operation a piece. Back in time, values stay as they
  // are; δs have been added up, so the way back is walked anew, as it is where one lies half done.
  *going(to: number): Pieces<void> {
    if (this.#samples.length === 0) return;
    const goal = Math.max(0, Math.min(to, this.phases.length));
    if (goal < this.#at || (this.#half && goal === this.#at)) this.#to(Math.min(goal, this.forwards));
    while (this.#at < goal) {
      yield* this.#computing();
      this.#to(this.#at + 1);
      if (this.#at < goal) yield;
    }
  }

  run(to: number): void {
    whole(this.going(to));
  }

  *#computing(): Pieces<void> {
    const phase = this.phases[this.#at];
    if (!phase || phase.kind === 'update') return;
    if (this.#at === this.forwards && !this.#half)
      this.#core.call((c) => {
        c.gn_zero_gradients(this.#net.address);
        c.gn_backward_begin(this.#net.address, this.#net.pass);
      });
    this.#half ??= this.#net.row(phase.kind, phase.row);
    for (const half = this.#half; !half.next().done; ) {
      this.#halfDone += constants.GN_SLICE;
      yield;
    }
  }

  #to(at: number): void {
    this.#at = at;
    this.#half = undefined;
    this.#halfDone = 0;
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

  // ---------------------------------------------------------------- questions to the core

  // Of a parameter whose gradient is there.
  checking(what: Ref, epsilon: number): Pieces<Check> {
    return this.#questions.check(what, epsilon, (net) => this.#loss(net));
  }

  // A parameter's gradient of each sample's own loss, where the batch's is there.
  samplesGradients(what: Ref): Pieces<Float32Array> {
    return this.#questions.samples(what, this.#samples.length);
  }

  // Of the parameters whose gradients are there.
  steepest(max: number): Ref[] {
    const out = this.#scratch;
    const room = Math.min(max, Math.floor(SCRATCH / gn_ref.bytes));
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

  get table(): readonly Setting[] {
    return this.#descent.table;
  }

  get optimizers(): readonly Optimizer[] {
    return this.#descent.optimizers;
  }

  // Makes the step in the twin, where all gradients are there; the net itself stays as it was.
  *stepping(choice: Choice): Pieces<Outcome> {
    this.use(choice);
    const directed = this.phases.length - 1; // the update computes nothing in the net
    if (this.#at < directed) yield* this.going(directed);
    return yield* this.#descent.making(choice, (net) => this.#loss(net));
  }

  step(choice: Choice): Outcome {
    return whole(this.stepping(choice));
  }

  // What the step does to one parameter.
  change(what: Ref): Change {
    return this.#descent.change(what);
  }

  keep(): Kept {
    return { values: this.#net.readLearnt(), ...this.#descent.memory };
  }

  restore({ values, ...memory }: Kept): void {
    this.#net.writeLearnt(values);
    this.#descent.memory = memory;
    this.#to(0);
  }

  // All that is learnt, as it is.
  get learnt(): Float32Array {
    return this.#net.readLearnt();
  }

  // And after the step, for whoever takes it over.
  get stepped(): Float32Array {
    return this.#descent.stepped;
  }

  // What the optimiser remembers after it.
  remembered(choice: Choice, outcome: Outcome): Memory {
    return this.#descent.remembered(choice, outcome);
  }

  // From here on the net has the weights after the step.
  commit(choice: Choice, outcome: Outcome): void {
    this.#descent.commit(choice, outcome);
    this.#to(0);
  }
}
