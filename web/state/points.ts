// Points of the plane, of a line or of a table, and the net that learns them in the page: the state of the view Points.
import { batch, effect, signal, untracked } from '@preact/signals-core';
import { PointMaker, partOf } from '../engine/points';
import type { Frame } from '../engine/run-messages';
import type { Setting } from '../engine/train-settings';
import { type ActivationName, firstActivation, withActivation } from './activation';
import { History } from './history';
import type { Lined } from './line-settings';
import type { Notice } from './notice';
import { Brush } from './points-brush';
import { dealt, OWN, TABLE_SET } from './points-deal';
import { type Began, type KeptLearnt, pointsShelf } from './points-kept';
import { fitLine, lineOf } from './points-line';
import { PointsNet } from './points-net';
import { unpackDots } from './points-own';
import { OwnTable } from './points-table';
import type { Trial } from './race-ground';
import type { Remembered } from './run-handle';
import { lean, RunMemory } from './run-memory';
import type { Session } from './session';
import { TABLE } from './settings';
import { patient } from './shelf';
import { formatWishes, parseWishes, strange, wishesOf } from './train-text';

const MOST_PAST = 2 ** 20; // bytes of the moments that are kept
const PACE = 4; // 100 steps a second: the spiral takes some ten seconds
const RATE = 0.03;
const MOST_CLASSES = 12;
const MOST_LOST = 20;

// A net that had learnt something when another took its place, and its run as it was kept last.
interface Lost {
  readonly line: string;
  readonly learnt: Float32Array;
  readonly kept: KeptLearnt | undefined;
}

// A net as another lab can take it over.
export interface Carried {
  readonly line: string;
  readonly learnt: Float32Array | undefined; // nothing yet
}

export class PointsLab extends PointsNet {
  readonly own: Brush;
  readonly file: OwnTable;
  readonly lost = signal<readonly Lost[]>([]); // the last one last

