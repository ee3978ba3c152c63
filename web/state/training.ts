// The learner's own run: it begins with the net on show, and what it learns is on show at once.
import { generated } from 'virtual:built';
import { batch, effect, signal } from '@preact/signals-core';
import type { Frame, Pace } from '../engine/run-messages';
import { locale } from '../locales';
import { loadIndex } from './data-files';
import { diagnose, type Finding, type Params } from './diagnose';
import type { History } from './history';
import { saveWeights } from './remember';
import { RunHandle } from './run-handle';
import type { Running, Session } from './session';
import { BLOCK, type SetName, TEST_COUNT } from './set-names';
import { formatWishes, parseWishes, wishesOf } from './train-text';

const SAVE_AFTER_MS = 700;

// The learner's choice of speed, slowest first.
export const PACES: readonly Pace[] = [
  { unit: 'operation', perSecond: 1 },
  { unit: 'step', perSecond: 1 },
  { unit: 'step', perSecond: 5 },
  { unit: 'step', perSecond: 20 },
  { unit: 'step', perSecond: 100 },
  { unit: 'step', perSecond: 500 },
  { unit: 'step', perSecond: Number.POSITIVE_INFINITY },
];
const USUAL_RATE = 0.1;
const USUAL_RATES: Readonly<Record<string, number>> = {
  momentum: 0.02,
  nesterov: 0.02,
  adagrad: 0.02,
  adagrad_mean: 0.02,
  rmsprop: 0.001,
  adam: 0.002,
  adamw: 0.002,
};
const USUAL_PACE = 3; // the first learning takes about ten seconds, so that it is seen

export class Training extends RunHandle {
  readonly pace = signal(USUAL_PACE);
  readonly notation = signal('');
  readonly forgot = signal(false); // the run began with untrained weights
  readonly before = signal<History | undefined>(undefined); // the run before this one, to compare with

  #for: Running | undefined; // what the run was begun with
  #save: (() => void) | undefined; // what is still to be kept
  #saveTimer = 0;

