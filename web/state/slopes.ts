// Descent on a function of one or two variables. What is set up is one value; walks, points and pictures follow from it,
// so that going back in time is looking at an earlier step of the same walk.
import { batch, computed, effect, signal } from '@preact/signals-core';
import { Core } from '../engine/core';
import { type Surface, Surfaces, type Vector, type Walk } from '../engine/surface';
import { allows, type Setting, type Wishes } from '../engine/train-settings';
import type { Session } from './session';
import { type SlopesState, type StoryName, told } from './slopes-stories';
import { MOST_WAYS, readSlopes, writeSlopes } from './slopes-text';
import { strange } from './train-text';

const WHOLE_MS = 8000; // that a walk takes to be played
const LEAST_PER_S = 6; // steps
const TICK_MS = 33;
const STARTS = 10; // a side
const GRID = 200; // places along a side, where a pointer puts the start

export class SlopesLab {
  readonly state = signal<SlopesState>(told('slope'));
  readonly playing = signal(false);
  readonly looked = signal<Vector | undefined>(undefined); // a place that is pointed at
  readonly wrong = signal<string | undefined>(undefined); // of a text that could not be read
  readonly open = signal(-1); // the way whose settings are open; −1: none, but a way alone
  readonly #session: Session;
  readonly #surfaces = signal<Surfaces | undefined>(undefined);
  #timer = 0;
  #begun: Promise<void> | undefined;

  constructor(session: Session, text = '') {
    this.#session = session;
    this.read(text);
  }

