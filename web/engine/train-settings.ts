// The core's table of training settings: what each is called, what it may be, and whether it does anything just now.
import type { Address, Core } from './core';
import { constants } from './generated/layout';

export interface Setting {
  readonly name: string;
  readonly kind: 'real' | 'whole' | 'switch' | 'choice';
  readonly initial: number;
  readonly least: number;
  readonly most: number;
  readonly choices: readonly string[]; // of a choice: the value is a place in this list
  readonly rates?: readonly number[]; // of the optimisers: what each learns with where nobody has chosen a rate
}

// Values by name, as the core holds them: a switch is 0 or 1, a choice its place in the list.
export type SettingValues = Readonly<Record<string, number>>;

export function readSettings(core: Core): readonly Setting[] {
  return core.call((c) =>
    Array.from({ length: c.gn_setting_count() }, (_, i) => ({
      ...(core.text(c.gn_setting_name(i)) === 'optimizer' && { rates: usualRates(core) }),
      name: core.text(c.gn_setting_name(i)),
      kind: kindOf(c.gn_setting_kind(i)),
      initial: c.gn_setting_default(i),
      least: c.gn_setting_least(i),
      most: c.gn_setting_most(i),
      choices: Array.from({ length: c.gn_setting_choices(i) }, (_, k) =>
        core.text(c.gn_setting_choice(i, k)),
      ),
    })),
  );
}

const usualRates = (core: Core): readonly number[] =>
  core.call((c) => Array.from({ length: c.gn_optimizer_count() }, (_, i) => c.gn_optimizer_usual_rate(i)));

function kindOf(kind: number): Setting['kind'] {
  if (kind === constants.GN_SWITCH) return 'switch';
  if (kind === constants.GN_CHOICE) return 'choice';
  return kind === constants.GN_WHOLE ? 'whole' : 'real';
}

// Ways in which weights begin; the first is what a line without init= means.
export const readInits = (core: Core): readonly string[] =>
  core.call((c) => Array.from({ length: c.gn_init_count() }, (_, i) => core.text(c.gn_init_name(i))));

// The learning rate of steps that lie evenly from the first to the last.
export interface Schedule {
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

const PLACES = 240;
const SOME_STEPS = 1000; // of a schedule that has no length of its own
const DROPS = 4; // of a schedule in stairs

// As far as there is something to see: to the end of the schedule, and to where the run is.
export function readSchedule(
  core: Core,
  settings: Address,
  { warmup_steps = 0, step_every = 0, schedule_steps = 0 }: SettingValues,
  used: ReadonlySet<string>,
  now: number,
): Schedule {
  const length = used.has('schedule_steps')
    ? schedule_steps
    : used.has('step_every')
      ? DROPS * step_every
      : SOME_STEPS;
  const last = Math.max(Math.ceil(1.1 * (warmup_steps + length)), now);
  const every = Math.max(1, Math.ceil(last / PLACES));
  const steps = Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => i * every);
  return {
    steps,
    rates: core.call((c) => steps.map((step) => c.gn_schedule_rate(settings, BigInt(step)))),
  };
}

export const initialValues = (table: readonly Setting[]): SettingValues =>
  Object.fromEntries(table.map(({ name, initial }) => [name, initial]));

// A setting as a link or a record has it: a choice by its name, which stays when others join its list.
export type Wishes = Readonly<Record<string, number | string>>;

export function wished({ kind, choices, initial }: Setting, wish: number | string | undefined): number {
  if (wish === undefined) return initial;
  if (typeof wish === 'number') return wish;
  const place = kind === 'choice' ? choices.indexOf(wish) : -1;
  return place < 0 ? initial : place;
}

export const wishOf = ({ kind, choices }: Setting, value: number): number | string =>
  kind === 'choice' ? (choices[value] ?? value) : value;

// Whether a setting may be this; a choice by its name or its place.
export function allows({ kind, choices, least, most }: Setting, wish: number | string | undefined): boolean {
  if (typeof wish === 'string') return kind === 'choice' && choices.includes(wish);
  if (wish === undefined || !(wish >= least && wish <= most)) return false;
  return kind === 'real' || Number.isInteger(wish);
}

// False: there is no such setting, or the value is out of its range; nothing has changed.
export function writeSetting(
  core: Core,
  settings: Address,
  table: readonly Setting[],
  name: string,
  value: number,
): boolean {
  const i = table.findIndex((each) => each.name === name);
  return i >= 0 && core.call((c) => c.gn_setting_set(settings, i, value)) !== 0;
}

// Which have any effect, given the others.
export function usedSettings(core: Core, settings: Address, table: readonly Setting[]): ReadonlySet<string> {
  return core.call(
    (c) => new Set(table.filter((_, i) => c.gn_setting_used(settings, i) !== 0).map(({ name }) => name)),
  );
}
