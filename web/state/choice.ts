// From what is chosen to the net on show: a shipped model with its weights or without, a line of one's own, or what was
// trained here. A link's line for a shipped model waits here until that runs.
import { batch } from '@preact/signals-core';
import type { ModelSource, Probe } from '../engine/engine';
import { sameParams } from '../engine/plan';
import { MODELS, type ModelName } from './models';
import type { Nets } from './nets';
import type { OnShow, Running } from './on-show';
import { loadWeights } from './remember';
import type { Session } from './session';
import type { Model, Weights } from './settings';

export const FIRST_MODEL: ModelName = 'mlp-16-16';
const ABOUT_WEIGHTS = new Set(['no-weights', 'weights-unread']); // notices that another choice settles

export class Choice {
  readonly #session: Session;
  readonly #nets: Nets;
  readonly #onShow: OnShow;
  #line = ''; // a link's for its shipped model, until that runs
  #linkedMine = false; // a link names weights of somebody's own, which it cannot carry

  constructor(session: Session, nets: Nets, onShow: OnShow) {
    this.#session = session;
    this.#nets = nets;
    this.#onShow = onShow;
  }

  // What the settings say when the page starts. Unless another is chosen, the first model runs.
  async start(first: Promise<Uint8Array | undefined>): Promise<void> {
    const { model, weights, line } = this.#session.settings;
    this.#line = line.peek();
    const isFirst = model.peek() === FIRST_MODEL && weights.peek() === 'trained';
    if (!isFirst) await this.#use(FIRST_MODEL, 'trained', await first, this.#onShow.wish());
  }

  choose(model: Model): void {
    const { settings, running, kept, draft } = this.#session;
    batch(() => {
      kept.value = undefined;
      draft.drop();
      if (model === 'own' && settings.model.peek() !== 'own') {
        settings.notation.value = running.peek()?.plan.notation ?? MODELS[FIRST_MODEL];
      }
      settings.model.value = model;
    });
  }

  async select(model: Model, weights: Weights, seed: number): Promise<void> {
    const onShow = this.#onShow;
    const now = onShow.running.peek();
    const wanted = model === 'own' && weights !== 'mine' ? 'untrained' : weights;
    const same = now?.model === model && now.weights === wanted;
    if (same && (wanted !== 'untrained' || now.seed === seed)) {
      this.#linkedMine = false;
      return;
    }
    const wish = onShow.wish();
    if (wanted === 'mine') {
      await this.#useMine(model, seed, wish);
      return;
    }
    if (model === 'own') {
      await this.#useNotation(this.#session.settings.notation.peek(), seed, wish);
      return;
    }
    const file =
      wanted === 'untrained'
        ? undefined
        : this.#nets.weightsFile(weights === 'plain' ? `${model}-plain` : model);
    onShow.waiting.value = file !== undefined;
    const bytes = await file;
    if (onShow.isVoid(wish)) return;
    await this.#use(model, weights, bytes, wish);
  }