  // Its own instance of the core. Never rejects: without a core the page says so itself.
  begin(): Promise<void> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  async #begin(): Promise<void> {
    await this.#session.ready();
    const { module } = this.#session;
    if (!module) return;
    const surfaces = new Surfaces(await Core.start(module));
    batch(() => {
      this.#surfaces.value = surfaces;
      this.#check(surfaces);
    });
  }

  // What a link names must be known to the core.
  #check({ all, table }: Surfaces): void {
    const { surface, ways, story } = this.state.peek();
    const odd = all.some(({ name }) => name === surface)
      ? ways.map((each) => strange(table, each)).find((each) => each !== undefined)
      : surface;
    if (odd === undefined) return;
    this.wrong.value = odd;
    this.state.value = told(story);
  }

  // ---------------------------------------------------------------- what follows from the state

  readonly core = computed(() => this.#surfaces.value);
  readonly surface = computed<Surface | undefined>(() => {
    const name = this.#name.value;
    return this.core.value?.all.find((each) => each.name === name);
  });
  readonly #name = computed(() => this.state.value.surface);
  readonly #start = computed(() => this.state.value.start);
  readonly #ways = computed(() => this.state.value.ways);
  readonly #steps = computed(() => this.state.value.steps);
  readonly #noise = computed(() => this.state.value.noise);
  readonly #seed = computed(() => this.state.value.seed);
  readonly #decay = computed(() => this.state.value.decay);
  readonly t = computed(() => this.state.value.t);

  // As the core gets them: with the schedule that all share.
  readonly wishes = computed<readonly Wishes[]>(() => {
    if (!this.#decay.value) return this.#ways.value;
    const step_every = Math.max(1, Math.round(this.#steps.value / 2));
    return this.#ways.value.map((way) => ({ ...way, schedule: 'exponential', gamma: 0.1, step_every }));
  });
  readonly #chance = computed(() => ({ noise: this.#noise.value, seed: this.#seed.value }));
  readonly walks = computed<readonly Walk[]>(() => {
    const [core, surface] = [this.core.value, this.surface.value];
    if (!core || !surface) return [];
    const start = this.#start.value;
    return this.wishes.value.map((way) =>
      core.walk(surface, way, start, this.#chance.value, this.#steps.value + 1),
    );
  });

  // At the start, which is where one has put one's finger.
  readonly here = computed(() => {
    const [core, surface] = [this.core.value, this.surface.value];
    return core && surface ? core.at(surface, this.#start.value) : undefined;
  });

  readonly #angle = computed(() => this.state.value.angle);
  readonly direction = computed(() => {
    const [core, surface] = [this.core.value, this.surface.value];
    return core && surface
      ? core.direction(surface, this.#start.value, (this.#angle.value * Math.PI) / 180)
      : undefined;
  });
  // D_u f all around, a degree each.
  readonly dial = computed(() => {
    const [core, surface] = [this.core.value, this.surface.value];
    return core && surface ? core.dial(surface, this.#start.value, 361) : undefined;
  });

  // What gradient and Hessian foretell of the first step of the first way.
  readonly taylor = computed(() => {
    const [core, surface] = [this.core.value, this.surface.value];
    const step = this.walks.value[0]?.step(0).step;
    return core && surface && step ? core.taylor(surface, this.#start.value, step) : undefined;
  });

  // A hundred starts, walked by the first way: where they end, and where they are now.
  readonly #many = computed(() => this.state.value.many);
  readonly ends = computed(() => (this.#many.value ? this.#starts(this.#steps.value) : undefined));
  readonly now = computed(() => (this.#many.value ? this.#starts(this.t.value) : undefined));

  #starts(steps: number) {
    const [core, surface] = [this.core.value, this.surface.value];
    const way = this.wishes.value[0];
    if (!core || !surface || !way) return undefined;
    return core.starts(surface, way, this.#chance.value, surface.dims === 1 ? 4 * STARTS : STARTS, steps);
  }

  get table(): readonly Setting[] {
    return this.core.peek()?.table ?? [];
  }

  // ---------------------------------------------------------------- text

  get text(): string {
    return writeSlopes(this.state.peek());
  }

  // False, and nothing changes: a piece of it makes no sense.
  read(text: string): boolean {
    const state = readSlopes(text);
    if (typeof state === 'string') {
      this.wrong.value = state;
      return false;
    }
    this.pause();
    batch(() => {
      this.state.value = state;
      this.looked.value = undefined;
      this.open.value = -1;
      const core = this.core.peek();
      if (core) this.#check(core);
    });
    return true;
  }

  // `told` of every change that lasts: not of each step that is played.
  watch(told: (text: string) => void): () => void {
    return effect(() => {
      const text = writeSlopes(this.state.value);
      if (!this.playing.value) told(text);
    });
  }

  // ---------------------------------------------------------------- changes

  tell(story: StoryName): void {
    this.pause();
    batch(() => {
      this.state.value = told(story);
      this.looked.value = undefined;
      this.open.value = -1;
    });
  }

  change(by: Partial<SlopesState>): void {
    this.state.value = { ...this.state.peek(), ...by };
  }

  // Another function has another picture, and its own place to begin.
  goOn(name: string): void {
    const surface = this.core.peek()?.all.find((each) => each.name === name);
    if (!surface) return;
    this.pause();
    const { panel } = this.state.peek();
    const flat = surface.dims === 1 && panel === 'direction';
    this.change({ surface: name, start: surface.start, panel: flat ? 'race' : panel });
  }

  // Where the pointer is, on the nearest place of a grid that holds the middle; or exactly there.
  place([x, y]: Vector, exactly = false): void {
    const surface = this.surface.peek();
    if (!surface) return;
    const put = (value: number, axis: 0 | 1) => {
      const [low, high] = [surface.low[axis], surface.high[axis]];
      const kept = Math.min(high, Math.max(low, value));
      if (exactly) return kept;
      return Number(
        (low + ((high - low) * Math.round(((kept - low) / (high - low)) * GRID)) / GRID).toPrecision(10),
      );
    };
    this.change({ start: [put(x, 0), surface.dims === 1 ? 0 : put(y, 1)] });
  }

  // By so many places of the grid.
  move(across: number, up: number): void {
    const surface = this.surface.peek();
    if (!surface) return;
    const [x, y] = this.state.peek().start;
    const part = (axis: 0 | 1) => (surface.high[axis] - surface.low[axis]) / GRID;
    this.place([x + across * part(0), y + up * part(1)]);
  }

  toFlat(): boolean {
    return this.#go('flat');
  }
  newton(): boolean {
    return this.#go('newton');
  }

  // And on from there.
  escape(): boolean {
    if (!this.#go('escape')) return false;
    this.seek(0);
    this.play();
    return true;
  }

  #go(how: 'flat' | 'newton' | 'escape'): boolean {
    const [core, surface] = [this.core.peek(), this.surface.peek()];
    const to = core && surface && core[how](surface, this.state.peek().start);
    if (!to) return false;
    this.change({ start: to });
    return true;
  }

  // ---------------------------------------------------------------- ways

  setWay(index: number, name: string, value: number | string): void {
    const setting = this.table.find((each) => each.name === name);
    if (!setting || !allows(setting, value)) return;
    const ways = this.state.peek().ways.map((way, i) => (i === index ? { ...way, [name]: value } : way));
    this.change({ ways });
  }

  addWay(): void {
    const { ways } = this.state.peek();
    if (ways.length >= MOST_WAYS) return;
    const used = new Set(ways.map(({ optimizer }) => optimizer));
    const optimizer =
      ['momentum', 'adam', 'rmsprop', 'nesterov', 'sgd'].find((each) => !used.has(each)) ?? 'adam';
    this.change({ ways: [...ways, { optimizer, rate: 0.1 }] });
    this.open.value = ways.length;
  }

  removeWay(index: number): void {
    const { ways } = this.state.peek();
    if (ways.length < 2) return;
    this.change({ ways: ways.filter((_, i) => i !== index) });
    this.open.value = -1;
  }

  // ---------------------------------------------------------------- time

  // As far as any of them came.
  get last(): number {
    return Math.max(0, ...this.walks.value.map(({ length }) => length - 1));
  }

  seek(t: number): void {
    this.change({ t: Math.max(0, Math.min(this.last, t)) });
  }

  step(by: number): void {
    this.pause();
    this.seek(Math.min(this.t.peek(), this.last) + by);
  }

  play(): void {
    if (this.playing.peek() || this.last === 0) return;
    if (this.t.peek() >= this.last) this.seek(0);
    this.playing.value = true;
    const [from, began] = [this.t.peek(), performance.now()];
    const perMs = Math.max(LEAST_PER_S, this.last / (WHOLE_MS / 1000)) / 1000;
    this.#timer = setInterval(() => {
      const t = from + Math.floor((performance.now() - began) * perMs);
      if (t >= this.last) this.pause();
      if (t !== this.t.peek()) this.seek(t);
    }, TICK_MS) as unknown as number;
  }

  pause(): void {
    clearInterval(this.#timer);
    this.playing.value = false;
  }
}
