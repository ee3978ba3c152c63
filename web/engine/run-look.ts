// What a training run looks like at one moment: scores, mistakes, activations, gradients. It is read, never changed.
import type { Address, Core } from './core';
import { layout } from './generated/layout';
import { classCount } from './plan';
import type { Trainer } from './trainer';

export interface Score {
  readonly loss: number; // mean, nats
  readonly accuracy: number;
}

export interface Confusion {
  readonly step: number;
  readonly classes: number;
  readonly matrix: Int32Array; // (classes, classes): label, answer
  readonly answers: Int32Array; // of each test sample
  readonly losses: Float32Array; // nats
  readonly labels: Uint8Array;
}

// What goes into an activation row, along the axis of its curve.
export interface Spread {
  readonly row: number;
  readonly reach: number; // the axis is ±reach
  readonly counts: Int32Array; // in equal parts of it
  readonly y: Float32Array; // the function and its derivative, evenly from −reach to reach
  readonly slope: Float32Array;
}

export interface Spreads {
  readonly step: number;
  readonly samples: number;
  readonly spreads: readonly Spread[];
}

// A parameter's number and its gradient in the last step.
export interface Steep {
  readonly param: number;
  readonly index: number;
  readonly value: number;
  readonly gradient: number;
}

export interface Activity {
  readonly row: number;
  readonly units: number;
  readonly silent: number; // their slope was zero for every sample
  readonly flat: number; // share of slopes that are nearly zero
}

const BINS = 41; // odd, so that one is around zero
const CURVE_POINTS = 4 * BINS + 1; // the middle of each part is one
// Parts of a set: see gn_part.
const ALL = 0;
const TRAINED = 1;
const HELD = 2;
const SCORE_OF = { train: ['train', TRAINED], validation: ['train', HELD], test: ['test', ALL] } as const;

export class RunLook {
  readonly #core: Core;
  readonly #trainer: Trainer;
  readonly #room: Address; // for one score

  constructor(core: Core, trainer: Trainer) {
    this.#core = core;
    this.#trainer = trainer;
    this.#room = core.alloc(layout.gn_score.bytes);
  }

