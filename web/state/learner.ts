// A run that a person steers: its pace, what ails it, and what the transport and the settings ask of it, whatever it
// learns and wherever its net is shown.
import { type Signal, signal } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import type { Pace, Scored } from '../engine/run-messages';
import { type Setting, wished } from '../engine/train-settings';
import type { ActivationName } from './activation';
import { diagnose, type Finding, type Params, soundBefore } from './diagnose';
import type { Axis, History } from './history';
import type { Lined } from './line-settings';
import { type Remedy, remediesOf } from './remedies';
import { RunHandle } from './run-handle';
import { formatWishes, parseWishes, wishesOf } from './train-text';

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
const USUAL_PACE = 3; // the first learning takes about ten seconds, so that it is seen

// What the net knew until it was told to forget. It can have that back until it has learnt something.
export interface Forgotten {
  readonly run: number; // that began with nothing
  restore(): void;
}

export interface Placed {
  readonly shape: readonly number[];
  readonly row: number;
  readonly next: number; // the row before the next parameter's
}

export abstract class Learner extends RunHandle {
  readonly pace = signal(USUAL_PACE);
  readonly forgot = signal(false); // the run began with untrained weights
  readonly axis = signal<Axis>('step'); // of all its curves
  readonly forgotten = signal<Forgotten | undefined>(undefined);
  readonly before = signal<History | undefined>(undefined); // the run before this one, to compare with

  #asked: { readonly rate: number; readonly setups: number } | undefined; // and how many set-ups had been heard by then

  // Of the net that learns. Followed by who reads it.
  abstract get plan(): Plan | undefined;
  // The settings of its runs, as text that is kept.
  abstract get wishes(): Signal<string>;
  abstract get lined(): Lined;
  // From the weights on show, or from untrained ones.
  abstract begin(from: 'shown' | 'untrained'): void;
  // From untrained weights, with a way back.
  forget(): void {
    this.begin('untrained');
  }
  // Other untrained weights, another order.
  abstract reroll(): void;
  // As many outputs as the data have classes.
  fit(_classes: number): void | Promise<void> {}
  // Of all layers of the net that stands there unless another is wished for. Undefined: the net is one of one's own.
  get usualActivation(): ActivationName | undefined {
    return undefined;
  }
  // Another activation function in these rows, the weights kept.
  abstract activate(rows: readonly number[], name: ActivationName): void;

  // With the usual random weights: an initialisation that the line asks for would come again.
  restart(): void {
    const { line, renew } = this.lined;
    renew(line.replace(/\s+(init|gain)\s*=\s*[\w.+-]+/g, ''));
  }

  // Parameters in the core's order: the rows in order, a shared one with its first; what lies between it and the next
  // one's row belongs to it.
  params(): readonly (Params & Placed)[] {
    const rows = this.plan?.rows ?? [];
    const seen = new Set<string>();
    const found = rows.flatMap((row) =>
      row.params
        .filter(({ name }) => !seen.has(name) && seen.add(name))
        .map(({ name, size, shape }) => ({ name, size, shape, rank: shape.length, row: row.index })),
    );
    return found.map((each) => ({
      ...each,
      next: (found.find(({ row }) => row > each.row)?.row ?? rows.length) - 1,
    }));
  }

  // Scores until the moment that is on show.
  get scores(): readonly Scored[] {
    const now = this.frame.value?.steps ?? 0;
    return this.history.scores.filter(({ step }) => step <= now);
  }

  // Which numbers the run holds: when it is another text, they are others. While it runs, with each score.
  get state(): string {
    void this.grown.value;
    void this.setup.value;
    const step = this.running.value ? this.history.scores.at(-1)?.step : this.frame.value?.steps;
    return `${this.run} ${step} ${this.setups}`;
  }

  findings(): readonly Finding[] {
    const rows = this.plan?.rows ?? [];
    const layers = rows.map(({ index, op, name }) => ({ row: index, op, name }));
    return diagnose(this.scores, layers, this.params(), this.setup.peek().settings);
  }

  // Back to where the weights were sound, with a tenth of the rate.
  mend(): void {
    const trouble = this.trouble.peek();
    if (trouble?.kind !== 'fault') return;
    const rate = this.setup.peek().settings.rate ?? 0.1;
    this.trouble.value = undefined;
    this.seek(soundBefore(this.history.scores, trouble.fault.step));
    this.set('rate', Number((rate / 10).toPrecision(3)));
  }

