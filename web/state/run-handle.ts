// One run in a worker, held from the page: what it was made from, and what it has told.
import { batch, computed, signal } from '@preact/signals-core';
import type { BatchFacts } from '../engine/batch-look';
import type { Past } from '../engine/checkpoints';
import type { CoreError } from '../engine/errors';
import type { Next } from '../engine/next';
import type { Confusion, Spreads, Steep } from '../engine/run-look';
import type {
  Change,
  Difference,
  Frame,
  FromRun,
  Instant,
  Scored,
  Setup,
  ToRun,
} from '../engine/run-messages';
import RunWorker from '../engine/run-worker?worker&inline';
import type { Setting } from '../engine/train-settings';
import type { Fault, TrainerSource } from '../engine/trainer';
import { History } from './history';
import { RunSteering } from './run-steering';
import type { SetName } from './set-names';
import { loadSet, type Samples } from './sets';

const GROW_MS = 160;
const FRAME_MS = 40; // of a run: it has more from drawing less often than an eye from seeing more of its steps
const NO_SETUP: Setup = {
  changes: [],
  settings: {},
  used: [],
  schedule: { steps: [], rates: [] },
  partition: undefined,
  notation: '',
};

export type Status = 'idle' | 'starting' | 'fetching' | 'ready' | 'failed';
export type Trouble =
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'refused'; readonly error: CoreError }
  | { readonly kind: 'classes'; readonly has: number; readonly wants: number } // of the net, of the data
  | { readonly kind: 'trap' | 'no-data' | 'no-worker' };

// Samples that the page has itself; `key` tells them from others.
export interface Dealt {
  readonly key: string;
  readonly train: Samples;
  readonly test: Samples;
}

// What a run needs to go on as if the page had not been left.
export interface Remembered {
  readonly past: Past;
  readonly losses: Float32Array; // of steps 1 …
  readonly scores: readonly Scored[];
}

interface Pictures {
  readonly samples: readonly number[];
  readonly pixels: Uint8Array;
}

export class RunHandle extends RunSteering {
  readonly status = signal<Status>('idle');
  readonly frame = signal<Frame | undefined>(undefined);
  readonly setup = signal<Setup>(NO_SETUP);
  readonly table = signal<readonly Setting[]>([]);
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly confusion = signal<Confusion | undefined>(undefined);
  readonly spread = signal<Spreads | undefined>(undefined);
  readonly steepest = signal<readonly Steep[]>([]);
  readonly batches = signal<BatchFacts | undefined>(undefined);
  readonly measured = signal<Instant | undefined>(undefined);
  readonly difference = signal<Difference | undefined>(undefined);
  readonly next = signal<Next | undefined>(undefined); // what the next step begins with, as last asked for
  readonly pictures = signal<Pictures>({ samples: [], pixels: new Uint8Array(0) });
  readonly fetched = signal(0); // share of the data, 0..1
  readonly grown = signal(0); // counts what the history took in
  history = new History();
  source: TrainerSource | undefined;
  readonly running = computed(() => {
    const state = this.frame.value?.state;
    return state === 'running' || state === 'waiting';
  });
  // Busy, but with steps that were counted out: more can be added to them.
  readonly counting = computed(() => this.running.value && this.frame.value?.counted === true);
  setups = 0; // how often it was another
  curves = true; // are drawn; said with the next look
  resumed = false; // goes on from the past that it was given
  onReady: () => void = () => {};
  onFrame: (frame: Frame) => void = () => {};
  onPast: (remembered: Remembered) => void = () => {};

  #worker: Worker | undefined;
  #helpers: Worker[] = [];
  #module: WebAssembly.Module | undefined;
  #workers = { most: 1, always: false }; // that may compute a step
  #data: SetName | Dealt | undefined; // that the worker has, or is being given
  #id = 0; // of the run
  #lock = ''; // that the worker holds while it lives
  #remembered: Remembered | undefined; // that the worker was asked to go on from
  #learnt = false;
  #health = false;
  #growTimer = 0;
  #framed = 0; // when the last was drawn

