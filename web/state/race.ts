// A race: the same net, seed and samples, up to four ways to train, each in a worker of its own.
import { batch, computed, signal, untracked } from '@preact/signals-core';
import { type Setting, type Wishes, wished, wishOf } from '../engine/train-settings';
import { ACTIVATION_NAMES, type ActivationName, activationOf, withActivation } from './activation';
import type { History } from './history';
import { type Said, saidBy } from './line-settings';
import type { PointsLab } from './points';
import { digitsGround, type Ground, type Misfit, pointsGround } from './race-ground';
import { RunHandle } from './run-handle';
import type { Session } from './session';
import { formatWishes, parseWishes, strange } from './train-text';

export const MOST_LANES = 4;
export const LENGTHS = [200, 500, 1000, 2000, 5000] as const; // steps
const SHOWN = ['optimizer', 'rate', 'batch'] as const;

export type LaneSetting = (typeof SHOWN)[number];

// "optimizer:adam,rate:0.002;tanh": what it sets, and its activation function where it is another than the net's.
export interface Lane {
  readonly values: Wishes;
  readonly activation: ActivationName | '';
}

export const readLanes = (text: string): Lane[] =>
  text
    .split('|')
    .filter((each) => each !== '')
    .slice(0, MOST_LANES)
    .map((each) => {
      const [values = '', activation = ''] = each.split(';');
      return { values: parseWishes(values), activation: activation as ActivationName | '' };
    });

export const writeLanes = (lanes: readonly Lane[]): string =>
  lanes.map(({ values, activation }) => `${formatWishes(values)};${activation}`).join('|');

// Around the value that a run has: what it is, and others to race it against.
export function variants({ kind, choices, least, most, name }: Setting, value: number): readonly number[] {
  if (kind === 'switch') return [value, 1 - value];
  const others =
    kind === 'choice'
      ? choices.map((_, i) => i).filter((i) => i !== value)
      : value === 0
        ? (FROM_NONE[name] ?? [0.001, 0.01, 0.1])
        : [value / 10, value * 3, value * 10].map((each) =>
            kind === 'whole' ? Math.round(each) : Number(each.toPrecision(3)),
          );
  const fitting = others.filter((each) => each >= least && each <= most && each !== value);
  return [...new Set([value, ...fitting])].slice(0, MOST_LANES);
}
const FROM_NONE: Readonly<Record<string, readonly number[]>> = {
  warmup_steps: [10, 50, 200],
  clip_value: [0.01, 0.1, 1],
  clip_norm: [0.1, 1, 10],
  max_norm: [1, 3, 10],
};

// Ways that all have the run's settings and differ in this one; on to the view that races them.
export function raceSetting(
  session: Session,
  setting: Setting,
  value: number,
  data: 'digits' | 'points' = 'digits',
): void {
  const { settings } = session;
  const base = parseWishes((data === 'points' ? settings.pointsTrain : settings.train).peek());
  batch(() => {
    settings.raceData.value = data;
    settings.race.value = writeLanes(
      variants(setting, value).map((each) => ({
        values: { ...base, [setting.name]: wishOf(setting, each) },
        activation: '',
      })),
    );
    settings.view.value = 'race';
  });
}

export class Race {
  readonly handles = Array.from({ length: MOST_LANES }, () => new RunHandle());
  readonly started = signal(false);
  readonly chosen = signal<readonly string[]>([]); // settings to be shown though no two ways differ in them yet
  readonly misfit = signal<Misfit | undefined>(undefined); // net and data have not as many classes
  readonly grown = computed(() => this.handles.reduce((sum, { grown }) => sum + grown.value, 0));
  readonly running = computed(() =>
    this.handles.some(({ running, status }) => running.value || busy(status.value)),
  );

  readonly #lab = signal<PointsLab | undefined>(undefined);
  readonly #digits: Ground;
  #raced = ''; // net and data of the results

  constructor(readonly session: Session) {
    this.#digits = digitsGround(session);
  }

  // Of the points that are raced; undefined: digits are, or it is still coming.
  get lab(): PointsLab | undefined {
    return this.session.settings.raceData.value === 'points' ? this.#lab.value : undefined;
  }

  // What the ways learn. Undefined: it is still coming.
  get ground(): Ground | undefined {
    if (this.session.settings.raceData.value === 'digits') return this.#digits;
    const { lab } = this;
    if (lab) return pointsGround(lab);
    void import('./points').then(({ pointsOf }) => {
      this.#lab.value = pointsOf(this.session);
    });
    return undefined;
  }

  get lanes(): readonly Lane[] {
    return readLanes(this.session.settings.race.value);
  }

  set lanes(lanes: readonly Lane[]) {
    this.session.settings.race.value = writeLanes(lanes);
  }

