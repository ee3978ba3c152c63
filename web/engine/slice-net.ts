// A net that computes slices of a training step for another instance of the core: it gets parameters and samples, and
// gives gradients. It keeps nothing from one question to the next.
import type { Core } from './core';
import { gathered, spread } from './floats';
import { constants, layout } from './generated/layout';
import { type Mail, SLICES } from './mail';
import { Net } from './net';
import { SliceViews } from './slice-views';

export class SliceNet {
  readonly #core: Core;
  readonly #net: Net;
  readonly #views: SliceViews;

  constructor(core: Core, notation: string, seed: number) {
    this.#core = core;
    this.#net = new Net(core, notation, seed, constants.GN_SLICE, constants.GN_GRADIENTS);
    this.#views = new SliceViews(core, this.#net);
  }

  free(): void {
    this.#net.free();
  }

  answer(mail: Mail): void {
    const views = this.#views.now;
    const slices = mail.ints[SLICES] as number;
    spread(mail.params, views.params);
    for (let i = 0; i < slices; i++) {
      views.input.set(mail.input(i));
      views.target.set(mail.target(i));
      mail.losses[i] = this.#compute(mail, i);
      gathered(views.gradients, mail.gradients(i));
    }
  }

  #compute(mail: Mail, i: number): number {
    const { ints, bytes } = this.#core;
    const { address, pass } = this.#net;
    const { gn_pass } = layout;
    const { n, batch, step, sample } = mail.slice(i);
    ints[(pass + gn_pass.n) >> 2] = n;
    ints[(pass + gn_pass.batch) >> 2] = batch;
    ints[(pass + gn_pass.step) >> 2] = step;
    ints[(pass + gn_pass.sample) >> 2] = sample;
    bytes[pass + gn_pass.training] = 1;
    bytes[pass + gn_pass.targets] = 1;
    return this.#core.call((c) => {
      c.gn_zero_gradients(address);
      c.gn_forward(address, pass);
      c.gn_backward(address, pass);
      return c.gn_loss(address, pass);
    });
  }
}
