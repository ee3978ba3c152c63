// Weights given in the place of those on show: by training, by a run that was kept, or by a file.
import { batch, signal } from '@preact/signals-core';
import { MODEL_NAMES, MODELS } from './models';
import { type Nets, unlessRefused } from './nets';
import type { OnShow } from './on-show';
import type { Session } from './session';
import type { Model, Weights } from './settings';

export class GivenWeights {
  readonly there = signal(false); // something has been trained here
  readonly #session: Session;
  readonly #nets: Nets;
  readonly #onShow: OnShow;

  constructor(session: Session, nets: Nets, onShow: OnShow) {
    this.#session = session;
    this.#nets = nets;
    this.#onShow = onShow;
  }

  // From training. `mine`: they are no longer what the choice names.
  adopt(learnt: Float32Array, mine: boolean): void {
    const { inspect, settings } = this.#session;
    const { running, probe } = this.#onShow;
    const now = running.peek();
    if (!now || !probe?.setLearnt(learnt)) return;
    batch(() => {
      if (mine && now.weights !== 'mine') {
        inspect.edits.value = [];
        this.there.value = true;
        running.value = { ...now, weights: 'mine' };
        settings.weights.value = 'mine';
      }
      inspect.weights.value++;
    });
    this.#onShow.again();
  }

  // What was on show before, under the name it had.
  giveBack(learnt: Float32Array, weights: Weights): void {
    const { inspect, settings } = this.#session;
    const { running, probe } = this.#onShow;
    const now = running.peek();
    if (!now || !probe?.setLearnt(learnt)) return;
    batch(() => {
      running.value = { ...now, weights };
      settings.weights.value = weights;
      inspect.weights.value++;
    });
    this.#onShow.again();
  }

  // A net with its weights. False: it cannot be built, and what is on show stays.
  async load(notation: string, seed: number, learnt: Float32Array): Promise<boolean> {
    const { settings, draft } = this.#session;
    const wish = this.#onShow.wish();
    const source = { notation, seed };
    const loaded = await unlessRefused(async () => {
      const probe = await this.#nets.probe(source);
      if (this.#onShow.isVoid(wish) || !probe?.setLearnt(learnt)) return false;
      const model: Model = MODEL_NAMES.find((name) => MODELS[name] === notation) ?? 'own';
      batch(() => {
        draft.drop();
        settings.model.value = model;
        if (model === 'own') settings.notation.value = notation;
        settings.seed.value = seed;
        settings.weights.value = 'mine';
        this.there.value = true;
        this.#onShow.install(probe, source, { model, weights: 'mine', seed, plan: probe.plan });
      });
      return true;
    });
    return loaded === true;
  }

  // The net of a safetensors file, with its weights; where the file names none, the net on show. Throws Refused.
  async open(file: Uint8Array): Promise<boolean> {
    const seed = this.#session.settings.seed.peek();
    const opened = await this.#nets.opened(file, seed, this.#onShow.running.peek()?.plan.notation);
    return opened !== undefined && this.load(opened.notation, seed, opened.learnt);
  }
}