  // Where there is nothing to run yet, the settings of the run to come stand there all the same.
  protected async usualSetup(asked: Promise<readonly Setting[]>): Promise<void> {
    const table = await asked;
    const wishes = parseWishes(this.wishes.peek());
    const settings = table.map((each) => [each.name, wished(each, wishes[each.name])] as const);
    this.table.value = table;
    this.setup.value = {
      changes: [],
      settings: Object.fromEntries(settings),
      used: table.map(({ name }) => name),
      partition: undefined,
      notation: '',
      schedule: { steps: [], rates: [] },
    };
  }

  // A remedy of a finding, done.
  treat({ seek, set = {}, line, renews }: Remedy): void {
    if (seek !== undefined) this.seek(seek);
    for (const [name, value] of Object.entries(set)) this.set(name, value);
    if (!renews) {
      if (line !== undefined) this.lined.swap(line);
      return;
    }
    // The run to come reads them as they are written, which its worker has not told yet.
    this.wishes.value = formatWishes({ ...parseWishes(this.wishes.peek()), ...set });
    if (line === undefined) this.restart();
    else this.lined.rebuild(line);
  }

  remedies(finding: Finding): readonly Remedy[] {
    const { plan, lined } = this;
    const { settings } = this.setup.peek();
    const table = this.table.peek();
    if (!plan) return [];
    const optimizer = table.find(({ name }) => name === 'optimizer')?.choices[settings.optimizer ?? 0] ?? '';
    return remediesOf(finding, {
      plan,
      table,
      settings,
      scores: this.scores,
      step: this.frame.peek()?.steps ?? 0,
      inits: lined.inits,
      usualRate: this.usualRate(optimizer),
    });
  }

  override set(name: string, value: number): void {
    if (name === 'rate') this.#asked = { rate: value, setups: this.setups };
    if (this.alive) {
      super.set(name, value);
      return;
    }
    if (this.table.peek().length === 0) {
      // What the others are is not known yet: they stay as they are written.
      this.wishes.value = formatWishes({ ...parseWishes(this.wishes.peek()), [name]: value });
      return;
    }
    const setup = this.setup.peek();
    const settings = { ...setup.settings, [name]: value };
    this.setup.value = { ...setup, settings };
    this.wishes.value = formatWishes(wishesOf(this.table.peek(), settings));
  }

  // ---------------------------------------------------------------- steering

  // On, at the pace that is chosen.
  teach(): void {
    this.go(PACES[this.pace.peek()]);
  }

  // A rate that suits plain descent would wreck a net under Adam: one that nobody chose changes with the optimiser.
  choose(name: string, value: number): void {
    const choices = this.table.peek().find((each) => each.name === 'optimizer')?.choices ?? [];
    const { optimizer = 0, rate: heard } = this.setup.peek().settings;
    // What was set a moment ago may not have come back from the worker yet.
    const rate = this.#asked?.setups === this.setups ? this.#asked.rate : heard;
    const usual = (place: number) => this.usualRate(choices[place] ?? '');
    if (name === 'optimizer' && rate === usual(optimizer)) this.set('rate', usual(value));
    this.set(name, value);
  }

  protected usualRate(optimizer: string): number {
    const setting = this.table.peek().find(({ name }) => name === 'optimizer');
    return setting?.rates?.[setting.choices.indexOf(optimizer)] ?? USUAL_RATE;
  }

  // What a setting is when nobody has changed it.
  usual(setting: Setting): number {
    return setting.initial;
  }

  // A weight with the bias that belongs to it.
  freeze(param: number, frozen: boolean): void {
    const params = this.params();
    const row = params[param]?.row;
    for (const [id, each] of params.entries()) if (each.row === row) this.change({ freeze: id, frozen });
  }

  frozen(param: number): boolean {
    const last = this.setup.value.changes.findLast((each) => 'freeze' in each && each.freeze === param);
    return last !== undefined && 'freeze' in last && last.frozen;
  }

  // The same beginning with other data.
  beginAgain(): void {
    this.begin(this.forgot.peek() && (this.frame.peek()?.steps ?? 0) === 0 ? 'untrained' : 'shown');
  }

  setPace(pace: number): void {
    this.pace.value = pace;
    if (this.running.peek()) this.teach();
  }
}
