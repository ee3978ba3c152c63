// Points of the plane, of a line or of a table, and the net that learns them in the page: the state of the view Points.
import { batch, effect, signal, untracked } from '@preact/signals-core';
import { type Kind, type Look, lookAt, readTable, type Table } from '../engine/csv';
import { type CoreError, Refused } from '../engine/errors';
import type { Plan } from '../engine/plan';
import { PlaneProbe, type PlaneView } from '../engine/plane';
import { PointMaker, type Points, partOf, type Scale } from '../engine/points';
import type { Frame } from '../engine/run-messages';
import type { Setting } from '../engine/train-settings';
import { type ActivationName, withActivation } from './activation';
import { Learner } from './learner';
import { type KeptTable, load, save } from './points-kept';
import { fitLine, type Hidden, hiddenOf, lineOf } from './points-line';
import { type Dot, MOST_DOTS, packDots, REACH, unpackDots } from './points-own';
import type { Session } from './session';
import { TABLE } from './settings';
import { formatWishes, parseWishes, wishesOf } from './train-text';

const SAVE_AFTER_MS = 700;
const STORAGE_MS = 3000;
const PACE = 4; // 100 steps a second: the spiral takes some ten seconds
const RATE = 0.03;
const TRIED_AFTER_MS = 280; // of typing a line
const UNDO_DEPTH = 100;
const MOST_CLASSES = 12;
const TABLE_REACH = 3.2; // deviations from the mean
export const MOST_TABLE_BYTES = 20 * 2 ** 20;
export const OWN = 'own';
export const TABLE_SET = 'table';

// What is learnt, as the net takes it.
export interface Dealing {
  readonly key: string; // of what was dealt
  readonly set: string;
  readonly points: Points;
  readonly features: readonly string[]; // names, '' where they have none
  readonly target: string;
  readonly classes: readonly string[]; // names, of a table's classes
  readonly scale?: { readonly x: Scale; readonly target: Scale }; // of a table, which is standardised
  readonly reach: number; // the plane is ±reach
}

export interface Unit {
  readonly row: number;
  readonly unit: number;
}

interface Opened {
  readonly name: string;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly target: number;
  readonly kind: Kind;
  readonly look: Look;
}

export type FileTrouble = 'too-large' | 'unread';

export class PointsLab extends Learner {
  readonly maker = signal<PointMaker | undefined>(undefined);
  readonly dealing = signal<Dealing | undefined>(undefined);
  readonly probe = signal<PlaneProbe | undefined>(undefined);
  readonly weights = signal(0); // counts changes of what the net has learnt
  readonly dots = signal<readonly Dot[]>([]);
  readonly canUndo = signal(false);
  readonly sheet = signal<(Table & { readonly name: string }) | undefined>(undefined);
  readonly opened = signal<Opened | undefined>(undefined); // a file that is looked at before it is learnt
  readonly fileTrouble = signal<FileTrouble | undefined>(undefined);
  readonly unit = signal<Unit | undefined>(undefined); // on show instead of the answer
  readonly brush = signal(0); // class; −1: rubs out
  readonly typed = signal<string | undefined>(undefined); // a line that does not run yet
  readonly refused = signal<CoreError | undefined>(undefined);

  #history: (readonly Dot[])[] = [];
  #kept: KeptTable | undefined;
  #untrained = true; // the weights on show
  #goOn = false; // once the run that begins is ready
  #saveTimer = 0;
  #typeTimer = 0;
  #ready = false;