  constructor(readonly session: Session) {
    super();
    this.onFrame = (frame) => this.#adopt(frame);
    addEventListener('pagehide', () => this.#save?.());
    effect(() => void this.#nameClasses(session.settings.data.value, locale.value));
  }

  // Digits need no names.
  async #nameClasses(set: SetName, language: 'en' | 'zh'): Promise<void> {
    const index = set === 'mnist' ? undefined : await loadIndex(set, generated).catch(() => undefined);
    if (set === this.session.settings.data.peek())
      this.session.classes.value = index?.classes.map((each) => each[language]) ?? [];
  }

  // ---------------------------------------------------------------- a run begins

  // Sees to it that there is a run of what is on show. Follows the signals it reads.
  attend(): void {
    const running = this.session.running.value;
    if (!running || running === this.#for) return;
    const goesOn =
      this.alive && running.weights === 'mine' && running.plan.notation === this.#for?.plan.notation;
    this.#for = running;
    if (!goesOn) queueMicrotask(() => this.begin('shown'));
  }

  // Another line for the same weights, as when an activation function is switched.
  rewrite(running: Running): void {
    this.#for = running;
    this.notation.value = running.plan.notation;
    this.change({ notation: running.plan.notation });
  }

  // From the weights on show, or from untrained ones.
  begin(from: 'shown' | 'untrained'): void {
    const running = this.session.running.peek();
    const module = this.session.module;
    if (!running || !module) return;
    const { seed, train, data, digits } = this.session.settings;
    const start = from === 'shown' ? this.session.learnt() : undefined;
    this.#for = running;
    batch(() => {
      this.notation.value = running.plan.notation;
      if (this.history.steps > 0) this.before.value = this.history;
      this.forgot.value = from === 'untrained';
      this.start(module, data.peek(), {
        notation: running.plan.notation,
        seed: seed.peek(),
        ...(start ? { start } : {}),
        samples: digits.peek(),
        tests: TEST_COUNT,
        size: 784,
        block: BLOCK,
        settings: parseWishes(train.peek()),
      });
    });
    this.look(true, true);
  }

  // Other untrained weights, another order.
  reroll(): void {
    this.session.reroll();
    this.begin('untrained');
  }

  // ---------------------------------------------------------------- what it tells

  #adopt({ setup, learnt, steps }: Frame): void {
    if (setup) this.session.settings.train.value = formatWishes(wishesOf(this.table.peek(), setup.settings));
    if (!learnt) return;
    this.session.adopt(learnt, this.forgot.peek() || steps > 0);
    const running = this.session.running.peek();
    if (steps === 0 || !running) return;
    const [notation, seed, model] = [running.plan.notation, this.source?.seed ?? 0, running.model];
    this.#save = () => {
      this.#save = undefined;
      void saveWeights({ model, notation, seed, learnt, steps });
    };
    // Now and then while it runs, and once more at its end.
    this.#saveTimer ||= setTimeout(() => {
      this.#saveTimer = 0;
      this.#save?.();
    }, SAVE_AFTER_MS) as unknown as number;
  }

  // Parameters in the core's order: the rows in order, a shared one with its first. `next`: the row before the next
  // parameter's, so that what lies between belongs to it.
  params(): readonly (Params & { readonly row: number; readonly next: number })[] {
    const rows = this.session.running.peek()?.plan.rows ?? [];
    const seen = new Set<string>();
    const found = rows.flatMap((row) =>
      row.params
        .filter(({ name }) => !seen.has(name) && seen.add(name))
        .map(({ name, size, shape }) => ({ name, size, rank: shape.length, row: row.index })),
    );
    return found.map((each) => ({
      ...each,
      next: (found.find(({ row }) => row > each.row)?.row ?? rows.length) - 1,
    }));
  }

  findings(): readonly Finding[] {
    const rows = this.session.running.peek()?.plan.rows ?? [];
    const layers = rows.map(({ index, op, name }) => ({ row: index, op, name }));
    return diagnose(this.history.scores, layers, this.params(), this.setup.peek().settings);
  }

  // Back to the last scores that were sound, with a tenth of the rate.
  mend(): void {
    const trouble = this.trouble.peek();
    if (trouble?.kind !== 'fault') return;
    const sound = this.history.scores.filter(
      ({ step, train }) => step < trouble.fault.step && Number.isFinite(train?.loss ?? Number.NaN),
    );
    const rate = this.setup.peek().settings.rate ?? 0.1;
    this.trouble.value = undefined;
    this.seek(sound.at(-1)?.step ?? 0);
    this.set('rate', Number((rate / 10).toPrecision(3)));
  }

  // On from a step of the past; the curve that there was stays beside the new one.
  branch(step: number): void {
    this.before.value = this.history.copy();
    this.seek(step);
    this.teach();
  }

  // ---------------------------------------------------------------- steering

  // On, at the pace that is chosen.
  teach(): void {
    this.go(PACES[this.pace.peek()]);
  }

  // A rate that suits plain descent would wreck a net under Adam: one that nobody chose changes with the optimiser.
  choose(name: string, value: number): void {
    const choices = this.table.peek().find((each) => each.name === 'optimizer')?.choices ?? [];
    const { optimizer = 0, rate } = this.setup.peek().settings;
    const usual = (place: number) => USUAL_RATES[choices[place] ?? ''] ?? USUAL_RATE;
    if (name === 'optimizer' && rate === usual(optimizer)) this.set('rate', usual(value));
    this.set(name, value);
  }

  // A weight with the bias that belongs to it.
  freeze(param: number, frozen: boolean): void {
    const params = this.params();
    const row = params[param]?.row;
    for (const [id, each] of params.entries()) if (each.row === row) this.change({ freeze: id, frozen });
  }

  setPace(pace: number): void {
    this.pace.value = pace;
    if (this.running.peek()) this.teach();
  }
}