  // What a way has where it sets nothing itself.
  get base(): Wishes {
    const said = this.said.flatMap(({ setting, value }) =>
      value < 0 ? [] : [[setting.name, wishOf(setting, value)] as const],
    );
    return { ...parseWishes(this.ground?.wishes ?? ''), ...Object.fromEntries(said) };
  }

  // Settings that the line says, and not the core's table.
  get said(): readonly Said[] {
    const line = this.ground?.plan?.notation;
    return line === undefined ? [] : saidBy(line, this.session.probe?.inits ?? []);
  }

  // A link can name settings and functions that there are not: they are left out, and said.
  check(table: readonly Setting[]): void {
    let where: string | undefined;
    const lanes = this.lanes.map(({ values, activation }) => {
      const kept = Object.entries(values).filter(([name, wish]) => {
        const bad = strange(table, { [name]: wish });
        where ??= bad;
        return bad === undefined;
      });
      const known = activation === '' || ACTIVATION_NAMES.includes(activation);
      if (!known) where ??= activation;
      return { values: Object.fromEntries(kept), activation: known ? activation : ('' as const) };
    });
    if (where === undefined) return;
    this.lanes = lanes;
    this.session.notice.value = { kind: 'unknown-setting', where };
  }

  readonly saysOf = (name: string): boolean => this.said.some(({ setting }) => setting.name === name);

  // Settings that each way shows: the usual ones, those asked for, and those that set the ways apart.
  get shown(): readonly string[] {
    const lanes = this.lanes;
    const names = new Set(lanes.flatMap(({ values }) => Object.keys(values)));
    const apart = [...names].filter((name) => new Set(lanes.map(({ values }) => values[name])).size > 1);
    return [...new Set([...SHOWN, ...this.chosen.value, ...apart])];
  }

  // What it has run as, it is no longer: its results go.
  change(index: number, lane: Partial<Lane>): void {
    this.handles[index]?.clear();
    this.lanes = this.lanes.map((each, i) => (i === index ? { ...each, ...lane } : each));
  }

  remove(index: number): void {
    this.handles[index]?.clear();
    this.handles.push(...this.handles.splice(index, 1)); // each of the others keeps its results
    this.lanes = this.lanes.filter((_, i) => i !== index);
  }

  // Another net, or other data, than raced.
  attend(): void {
    const { what } = this;
    if (!this.#raced || what === undefined || what === this.#raced) return;
    this.#raced = '';
    for (const handle of this.handles) handle.clear();
    this.started.value = false;
    this.misfit.value = undefined;
  }

  private get what(): string | undefined {
    const { plan, key } = this.ground ?? {};
    return plan && `${this.session.settings.raceData.value} ${key} ${plan.notation}`;
  }

  histories(): readonly History[] {
    return this.handles.map(({ history }) => history);
  }

  // From the same untrained weights, over the same batches where their size is the same.
  async run(): Promise<void> {
    const { session } = this;
    const ground = untracked(() => this.ground);
    await ground?.ready();
    const module = session.module;
    const trial = ground?.trial();
    const plan = untracked(() => ground?.plan);
    if (!plan || !module || !trial) return;
    this.misfit.value = 'has' in trial ? trial : undefined;
    if ('has' in trial) return;
    const rows = plan.rows.filter(({ index }) => activationOf(plan, index)).map(({ index }) => index);
    const base = parseWishes(untracked(() => ground?.wishes ?? ''));
    const said = untracked(() => this.said);
    const until = session.settings.raceSteps.peek();
    for (const [i, handle] of this.handles.entries()) {
      handle.end();
      const lane = this.lanes[i];
      if (!lane) continue;
      handle.onReady = () => handle.go(undefined, until);
      handle.onFrame = ({ state, steps }) => {
        // What has arrived, or broken, needs no worker any more.
        if (state === 'done' || (state === 'paused' && steps > 0)) queueMicrotask(() => handle.end());
      };
      handle.start(module, trial.data, {
        ...trial.source,
        notation: said.reduce(
          (line, { setting, rewrite }) =>
            setting.name in lane.values ? rewrite(line, wished(setting, lane.values[setting.name])) : line,
          lane.activation ? withActivation(plan, rows, lane.activation) : plan.notation,
        ),
        settings: { ...base, ...without(lane.values, said) },
      });
    }
    this.#raced = untracked(() => this.what) ?? '';
    this.started.value = true;
  }

  stop(): void {
    for (const handle of this.handles) handle.end();
  }
}

const busy = (status: string): boolean => status === 'starting' || status === 'fetching';

// What the core's table holds.
const without = (values: Wishes, said: readonly Said[]): Wishes =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => said.every(({ setting }) => setting.name !== name)),
  );
