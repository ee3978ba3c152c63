// A line of notation that takes the place of the one that runs: typed by the learner, or the same net written otherwise.
import { batch, signal } from '@preact/signals-core';
import { sameParams } from '../engine/plan';
import type { Nets } from './nets';
import type { OnShow, Running } from './on-show';
import type { Session } from './session';

export class OtherLine {
  readonly kept = signal<boolean | undefined>(undefined); // the last other line took the run's weights over
  readonly #session: Session;
  readonly #nets: Nets;
  readonly #onShow: OnShow;

  constructor(session: Session, nets: Nets, onShow: OnShow) {
    this.#session = session;
    this.#nets = nets;
    this.#onShow = onShow;
  }

  // It runs at once, or says why it cannot; what ran before goes on meanwhile.
  async try(text: string): Promise<void> {
    const { settings, ownWeights } = this.#session;
    const onShow = this.#onShow;
    const running = onShow.running.peek();
    const wish = onShow.wish();
    if (!this.#nets.engine || running?.plan.notation === text) {
      onShow.refused.value = undefined;
      return;
    }
    const seed = settings.seed.peek();
    try {
      const source = { notation: text, seed };
      const probe = await this.#nets.engine.probe(source);
      if (onShow.isVoid(wish)) return;
      // A run goes on with another line of the same parameters; in Draw another line is another net.
      const now = onShow.probe;
      const runs = this.#session.training !== undefined && settings.view.peek() === 'train';
      const kept = runs && now && sameParams(probe.plan, now.plan) && probe.setLearnt(now.learnt());
      this.kept.value = runs ? kept === true : undefined;
      if (kept) {
        const own: Running = { model: 'own', weights: 'mine', seed, plan: probe.plan };
        this.#session.training?.rewrite(own);
        batch(() => {
          settings.notation.value = text;
          settings.model.value = 'own';
          settings.weights.value = 'mine';
          ownWeights.value = true;
          onShow.install(probe, source, own, true);
        });
        return;
      }
      batch(() => {
        settings.notation.value = text;
        settings.model.value = 'own';
        onShow.install(probe, source, { model: 'own', weights: 'untrained', seed, plan: probe.plan });
      });
    } catch (error) {
      if (!onShow.isVoid(wish)) onShow.refuse(error, text);
    }
  }

  // A line that is still being tried shall not come to run.
  giveUp(): void {
    this.#onShow.wish();
    this.#onShow.refused.value = undefined;
  }

  // The running net with another line of the same shape, its weights kept. Throws Refused.
  async rewrite(notation: string): Promise<void> {
    const onShow = this.#onShow;
    const [now, running, source] = [onShow.probe, onShow.running.peek(), onShow.source];
    if (!now || !running || !source || !this.#nets.engine) return;
    const wish = onShow.wish();
    const next = { ...source, notation };
    const probe = await this.#nets.engine.probe(next);
    if (onShow.isVoid(wish)) return;
    probe.copyFrom(now);
    const rewritten = { ...running, plan: probe.plan };
    this.#session.training?.rewrite(rewritten);
    onShow.install(probe, next, rewritten, true);
  }
}