  readonly begun: Promise<void>;
  #goOn = false; // once the run that begins is ready
  readonly #memory = new RunMemory<KeptLearnt>((learnt) => {
    if (!this.session.embedded) void pointsShelf.save('learnt', learnt);
  });
  #ready = false;

  constructor(session: Session) {
    super(session);
    this.own = new Brush(session.settings.pointsOwn, !session.embedded);
    this.file = new OwnTable(() => this.maker.peek()?.core, !session.embedded);
    this.pace.value = PACE;
    this.onFrame = (frame) => this.#adopt(frame);
    this.onPast = (remembered) => this.#keep(remembered);
    this.onReady = () => {
      if (this.#goOn) this.teach();
      this.#goOn = false;
    };
    this.begun = this.#open();
  }

  async #open(): Promise<void> {
    const kept = this.session.embedded
      ? Promise.resolve([undefined, undefined, undefined] as const)
      : Promise.all([pointsShelf.await('dots'), pointsShelf.await('table'), pointsShelf.await('learnt')]);
    const [dots, table, learnt] = (await patient(async () => kept)) ?? [];
    await this.session.ready();
    const { module, settings } = this.session;
    if (!module) return;
    const maker = await PointMaker.start(module);
    await this.usualSetup(this.session.trainSettings());
    const linked = settings.pointsOwn.peek();
    const read = linked ? unpackDots(linked, MOST_CLASSES) : dots;
    batch(() => {
      this.own.dots.value = read ?? dots ?? [];
      this.maker.value = maker;
      if (table) this.file.take(table);
    });
    effect(() => this.#deal());
    effect(() => this.#fit());
    this.#ready = true;
    this.#goOn = false;
    if (!learnt || !this.#recall(learnt)) this.begin(this.untrained ? 'untrained' : 'shown');
    this.look(true, true);
    this.#complain(maker);
    if (linked && !read) this.session.notice.value = { kind: 'unknown-setting', where: 'pointsOwn' };
    if (!table)
      void kept.then(([, table]) => {
        if (this.file.sheet.peek()) return;
        if (table) this.file.take(table);
        else if (settings.points.peek() === TABLE_SET) this.#leave(maker, { kind: 'no-table' });
      });
    if (!dots)
      void kept.then(([dots]) => dots && !linked && this.own.dots.peek().length === 0 && this.own.put(dots));
  }

  // A link can name points and settings that there are not: they are left out, and that is said.
  #complain(maker: PointMaker): void {
    const { points, pointsTrain } = this.session.settings;
    const set = points.peek();
    const known = [OWN, TABLE_SET, ...maker.sets.map(({ name }) => name)].includes(set);
    if (!known) this.#leave(maker, { kind: 'unknown-setting', where: `points:${set}` });
    const where = strange(this.table.peek(), parseWishes(pointsTrain.peek()));
    if (where) this.session.notice.value = { kind: 'unknown-setting', where };
  }

  // What was to be learnt is not there: what stood in for it is what is learnt.
  #leave(maker: PointMaker, notice: Notice): void {
    this.session.settings.points.value = this.dealing.peek()?.set ?? maker.sets[0]?.name ?? '';
    this.session.notice.value = notice;
  }

  // What had been learnt is on show again, if it is this net's and of these data; with the settings of then the run goes
  // on, curves and all.
  #recall({ notation, seed, learnt, data, settings, untrained, began, remembered }: KeptLearnt): boolean {
    const probe = this.probe.peek();
    const { pointsStart, pointsTrain } = this.session.settings;
    const same = probe?.plan.notation === notation && data === this.dealing.peek()?.key;
    if (!same || seed !== pointsStart.peek() || !probe?.setLearnt(learnt)) return false;
    this.untrained = false;
    this.#memory.kept = true;
    this.weights.value++;
    const goesOn = remembered && settings === pointsTrain.peek();
    this.begin('shown', goesOn ? remembered : undefined);
    if (goesOn) {
      this.forgot.value = untrained;
      this.#began = began;
    }
    return true;
  }

  override get wishes() {
    return this.session.settings.pointsTrain;
  }

  // ---------------------------------------------------------------- data

  // Follows the settings that say what is learnt.
  #deal(): void {
    const maker = this.maker.value;
    if (!maker) return;
    this.dealing.value = dealt(maker, this.session.settings, this.own.dots.value, this.file.sheet.value);
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
      this.lost.value = [];
      if (!same && !this.build(line)) this.#standIn(line, fitLine('', points));
      if (this.#ready) this.#again();
    });
  }

  #set = '';

  // A link's line that cannot be built stays where it can be mended; meanwhile the usual net learns.
  #standIn(line: string, usual: string): void {
    const refused = this.refused.peek();
    this.build(usual);
    this.typed.value = line;
    this.refused.value = refused;
  }

  // The run goes on with what there is now, if it was going.
  #again(): void {
    const goOn = this.running.peek() || this.#goOn;
    this.begin(this.untrained ? 'untrained' : 'shown');
    this.#goOn = goOn;
  }

  // ---------------------------------------------------------------- the net

  // Another net, with untrained weights; its ends are fitted to the data.
  override rebuild(line: string): void {
    const dealing = this.dealing.peek();
    if (!dealing) return;
    const fitted = fitLine(line, dealing.points);
    const before = this.#losing();
    if (!this.build(fitted)) return;
    if (before) this.lost.value = [...this.lost.peek().slice(1 - MOST_LOST), before];
    this.#keepLine(fitted);
    this.typed.value = undefined;
    this.#again();
  }

  #losing(): Lost | undefined {
    const probe = this.probe.peek();
    if (!probe || this.untrained) return undefined;
    return { line: probe.plan.notation, learnt: probe.learnt(), kept: this.#memory.last };
  }

  // The net of another lab, with what it has learnt, in place of this one; its data are those of the settings.
  async takeOver({ line, learnt }: Carried): Promise<void> {
    await this.begun;
    this.rebuild(line);
    if (!learnt || !this.probe.peek()?.setLearnt(learnt)) return;
    this.untrained = false;
    this.weights.value++;
    this.begin('shown');
  }

  get carried(): Carried | undefined {
    const probe = this.probe.peek();
    return probe && { line: probe.plan.notation, learnt: this.untrained ? undefined : probe.learnt() };
  }

  // The net before the last one, with what it had learnt: its run goes on, if that was kept.
  bringBack(): void {
    const lost = this.lost.peek().at(-1);
    if (!lost) return;
    const goOn = this.running.peek() || this.#goOn;
    const others = this.lost.peek().slice(0, -1);
    if (!this.build(lost.line)) return;
    this.#keepLine(lost.line);
    this.typed.value = undefined;
    if (!lost.kept || !this.#recall(lost.kept)) {
      this.probe.peek()?.setLearnt(lost.learnt);
      this.untrained = false;
      this.weights.value++;
      this.begin('shown');
    }
    this.lost.value = others;
    this.#goOn = goOn;
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

  override get usualActivation(): ActivationName | undefined {
    const points = this.dealing.value?.points;
    return points && firstActivation(fitLine('', points));
  }

  override activate(rows: readonly number[], name: ActivationName): void {
    const plan = this.probe.peek()?.plan;
    if (plan) this.#swap(withActivation(plan, rows, name));
  }

  // Another line of the same parameters: their values stay, and the run goes on.
  #swap(line: string): void {
    if (this.#show(line)) this.change({ notation: line });
  }

  #show(line: string): boolean {
    const probe = this.probe.peek();
    if (!probe) return false;
    const learnt = probe.learnt();
    const untrained = this.untrained;
    if (!this.build(line)) return false;
    this.probe.peek()?.setLearnt(learnt);
    this.untrained = untrained;
    this.#keepLine(line);
    return true;
  }

  override get lined(): Lined {
    return {
      line: this.plan?.notation ?? '',
      inits: this.session.probe?.inits ?? [],
      seed: this.session.settings.pointsStart.value,
      swap: (line) => this.#swap(line),
      renew: (line) => this.rebuild(line),
      rebuild: (line) => this.rebuild(line),
      reseed: (seed) => this.#reseed(seed),
    };
  }

  // ---------------------------------------------------------------- the run

  // What is learnt now, and by which net. Undefined: there are no points to learn from.
  lesson(): Trial | undefined {
    const dealing = this.dealing.peek();
    const notation = this.probe.peek()?.plan.notation;
    if (!dealing || notation === undefined) return undefined;
    const { key, points } = dealing;
    const [train, test] = [partOf(points, false), partOf(points, true)];
    const give = (part: typeof train) => ({
      pixels: bytesOf(part.x),
      labels: points.classes > 0 ? part.labels : bytesOf(part.targets),
    });
    if (train.count === 0) return undefined;
    return {
      data: { key, train: give(train), test: give(test) },
      source: {
        notation,
        seed: this.session.settings.pointsStart.peek(),
        samples: train.count,
        tests: test.count,
        size: points.size,
        numbers: true,
        ...(points.classes === 0 ? { targets: 1 } : {}),
        block: 0,
      },
    };
  }

  override begin(from: 'shown' | 'untrained', remembered?: Remembered): void {
    const { module, settings } = this.session;
    const dealing = this.dealing.peek();
    const line = this.probe.peek()?.plan.notation;
    if (!module || !dealing || line === undefined) return;
    if (from === 'untrained' && !this.untrained) this.build(line);
    const probe = this.probe.peek();
    const { points } = dealing;
    if (!probe || partOf(points, false).count === 0) {
      this.end();
      batch(() => {
        this.frame.value = undefined;
        this.history = new History();
        this.grown.value++;
        this.forgot.value = this.untrained;
      });
      return;
    }
    this.#goOn = false;
    if (this.untrained) this.#memory.forget();
    batch(() => {
      if (this.history.steps > 0) this.before.value = this.#key === dealing.key ? this.history : undefined;
      this.#key = dealing.key;
      this.forgot.value = this.untrained;
      const lesson = this.lesson();
      if (!lesson) return;
      const source = {
        ...lesson.source,
        ...(this.untrained ? {} : { start: probe.learnt() }),
        settings: parseWishes(settings.pointsTrain.peek()),
      };
      this.start(module, lesson.data, source, [], remembered);
    });
    this.look(true, true);
  }

  #key = '';
  #began: Began | undefined; // of a run that goes on after a reload

  // Undefined: there is no run, or nobody knows.
  get began(): Began | undefined {
    return this.resumed ? this.#began : this.source;
  }

  override reroll(): void {
    this.#reseed((this.session.settings.pointsStart.peek() + 1) % 2 ** 32);
  }

  #reseed(seed: number): void {
    this.session.settings.pointsStart.value = seed;
    this.untrained = false; // so that they are made anew
    this.begin('untrained');
  }

  protected override usualRate(optimizer: string): number {
    return /^adamw?$/.test(optimizer) ? RATE : super.usualRate(optimizer);
  }

  override usual(setting: Setting): number {
    const wish = parseWishes(TABLE.pointsTrain.initial)[setting.name];
    return typeof wish === 'number' ? wish : wish ? setting.choices.indexOf(wish) : setting.initial;
  }

  #adopt({ setup, learnt, steps, state }: Frame): void {
    const { settings } = this.session;
    const line = setup && this.lineOf(setup);
    // Back before its line was changed, the run has the earlier one.
    if (line && line !== this.probe.peek()?.plan.notation) this.#show(line);
    const probe = this.probe.peek();
    if (setup) settings.pointsTrain.value = formatWishes(wishesOf(this.table.peek(), setup.settings));
    if (!learnt || !probe?.setLearnt(learnt)) return;
    if (steps > 0) this.untrained = false;
    else if (this.forgot.peek()) this.untrained = true;
    this.weights.value++;
    if (steps === 0 && !this.#memory.kept) return;
    this.#memory.later(
      state === 'running',
      () => (this.trouble.peek() ? '' : this.state),
      () => this.remember(MOST_PAST),
    );
  }

  #keep(remembered: Remembered): void {
    const probe = this.probe.peek();
    const { pointsStart, pointsTrain } = this.session.settings;
    if (!probe) return;
    const { began } = this;
    this.#memory.keep({
      notation: probe.plan.notation,
      seed: pointsStart.peek(),
      learnt: probe.learnt(),
      data: this.#key,
      settings: pointsTrain.peek(),
      untrained: this.forgot.peek(),
      ...(began ? { began: onlyBegan(began) } : {}),
      remembered: lean(remembered),
    });
  }

  // ---------------------------------------------------------------- a number by hand

  setNumber(row: number, which: 0 | 1, index: number, value: number): void {
    const values = this.probe.peek()?.param(row, which);
    if (!values || index >= values.length) return;
    values[index] = value;
    this.untrained = false; // they are no longer those of the seed
    this.weights.value++;
    const ids = [...this.params().entries()].filter(([, param]) => param.row === row);
    const param = ids[which]?.[0];
    if (param !== undefined) this.change({ param, index, value });
  }

  // ---------------------------------------------------------------- a table of one's own

  // It is learnt instead of what was.
  learnTable(from = this.file): void {
    batch(() => {
      if (from !== this.file) this.file.opened.value = from.opened.peek();
      if (!this.file.accept()) return;
      this.session.settings.pointsAxes.value = '';
      this.session.settings.points.value = TABLE_SET;
    });
  }
}

const onlyBegan = ({ notation, seed, settings, start }: Began): Began => ({
  notation,
  seed,
  settings,
  ...(start ? { start } : {}),
});

const bytesOf = (x: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(x.buffer, x.byteOffset, x.byteLength);

const labs = new WeakMap<Session, PointsLab>();

// The one of a session; it goes on while other views are open.
export function pointsOf(session: Session): PointsLab {
  const lab = labs.get(session) ?? new PointsLab(session);
  labs.set(session, lab);
  return lab;
}