  // The first `count` of the samples that are there; of the training set, those learnt from or those held out.
  // Undefined: there are none, or none yet.
  score(of: keyof typeof SCORE_OF, count: number): Score | undefined {
    const [set, part] = SCORE_OF[of];
    const data = this.#trainer[set];
    const n = BigInt(Math.min(count, data.loaded));
    this.#core.call((c) =>
      c.gn_confusion(this.#room, this.#trainer.net.address, data.address, 0n, n, part, 0, 0, 0),
    );
    const view = new DataView(this.#core.bytes.buffer, this.#room, layout.gn_score.bytes);
    const scored = Number(view.getBigInt64(layout.gn_score.count, true));
    if (scored === 0) return undefined;
    const correct = Number(view.getBigInt64(layout.gn_score.correct, true));
    return { loss: view.getFloat64(layout.gn_score.loss, true), accuracy: correct / scored };
  }

  // What it makes of every test sample that is there. Undefined: it answers with numbers, not classes.
  confusion(): Confusion | undefined {
    const core = this.#core;
    const n = this.#trainer.test.loaded;
    const { plan } = this.#trainer;
    const classes = this.#trainer.test.classed ? classCount(plan) : 0;
    if (classes === 0 || n === 0) return undefined;
    const matrix = core.alloc(4 * classes * classes + 8 * n);
    const answers = matrix + 4 * classes * classes;
    const losses = answers + 4 * n;
    core.bytes.fill(0, matrix, answers);
    core.call((c) =>
      c.gn_confusion(
        this.#room,
        this.#trainer.net.address,
        this.#trainer.test.address,
        0n,
        BigInt(n),
        ALL,
        matrix,
        answers,
        losses,
      ),
    );
    const result: Confusion = {
      step: this.#trainer.steps,
      classes,
      matrix: core.ints.slice(matrix >> 2, (matrix >> 2) + classes * classes),
      answers: core.ints.slice(answers >> 2, (answers >> 2) + n),
      losses: core.floatsAt(losses, n).slice(),
      labels: this.#trainer.test.labels(),
    };
    core.free(matrix);
    return result;
  }

  // How alive each activation row is over the first `count` training samples; rows of other kinds have no units.
  activity(count: number): readonly Activity[] {
    const core = this.#core;
    const n = Math.min(count, this.#trainer.train.loaded);
    const { gn_activity } = layout;
    const rows = this.#trainer.plan.rows.length;
    const units = Number(core.call((c) => c.gn_survey_units(this.#trainer.net.address)));
    const at = core.alloc(rows * gn_activity.bytes + units);
    const alive = at + rows * gn_activity.bytes;
    core.call((c) =>
      c.gn_survey(this.#trainer.net.address, this.#trainer.train.address, 0n, BigInt(n), alive, at),
    );
    const view = new DataView(core.bytes.buffer, at, rows * gn_activity.bytes);
    const activity = Array.from({ length: rows }, (_, i) => ({
      row: i,
      units: Number(view.getBigInt64(i * gn_activity.bytes + gn_activity.units, true)),
      silent: Number(view.getBigInt64(i * gn_activity.bytes + gn_activity.silent, true)),
      flat: view.getFloat64(i * gn_activity.bytes + gn_activity.flat, true),
    })).filter((each) => each.units > 0);
    core.free(at);
    return activity;
  }

  // What goes into the activation rows over the first `count` training samples.
  spread(count: number): Spreads {
    const core = this.#core;
    const samples = Math.min(count, this.#trainer.train.loaded);
    const { gn_spread } = layout;
    const { rows } = this.#trainer.plan;
    const at = core.alloc(rows.length * (gn_spread.bytes + 4 * BINS));
    const counts = at + rows.length * gn_spread.bytes;
    core.call((c) =>
      c.gn_spread_inputs(
        this.#trainer.net.address,
        this.#trainer.train.address,
        0n,
        BigInt(samples),
        BINS,
        counts,
        at,
      ),
    );
    const view = new DataView(core.bytes.buffer, at, rows.length * gn_spread.bytes);
    const read = rows.map(({ index }) => ({
      row: index,
      count: Number(view.getBigInt64(index * gn_spread.bytes + gn_spread.count, true)),
      reach: view.getFloat32(index * gn_spread.bytes + gn_spread.reach, true),
      counts: core.ints.slice((counts >> 2) + index * BINS, (counts >> 2) + (index + 1) * BINS),
    }));
    core.free(at);
    const spreads = read.flatMap(({ count: n, ...each }) => {
      const x = Float32Array.from(
        { length: CURVE_POINTS },
        (_, i) => each.reach * ((2 * i) / (CURVE_POINTS - 1) - 1),
      );
      const curve = n > 0 ? this.#trainer.net.look.curve(each.row, x) : undefined;
      return curve ? [{ ...each, ...curve }] : [];
    });
    return { step: this.#trainer.steps, samples, spreads };
  }

  // The parameters with the largest gradients in the last step, largest first; or the smallest, smallest first.
  steepest(most: number, least: boolean): readonly Steep[] {
    const core = this.#core;
    const { gn_ref } = layout;
    const at = core.alloc(most * gn_ref.bytes);
    const n = Number(
      core.call((c) => c[least ? 'gn_flattest' : 'gn_steepest'](at, this.#trainer.net.address, BigInt(most))),
    );
    const found = Array.from({ length: n }, (_, i) => {
      const ref = at + i * gn_ref.bytes;
      const view = new DataView(core.bytes.buffer);
      const param = view.getInt32(ref + gn_ref.id, true);
      const index = Number(view.getBigInt64(ref + gn_ref.index, true));
      return {
        param,
        index,
        value: this.#trainer.net.look.param(param)[index] ?? 0,
        gradient: core.call((c) => c.gn_number(this.#trainer.net.address, ref)),
      };
    });
    core.free(at);
    return found;
  }

  // Units of each parameter that are copies of another of it.
  twins(): readonly number[] {
    return this.#core.call((c) =>
      Array.from({ length: this.#trainer.params }, (_, i) =>
        Number(c.gn_twins(this.#trainer.net.address, i)),
      ),
    );
  }

  // Of each parameter: its length in `from`, and how far `to` is from that.
  distances(from: Float32Array, to: Float32Array): { readonly weight: number; readonly by: number }[] {
    const core = this.#core;
    const address = core.alloc(4 * from.length);
    const norm = (values: Float32Array) => {
      core.floatsAt(address, values.length).set(values);
      return core.call((c) => c.gn_norm(address, BigInt(values.length)));
    };
    let at = 0;
    const found = Array.from({ length: this.#trainer.params }, (_, i) => {
      const size = Number(core.call((c) => c.gn_param_size(this.#trainer.net.address, i)));
      const [a, b] = [from.subarray(at, at + size), to.subarray(at, at + size)];
      at += size;
      return { weight: norm(a), by: norm(b.map((value, k) => value - (a[k] ?? 0))) };
    });
    core.free(address);
    return found;
  }
}
