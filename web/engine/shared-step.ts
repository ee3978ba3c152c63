// A trainer's step in slices, of which some are computed elsewhere (gn_trainer_begin and what follows it).
import type { Address, Core } from './core';
import { gathered } from './floats';
import { constants, layout } from './generated/layout';
import type { Mail, Slice } from './mail';
import type { Net } from './net';
import { SliceViews } from './slice-views';

export class SharedStep {
  readonly views: SliceViews;
  readonly #pass: Address;
  readonly #gradients: Address; // (params), where what comes from elsewhere is put

  constructor(
    readonly core: Core,
    readonly trainer: Address,
    readonly net: Net,
    readonly seed: number, // of dropout
  ) {
    this.views = new SliceViews(core, net);
    this.#pass = core.alloc(layout.gn_pass.bytes);
    this.#gradients = core.alloc(4 * this.views.sizes.params);
  }

  free(): void {
    this.core.free(this.#pass);
    this.core.free(this.#gradients);
  }

  // Slices of the step, which is under way from now on.
  begin(): number {
    const batch = this.core.call((c) => c.gn_trainer_begin(this.trainer));
    return Math.ceil(batch / constants.GN_SLICE);
  }

  // What slice `i` takes in, as question `k` of the mail.
  deal(mail: Mail, k: number, i: number): void {
    this.core.call((c) => c.gn_trainer_deal(this.#pass, this.trainer, i * constants.GN_SLICE));
    const { input, target } = this.views.now;
    mail.input(k).set(input);
    mail.target(k).set(target);
    mail.setSlice(k, this.#slice());
  }

  #slice(): Slice {
    const { ints } = this.core;
    const { gn_pass } = layout;
    const at = (field: number) => ints[(this.#pass + field) >> 2] as number;
    return { n: at(gn_pass.n), batch: at(gn_pass.batch), step: at(gn_pass.step), sample: at(gn_pass.sample) };
  }

  writeParams(mail: Mail): void {
    gathered(this.views.now.params, mail.params);
  }

  // The next slice, here or from the mail.
  compute(): void {
    this.core.call((c) => c.gn_trainer_slice(this.trainer));
  }

  take(mail: Mail, k: number): void {
    this.core.floatsAt(this.#gradients, this.views.sizes.params).set(mail.gradients(k));
    this.core.call((c) => c.gn_trainer_take(this.trainer, this.#gradients, mail.losses[k] as number));
  }
}
