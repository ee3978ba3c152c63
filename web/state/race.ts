// A race: the same net, seed and digits, up to four ways to train, each in a worker of its own.
import { computed, signal } from '@preact/signals-core';
import type { Wishes } from '../engine/train-settings';
import { type ActivationName, activationOf, withActivation } from './activation';
import type { History } from './history';
import { RunHandle } from './run-handle';
import type { Session } from './session';
import { BLOCK, TEST_COUNT } from './set-names';
import { formatWishes, parseWishes } from './train-text';

export const MOST_LANES = 4;
export const LENGTHS = [200, 500, 1000, 2000, 5000] as const; // steps
const DIGITS = 2 * BLOCK; // of the training set: four workers hold them each
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

export class Race {
  readonly handles = Array.from({ length: MOST_LANES }, () => new RunHandle());
  readonly started = signal(false);
  readonly grown = computed(() => this.handles.reduce((sum, { grown }) => sum + grown.value, 0));
  readonly running = computed(() =>
    this.handles.some(({ running, status }) => running.value || busy(status.value)),
  );

  constructor(readonly session: Session) {}

  get lanes(): readonly Lane[] {
    return readLanes(this.session.settings.race.value);
  }

  set lanes(lanes: readonly Lane[]) {
    this.session.settings.race.value = writeLanes(lanes);
  }

  change(index: number, lane: Partial<Lane>): void {
    this.lanes = this.lanes.map((each, i) => (i === index ? { ...each, ...lane } : each));
  }

  histories(): readonly History[] {
    return this.handles.map(({ history }) => history);
  }

  // From the same untrained weights, over the same batches where their size is the same.
  run(): void {
    const { session } = this;
    const plan = session.running.peek()?.plan;
    const module = session.module;
    if (!plan || !module) return;
    const rows = plan.rows.filter(({ index }) => activationOf(plan, index)).map(({ index }) => index);
    const base = parseWishes(session.settings.train.peek());
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
      handle.start(module, session.settings.data.peek(), {
        notation: lane.activation ? withActivation(plan, rows, lane.activation) : plan.notation,
        seed: session.settings.seed.peek(),
        samples: DIGITS,
        validation: session.settings.validation.peek(),
        labelNoise: session.settings.labelNoise.peek(),
        tests: TEST_COUNT,
        size: 784,
        block: BLOCK,
        settings: { ...base, ...lane.values },
      });
    }
    this.started.value = true;
  }

  stop(): void {
    for (const handle of this.handles) handle.end();
  }
}

const busy = (status: string): boolean => status === 'starting' || status === 'fetching';