  // Another number, another run.
  get run(): number {
    return this.#id;
  }

  get alive(): boolean {
    return this.#worker !== undefined;
  }

  // The data stay in the worker: another run of the same ones begins at once.
  start(
    module: WebAssembly.Module,
    data: SetName | Dealt,
    source: TrainerSource,
    changes: readonly Change[] = [],
    remembered?: Remembered,
  ): void {
    const other = keyOf(data) !== keyOf(this.#data) || source.samples !== this.source?.samples;
    // Dealt data are small, and a new worker would be seen starting; one that is fed a set still would get more of that.
    const dealt = typeof data === 'object' && typeof this.#data !== 'string';
    if (this.status.peek() === 'failed' || (other && !dealt)) this.end();
    this.#module = module;
    const worker = this.#worker ?? this.#hire();
    this.source = source;
    this.lineAsked = undefined;
    this.#data = data;
    this.#remembered = remembered;
    if (other) this.status.value = 'starting';
    batch(() => {
      this.history = new History();
      this.trouble.value = undefined;
      this.frame.value = undefined;
      this.next.value = undefined;
      this.batches.value = undefined;
      this.grown.value++;
    });
    this.#id++;
    this.#post(worker, {
      kind: 'start',
      id: this.#id,
      module,
      source,
      changes,
      ...(remembered ? { past: remembered.past } : {}),
      fresh: other,
      lock: this.#lock,
    });
  }

  #hire(): Worker {
    const worker = new RunWorker({ name: 'glassnet run' });
    this.#lock = `glassnet run ${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
    this.#worker = worker;
    this.status.value = 'starting';
    this.fetched.value = 0;
    worker.onmessage = (event: MessageEvent<FromRun>) => {
      if (worker === this.#worker) this.#hear(worker, event.data);
    };
    worker.onerror = () => this.#fail(worker, { kind: 'no-worker' });
    if (this.#workers.most > 1) this.#post(worker, { kind: 'workers', ...this.#workers });
    return worker;
  }

  // So many workers may compute a step, where that is quicker, or always; the numbers are the same.
  workers(most: number, always: boolean): void {
    this.#workers = { most, always };
    this.say({ kind: 'workers', most, always }); // and those that there are end themselves
    this.#helpers = [];
  }

  #hireHelper(worker: Worker): void {
    const module = this.#module;
    if (!module) return;
    const helper = new RunWorker({ name: 'glassnet helper' });
    const { port1, port2 } = new MessageChannel();
    this.#helpers.push(helper);
    this.#post(helper, { kind: 'help', module, port: port1 }, [port1]);
    this.#post(worker, { kind: 'helper', port: port2 }, [port2]);
  }

  #dismiss(): void {
    for (const helper of this.#helpers.splice(0)) helper.terminate();
  }

  end(): void {
    this.#dismiss();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#data = undefined;
    this.status.value = 'idle';
  }

  // As if it had never run.
  clear(): void {
    this.end();
    batch(() => {
      this.history = new History();
      this.trouble.value = undefined;
      this.frame.value = undefined;
      this.grown.value++;
    });
  }

  // ---------------------------------------------------------------- what it says

  #hear(worker: Worker, message: FromRun): void {
    switch (message.kind) {
      case 'ready':
        this.table.value = message.table;
        this.look(this.#learnt, this.#health);
        if (message.id !== this.#id) break;
        this.resumed = message.resumed;
        if (message.resumed && this.#remembered) this.#recall(this.#remembered);
        if (this.status.peek() === 'starting') {
          this.#watch(worker);
          void this.#fetch(worker);
        }
        this.onReady();
        break;
      case 'hire':
        this.#hireHelper(worker);
        break;
      case 'frame':
        if (message.id === this.#id) this.#take(message);
        else this.say({ kind: 'seen' });
        break;
      case 'past':
        if (message.id === this.#id) this.#tellPast(message.past);
        break;
      case 'next':
        if (message.asked === this.asked) this.next.value = message.next;
        break;
      case 'difference':
        this.difference.value = message.difference;
        break;
      case 'confusion':
        this.confusion.value = message.confusion;
        break;
      case 'spread':
        this.spread.value = message.spread;
        break;
      case 'steepest':
        this.steepest.value = message.steepest;
        break;
      case 'batches':
        this.batches.value = message.batches;
        break;
      case 'measured':
        this.measured.value = message.instant;
        break;
      case 'pictures':
        this.pictures.value = message;
        break;
      case 'fault':
        this.trouble.value = message;
        break;
      case 'refused':
        this.#fail(worker, message);
        break;
      case 'trap':
        this.#fail(worker, { kind: 'trap' });
        break;
    }
  }

  // Its curves are there again.
  #recall({ losses, scores }: Remembered): void {
    this.history = History.of(losses, scores);
    this.grown.value++;
  }

  // Where one has gone back, no more of it than the curves still show.
  #tellPast(past: Past): void {
    const { steps: end, scores } = this.history;
    if (end >= past.steps) this.onPast({ past: { ...past, end }, losses: this.history.all(), scores });
  }

  // Its lock comes to us when it is gone, whoever ended it.
  #watch(worker: Worker): void {
    navigator.locks?.request(this.#lock, () => this.#fail(worker, { kind: 'no-worker' })).catch(() => {});
  }

  #take(frame: Frame): void {
    this.history.take(frame);
    batch(() => {
      if (frame.setup) {
        this.setups++;
        this.setup.value = frame.setup;
      }
      this.onFrame(frame);
      this.frame.value = frame;
    });
    this.#grow(frame.state);
    // The next may come when this one has been drawn.
    const due = this.#framed + FRAME_MS - performance.now();
    const draw = () =>
      requestAnimationFrame(() => {
        this.#framed = performance.now();
        this.say({ kind: 'seen' });
      });
    if (frame.state === 'running' && due > 0) setTimeout(draw, due);
    else draw();
  }

  // Curves are drawn a few times a second, in a turn of their own; at once when the run stops.
  #grow(state: Frame['state']): void {
    const grow = () => {
      this.#growTimer = 0;
      this.grown.value++;
    };
    if (state === 'running') this.#growTimer ||= setTimeout(grow, GROW_MS) as unknown as number;
    else {
      clearTimeout(this.#growTimer);
      grow();
    }
  }

  #fail(worker: Worker, trouble: Trouble): void {
    if (worker !== this.#worker) return;
    this.end();
    batch(() => {
      this.trouble.value = trouble;
      this.status.value = 'failed';
      this.frame.value = undefined;
      this.next.value = undefined;
    });
  }

  async #fetch(worker: Worker): Promise<void> {
    this.status.value = 'fetching';
    const data = this.#data ?? 'mnist';
    try {
      if (typeof data === 'object') {
        for (const of of ['test', 'train'] as const) this.#post(worker, { kind: 'samples', of, ...data[of] });
      } else {
        await loadSet(data, this.source?.samples ?? 0, (of, shard, share) => {
          if (worker !== this.#worker) return false;
          this.fetched.value = share;
          this.#post(worker, { kind: 'samples', of, ...shard }, [shard.pixels.buffer, shard.labels.buffer]);
          return true;
        });
      }
      if (worker === this.#worker) this.status.value = 'ready';
    } catch {
      this.#fail(worker, { kind: 'no-data' });
    }
  }

  // ---------------------------------------------------------------- words to it

  #post(worker: Worker, message: ToRun, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  protected say(message: ToRun): void {
    if (this.#worker) this.#post(this.#worker, message);
  }

  // What the page shows: the weights, and how the run is doing. Unseen, neither is sent nor measured.
  look(learnt: boolean, health: boolean): void {
    this.#learnt = learnt;
    this.#health = health;
    this.say({ kind: 'look', learnt, health, curves: this.curves });
  }
}

const keyOf = (data: SetName | Dealt | undefined): string | undefined =>
  typeof data === 'object' ? `dealt ${data.key}` : data;