  constructor(readonly session: Session) {
    super();
    this.pace.value = PACE;
    this.onFrame = (frame) => this.#adopt(frame);
    this.onReady = () => {
      if (this.#goOn) this.teach();
      this.#goOn = false;
    };
    void this.#open();
  }

  async #open(): Promise<void> {
    // Storage that does not answer must not keep the view from opening.
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), STORAGE_MS));
    const kept = Promise.all([load('dots'), load('table'), load('learnt')]);
    const [dots, table, learnt] = (await Promise.race([kept, late])) ?? [];
    await this.session.ready();
    const { module, settings } = this.session;
    if (!module) return;
    const maker = await PointMaker.start(module);
    await this.usualSetup(this.session.trainSettings());
    const linked = settings.pointsOwn.peek();
    batch(() => {
      this.dots.value = (linked ? unpackDots(linked, MOST_CLASSES) : dots) ?? [];
      this.maker.value = maker;
      if (table) this.#take(table);
    });
    effect(() => this.#deal());
    effect(() => this.#fit());
    // What had been learnt is on show again, if it is this net's and of these data.
    const probe = this.probe.peek();
    const same = probe?.plan.notation === learnt?.notation && learnt?.data === this.dealing.peek()?.key;
    if (learnt && same && probe?.setLearnt(learnt.learnt)) {
      this.#untrained = false;
      this.weights.value++;
    }
    this.#ready = true;
    this.begin(this.#untrained ? 'untrained' : 'shown');
    this.look(true, true);
    if (!table) void kept.then(([, table]) => table && !this.sheet.peek() && this.#take(table));
    if (!dots)
      void kept.then(([dots]) => dots && !linked && this.dots.peek().length === 0 && this.#setDots(dots));
  }

  override get wishes() {
    return this.session.settings.pointsTrain;
  }

  // ---------------------------------------------------------------- data

  // Follows the settings that say what is learnt.
  #deal(): void {
    const maker = this.maker.value;
    if (!maker) return;
    const { settings } = this.session;
    const set = settings.points.value;
    const held = settings.pointsHeld.value / 100;
    const deal = settings.pointsDeal.value;
    const flip = settings.pointsFlip.value / 100;
    const noise = settings.pointsNoise.value / 100;
    const classes = settings.pointsClasses.value;
    const count = settings.pointsCount.value;
    const table = this.sheet.value;
    const dots = this.dots.value;
    const made = set === OWN ? ownPoints(dots, classes) : set === TABLE_SET ? table?.points : undefined;
    const known = maker.sets.find(({ name }) => name === set);
    const points = made ?? maker.make(known?.name ?? 'spiral', classes, noise, deal, count);
    const parted = maker.hold(points, held, deal);
    // Of very few points the draw may take all.
    const split = maker.spoil(parted.held.includes(0) ? parted : points, flip, deal);
    const done = set === TABLE_SET && table ? maker.standardise(split) : undefined;
    this.dealing.value = {
      key: [set, classes, noise, count, held, flip, deal, set === OWN ? this.#stamp(dots) : table?.name].join(
        ' ',
      ),
      set: made ? set : (known?.name ?? 'spiral'),
      points: done?.points ?? split,
      features: set === TABLE_SET ? (table?.features ?? []) : points.size === 1 ? ['x'] : ['x', 'y'],
      target: set === TABLE_SET ? (table?.target ?? '') : '',
      classes: set === TABLE_SET ? (table?.classes ?? []) : [],
      ...(done ? { scale: { x: done.x, target: done.target } } : {}),
      reach: done ? TABLE_REACH : REACH,
    };
  }

  #stamp(dots: readonly Dot[]): string {
    let sum = dots.length;
    for (const { x, y, label } of dots) sum = (31 * sum + 1e4 * x + 1e2 * y + label) % 2147483647;
    return sum.toFixed(0);
  }

  // A net for what is dealt: the one there is, where it fits; the run begins anew with it.
  #fit(): void {
    const dealing = this.dealing.value;
    if (!dealing) return;
    untracked(() => {
      const { points } = dealing;
      const before = this.probe.peek();
      const line = fitLine(this.session.settings.pointsNet.peek(), points);
      const same = before?.plan.notation === line && this.#set === dealing.set;
      this.#set = dealing.set;
      if (!same) this.#build(line);
      if (this.#ready) this.#again();
    });
  }

  #set = '';

  // The run goes on with what there is now, if it was going.
  #again(): void {
    const goOn = this.running.peek() || this.#goOn;
    this.begin(this.#untrained ? 'untrained' : 'shown');
    this.#goOn = goOn;
  }

  // ---------------------------------------------------------------- the net

  override get plan(): Plan | undefined {
    return this.probe.value?.plan;
  }

  // False: it cannot be built, and `refused` says why.
  #build(line: string): boolean {
    const core = this.maker.peek()?.core;
    if (!core) return false;
    try {
      const probe = new PlaneProbe(core, line, this.session.settings.pointsStart.peek());
      this.probe.peek()?.free();
      batch(() => {
        this.probe.value = probe;
        this.unit.value = undefined;
        this.refused.value = undefined;
        this.weights.value++;
      });
      this.#untrained = true;
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused.value = error.error;
      return false;
    }
  }

  get line(): string {
    return this.typed.value ?? this.probe.value?.plan.notation ?? '';
  }

  get hidden(): Hidden | undefined {
    return hiddenOf(this.probe.value?.plan.notation ?? '');
  }

  // Another net, with untrained weights; its ends are fitted to the data.
  rebuild(line: string): void {
    const dealing = this.dealing.peek();
    if (!dealing) return;
    const fitted = fitLine(line, dealing.points);
    if (!this.#build(fitted)) return;
    this.#keepLine(fitted);
    this.typed.value = undefined;
    this.#again();
  }

  #keepLine(line: string): void {
    const points = this.dealing.peek()?.points;
    this.session.settings.pointsNet.value = points && line === fitLine('', points) ? '' : line;
  }

  widen(widths: readonly number[]): void {
    const { hidden } = this;
    const points = this.dealing.peek()?.points;
    if (hidden && points) this.rebuild(lineOf({ ...hidden, widths }, points));
  }

  // A line as it is typed, tried after a moment's rest.
  type(text: string): void {
    this.typed.value = text;
    clearTimeout(this.#typeTimer);
    this.#typeTimer = setTimeout(() => this.try(), TRIED_AFTER_MS) as unknown as number;
  }

  try(): void {
    clearTimeout(this.#typeTimer);
    const text = this.typed.peek();
    if (text === undefined) return;
    if (text === this.probe.peek()?.plan.notation) this.drop();
    else this.rebuild(text);
  }

  drop(): void {
    clearTimeout(this.#typeTimer);
    this.typed.value = undefined;
    this.refused.value = undefined;
  }

  override activate(rows: readonly number[], name: ActivationName): void {
    const probe = this.probe.peek();
    if (!probe) return;
    const line = withActivation(probe.plan, rows, name);
    const learnt = probe.learnt();
    const untrained = this.#untrained;
    if (!this.#build(line)) return;
    this.probe.peek()?.setLearnt(learnt);
    this.#untrained = untrained;
    this.#keepLine(line);
    this.change({ notation: line });
  }

  // ---------------------------------------------------------------- the run

  override begin(from: 'shown' | 'untrained'): void {
    const { module, settings } = this.session;
    const dealing = this.dealing.peek();
    const line = this.probe.peek()?.plan.notation;
    if (!module || !dealing || line === undefined) return;
    if (from === 'untrained' && !this.#untrained) this.#build(line);
    const probe = this.probe.peek();
    const { points } = dealing;
    const [train, test] = [partOf(points, false), partOf(points, true)];
    if (!probe || train.count === 0) {
      this.end();
      batch(() => {
        this.frame.value = undefined;
        this.forgot.value = this.#untrained;
      });
      return;
    }
    const give = (part: typeof train) => ({
      pixels: bytesOf(part.x),
      labels: points.classes > 0 ? part.labels : bytesOf(part.targets),
    });
    this.#goOn = false;
    batch(() => {
      if (this.history.steps > 0) this.before.value = this.#key === dealing.key ? this.history : undefined;
      this.#key = dealing.key;
      this.forgot.value = this.#untrained;
      const data = { key: dealing.key, train: give(train), test: give(test) };
      this.start(module, data, {
        notation: line,
        seed: settings.pointsStart.peek(),
        ...(this.#untrained ? {} : { start: probe.learnt() }),
        samples: train.count,
        tests: test.count,
        size: points.size,
        numbers: true,
        ...(points.classes === 0 ? { targets: 1 } : {}),
        block: 0,
        settings: parseWishes(settings.pointsTrain.peek()),
      });
    });
    this.look(true, true);
  }

  #key = '';

  override reroll(): void {
    const { pointsStart } = this.session.settings;
    pointsStart.value = (pointsStart.peek() + 1) % 2 ** 32;
    this.#untrained = false; // so that they are made anew
    this.begin('untrained');
  }

  protected override usualRate(optimizer: string): number {
    return /^adamw?$/.test(optimizer) ? RATE : super.usualRate(optimizer);
  }

  override usual(setting: Setting): number {
    const wish = parseWishes(TABLE.pointsTrain.initial)[setting.name];
    return typeof wish === 'number' ? wish : wish ? setting.choices.indexOf(wish) : setting.initial;
  }

  #adopt({ setup, learnt, steps }: Frame): void {
    const { settings } = this.session;
    const probe = this.probe.peek();
    if (setup) settings.pointsTrain.value = formatWishes(wishesOf(this.table.peek(), setup.settings));
    if (!learnt || !probe?.setLearnt(learnt)) return;
    if (steps > 0) this.#untrained = false;
    else if (this.forgot.peek()) this.#untrained = true;
    this.weights.value++;
    if (steps === 0) return;
    const kept = { notation: probe.plan.notation, seed: settings.pointsStart.peek(), data: this.#key };
    this.#save = () => void save('learnt', { ...kept, learnt });
    this.#saveTimer ||= setTimeout(() => {
      this.#saveTimer = 0;
      this.#save();
    }, SAVE_AFTER_MS) as unknown as number;
  }

  #save = () => {};

  // ---------------------------------------------------------------- what the net says

  planes(rows: readonly number[], w: number, h: number): readonly (readonly Float32Array[])[] {
    const probe = this.probe.peek();
    return (probe && this.view && probe.planes(rows, { ...this.view, w, h: this.view.up < 0 ? 1 : h })) ?? [];
  }

  // The two features on the axes.
  get axes(): readonly [number, number] {
    const size = this.dealing.value?.points.size ?? 2;
    if (size === 1) return [0, -1];
    const [across, up] = this.session.settings.pointsAxes.value.split('_').map(Number);
    const sound = across !== undefined && up !== undefined && across !== up && across < size && up < size;
    return sound && size > 2 ? [across, up] : [0, 1];
  }

  get view(): Omit<PlaneView, 'w' | 'h'> | undefined {
    const dealing = this.dealing.value;
    if (!dealing) return undefined;
    const [across, up] = this.axes;
    return { across, up, reach: dealing.reach, rest: new Float32Array(dealing.points.size) };
  }

  // What it answers at a place: shares of the classes, or the number.
  answerAt(x: readonly number[]): Float32Array | undefined {
    const probe = this.probe.peek();
    return probe?.at(x) ? probe.values(probe.out) : undefined;
  }

  unitAt(x: readonly number[], { row, unit }: Unit): number | undefined {
    const probe = this.probe.peek();
    return probe?.at(x) ? probe.values(row)[unit] : undefined;
  }

  // ---------------------------------------------------------------- points of one's own

  // One stroke: what it adds and rubs out is undone together.
  beginStroke(): void {
    this.#history = [...this.#history.slice(1 - UNDO_DEPTH), this.dots.peek()];
    this.canUndo.value = true;
    this.#stroke = this.dots.peek();
  }

  #stroke: readonly Dot[] | undefined; // the points while one is brushed; they are dealt at its end

  get brushed(): readonly Dot[] | undefined {
    return this.#stroke;
  }

  add(dot: Dot): void {
    if (this.#stroke && this.#stroke.length < MOST_DOTS) this.#stroke = [...this.#stroke, dot];
  }

  rub(x: number, y: number, reach: number): void {
    this.#stroke = this.#stroke?.filter((dot) => Math.hypot(dot.x - x, dot.y - y) > reach);
  }

  endStroke(): void {
    const dots = this.#stroke;
    this.#stroke = undefined;
    if (!dots) return;
    if (dots === this.dots.peek()) this.#history.pop();
    else this.#setDots(dots);
    this.canUndo.value = this.#history.length > 0;
  }

  undo(): void {
    const before = this.#history.pop();
    this.canUndo.value = this.#history.length > 0;
    if (before) this.#setDots(before);
  }

  clear(): void {
    if (this.dots.peek().length === 0) return;
    this.beginStroke();
    this.#stroke = [];
    this.endStroke();
  }

  #setDots(dots: readonly Dot[]): void {
    batch(() => {
      this.dots.value = dots;
      this.session.settings.pointsOwn.value = packDots(dots);
    });
    void save('dots', dots);
  }

  // ---------------------------------------------------------------- a table of one's own

  async openFile(file: File): Promise<void> {
    this.fileTrouble.value = undefined;
    if (file.size > MOST_TABLE_BYTES) {
      this.fileTrouble.value = 'too-large';
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#lookAt(file.name, bytes, -1, 'either');
    } catch {
      this.fileTrouble.value = 'unread';
    }
  }

  #lookAt(name: string, file: Uint8Array<ArrayBuffer>, target: number, kind: Kind): void {
    const core = this.maker.peek()?.core;
    if (core) this.opened.value = { name, file, target, kind, look: lookAt(core, file, target, kind) };
  }

  lookAgain(target: number, kind: Kind): void {
    const opened = this.opened.peek();
    if (opened) this.#lookAt(opened.name, opened.file, target, kind);
  }

  // It is learnt instead of what was.
  learnFile(): void {
    const opened = this.opened.peek();
    if (!opened || opened.look.error) return;
    const { name, file, target, kind } = opened;
    const kept = { name, file, target, kind };
    batch(() => {
      this.opened.value = undefined;
      this.session.settings.pointsAxes.value = '';
      this.#take(kept);
      this.session.settings.points.value = TABLE_SET;
    });
    void save('table', kept);
  }

  // To choose another column of the table that is learnt.
  reopen(): void {
    const kept = this.#kept;
    if (kept) this.#lookAt(kept.name, kept.file, kept.target, kept.kind);
  }

  #take(kept: KeptTable): void {
    const core = this.maker.peek()?.core;
    if (!core) return;
    try {
      const { name, file, target, kind } = kept;
      this.sheet.value = { ...readTable(core, file, target, kind), name: `${name} ${target} ${kind}` };
      this.#kept = kept;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

function ownPoints(dots: readonly Dot[], classes: number): Points {
  const most = dots.reduce((most, { label }) => Math.max(most, label + 1), classes);
  return {
    count: dots.length,
    size: 2,
    classes: most,
    x: Float32Array.from(dots.flatMap(({ x, y }) => [x, y])),
    labels: Uint8Array.from(dots, ({ label }) => label),
    targets: new Float32Array(0),
    held: new Uint8Array(dots.length),
  };
}

const bytesOf = (x: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