  // What was trained here, if it is of this model; else what is shipped.
  async #useMine(model: Model, seed: number, wish: number): Promise<void> {
    const { settings, notice, embedded } = this.#session;
    const onShow = this.#onShow;
    const notation = model === 'own' ? settings.notation.peek() : MODELS[model];
    const kept = embedded ? undefined : await loadWeights();
    if (onShow.isVoid(wish)) return;
    const linked = this.#linkedMine;
    this.#linkedMine = false;
    // A shipped model may have had its activation functions switched.
    if (kept?.model !== model || (model === 'own' && kept.notation !== notation)) {
      if (linked) notice.value ??= { kind: 'not-these-weights' }; // what is missing besides was said first
      settings.weights.value = model === 'own' ? 'untrained' : 'trained';
      return;
    }
    const source = { notation: kept.notation, seed: kept.seed };
    try {
      const probe = await this.#nets.probe(source);
      if (!probe?.setLearnt(kept.learnt) || onShow.isVoid(wish)) return;
      onShow.install(probe, source, { model, weights: 'mine', seed, plan: probe.plan });
    } catch (error) {
      onShow.refuse(error, notation);
    }
  }

  async #useNotation(notation: string, seed: number, wish: number): Promise<void> {
    const onShow = this.#onShow;
    const source = { notation: notation || MODELS[FIRST_MODEL], seed };
    try {
      const probe = await this.#nets.probe(source);
      if (!probe || onShow.isVoid(wish)) return;
      batch(() => {
        if (!notation) this.#session.notice.value ??= { kind: 'no-line' }; // what is wrong besides was said first
        onShow.install(probe, source, { model: 'own', weights: 'untrained', seed, plan: probe.plan });
      });
    } catch (error) {
      onShow.refuse(error, source.notation);
      // Draw has the line in sight, with what is wrong about it; the other views have not.
      const { notice, settings } = this.#session;
      if (settings.view.peek() !== 'draw' && !this.#session.embedded) notice.value ??= { kind: 'bad-line' };
    }
  }

  async #use(model: ModelName, weights: Weights, bytes: Uint8Array | undefined, wish: number): Promise<void> {
    const { settings, notice } = this.#session;
    const onShow = this.#onShow;
    const seed = settings.seed.peek();
    const untrained = weights === 'untrained';
    let source: ModelSource = {
      notation: MODELS[model],
      seed,
      ...(untrained || !bytes ? {} : { weights: bytes }),
    };
    let probe: Probe | undefined;
    try {
      probe = await this.#nets.probe(source);
    } catch (error) {
      if (!onShow.isVoid(wish)) onShow.refuse(error, source.notation);
    }
    if (onShow.isVoid(wish) || !probe) return;
    const missing = !untrained && !bytes;
    const wanted = model === settings.model.peek() && weights === settings.weights.peek();
    const line = wanted ? this.#line : '';
    if (line) {
      this.#line = '';
      const other = await this.#nets.probe({ ...source, notation: line })?.catch(() => undefined);
      if (onShow.isVoid(wish)) return;
      if (other && sameParams(other.plan, probe.plan))
        [probe, source] = [other, { ...source, notation: line }];
      else this.#leaveOut();
    }
    const [made, from] = [probe, source];
    batch(() => {
      if (missing) notice.value = { kind: 'no-weights' };
      else if (ABOUT_WEIGHTS.has(notice.peek()?.kind ?? '')) notice.value = undefined;
      onShow.install(made, from, { model, weights, seed, plan: made.plan });
    });
  }

  // What the settings say is the line that runs.
  write({ model, plan: { notation } }: Running): void {
    const { settings } = this.#session;
    if (model !== settings.model.peek()) return;
    if (model === 'own') settings.notation.value = notation;
    settings.line.value = model === 'own' || notation === MODELS[model] ? '' : notation;
  }

  // ---------------------------------------------------------------- a link's net

  // What its settings say of the net, before it comes to run.
  expect(): void {
    const { weights, line } = this.#session.settings;
    this.#line = line.peek();
    this.#linkedMine = weights.peek() === 'mine';
  }

  // Its line for the shipped model that runs; without one, the model's own.
  async follow({ model, weights, seed, plan }: Running): Promise<void> {
    const { settings } = this.#session;
    if (model === 'own' || weights !== settings.weights.peek()) return;
    const line = this.#line || MODELS[model];
    if (line === plan.notation || (weights === 'untrained' && seed !== settings.seed.peek())) return;
    // Other initial weights are drawn anew; trained ones stay.
    if (weights === 'untrained') {
      await this.#use(model, weights, undefined, this.#onShow.wish());
      return;
    }
    this.#line = '';
    const next = await this.#session.planOf(line);
    if (next && sameParams(next, plan)) await this.#session.rewrite(line);
    else this.#leaveOut();
  }

  #leaveOut(): void {
    this.#session.notice.value = { kind: 'unknown-setting', where: 'line' };
  }
}
