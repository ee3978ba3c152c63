// The learner's own run: it begins with the net on show, and what it learns is on show at once.
import { batch, effect, signal } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import type { Frame } from '../engine/run-messages';
import type { Wishes } from '../engine/train-settings';
import { type ActivationName, firstActivation, withActivation } from './activation';
import { classesOf, fittings } from './classes';
import { History } from './history';
import { GOING_PAST, isKeepable, type KeptRun, loadRun, MOST_PAST, saveRun } from './kept-run';
import { Learner } from './learner';
import { fits, type Lesson, lessonOf } from './lesson';
import type { Lined } from './line-settings';
import { MODELS } from './models';
import type { Running } from './on-show';
import { type OwnPictures, picturesOf } from './own-pictures';
import { dataVersion, ownOf, pictureGround } from './picture-runs';
import { newId, Recorder } from './recorder';
import type { Remedy } from './remedies';
import { loadWeights, saveWeights } from './remember';
import { EXPORTS, type Export, exportRun, type Made } from './run-export';
import { Unread } from './run-file';
import type { Remembered } from './run-handle';
import { readLearnerFile, readRunBytes } from './run-import';
import type { Loaded, Opened, RunKeeper } from './run-keeper';
import { lean, RunMemory } from './run-memory';
import { isOfPictures, type RunRecord, sameBits } from './run-record';
import { Runs } from './runs';
import type { Session } from './session';
import { TRAIN_COUNT } from './set-names';
import { formatWishes, parseWishes, strange, wishesOf } from './train-text';

const SAVE_AFTER_MS = 700;
// Of two cores, one draws: measured in the page, LeNet-5 learnt 0.66 to 0.9 times as fast by two workers there.
const CORES = navigator.hardwareConcurrency || 1;
export const USUAL_WORKERS = CORES > 2 ? 2 : 1; // where that is quicker
export const MOST_WORKERS = Math.min(Math.max(2, CORES), 8);

export class Training extends Learner implements RunKeeper {
  readonly notation = signal('');
  #heard: string | undefined; // the line of a run that the page is about to follow
  readonly runs: Runs;
  readonly own: OwnPictures;
  readonly #recorder: Recorder;
  #for: Running | undefined; // what the run was begun with
  #mine = false; // it has weights of its own: from the start, or by what it learnt
  #of = ''; // the data of the run
  #id = ''; // of the run, for what is kept of it
  #begun = 0; // runs
  #recalling = false; // the run that begins was kept
  #treated: RunRecord | undefined; // the run that a remedy ends
  readonly #memory = new RunMemory<KeptRun>((run) => void saveRun(run));
  #save: (() => void) | undefined; // what is still to be kept
  #saveTimer = 0;

  constructor(readonly session: Session) {
    super();
    this.own = picturesOf(session);
    this.runs = new Runs(pictureGround(this.own), !session.embedded);
    this.#recorder = new Recorder(this, this.runs);
    this.onFrame = (frame) => this.#adopt(frame);
    this.onPast = (remembered) => this.#keep(remembered);
    this.onReady = () => this.#readied();
    effect(() => {
      const set = session.settings.workers.value;
      this.workers(set || USUAL_WORKERS, set > 0);
    });
    // Where nothing is kept, the page does not hold on to the run either, once it is left.
    if (!session.embedded) addEventListener('pagehide', () => this.#save?.());
  }

  override get wishes() {
    return this.session.settings.train;
  }

  // ---------------------------------------------------------------- a run begins

  // Sees to it that there is a run of what is on show. Follows the signals it reads.
  attend(): void {
    const running = this.session.running.value;
    if (!running || running === this.#for) return;
    const goesOn = this.follows(running);
    this.#for = running;
    if (goesOn) return;
    if (running.weights === 'mine') void this.#recall(running);
    else queueMicrotask(() => this.begin('shown'));
  }

  // The run that made these weights goes on, if it was kept.
  async #recall(running: Running): Promise<void> {
    const begun = this.#begun;
    const { embedded, settings } = this.session;
    const [kept, weights] = embedded ? [] : await Promise.all([loadRun(), loadWeights()]);
    if (settings.data.peek() === 'own') await this.own.ready;
    if (begun !== this.#begun || this.session.running.peek()?.plan !== running.plan) return;
    const same = sameBits(weights?.learnt ?? NONE, this.session.learnt() ?? NONE);
    const its = kept && weights?.run === kept.id && kept.notation === running.plan.notation && same;
    this.begin('shown', its ? kept : undefined);
  }

  // It learns from what is to be learnt now, and as it is to be done now.
  #isOf({ source, settings: its, data }: KeptRun, of: string, { samples }: Lesson): boolean {
    const { validation, labelNoise, train } = this.session.settings;
    return (
      data === of &&
      its === train.peek() &&
      source.samples === samples &&
      (source.validation ?? 0) === validation.peek() &&
      (source.labelNoise ?? 0) === labelNoise.peek()
    );
  }

  // The run is of this net, and of these weights: those it began with, or made.
  follows(running: Running): boolean {
    if (running === this.#for) return true;
    // Weights that come late from storage are another's, though the run is of the same net; those of its own plan it
    // made, or a step under the glass did.
    return (
      this.alive &&
      (this.#mine || running.plan === this.#for?.plan) &&
      running.weights === 'mine' &&
      running.plan.notation === this.#for?.plan.notation
    );
  }

  // Another line for the same weights, as when an activation function is switched.
  rewrite(running: Running): void {
    if (!this.alive) return; // a run of it begins: the line before could not be trained
    this.#for = running;
    this.notation.value = running.plan.notation;
    if (running.plan.notation !== this.#heard) this.change({ notation: running.plan.notation });
  }

  // A weight by hand, where it is this run's.
  edit(param: number, index: number, value: number): void {
    if (this.session.running.peek()?.plan === this.#for?.plan) this.change({ param, index, value });
  }

  // From the weights on show, or from untrained ones; or on with a run that was kept.
  begin(from: 'shown' | 'untrained', kept?: KeptRun): void {
    this.#begun++;
    const running = this.session.running.peek();
    const module = this.session.module;
    if (!running || !module) return;
    const { seed, train, data, digits, validation, labelNoise } = this.session.settings;
    const own = this.own.kept.peek();
    const lesson = lessonOf(data.peek(), own, digits.peek());
    if (!lesson) {
      // They are still being fetched from the device, or are not there, and other data take their place.
      void this.own.ready.then(() => this.begin(from));
      return;
    }
    const start = from === 'shown' && !this.#drawn(running) ? this.session.learnt() : undefined;
    const version = data.peek() === 'own' ? (own?.version ?? '') : '';
    const learnt = `${data.peek()} ${version}`;
    const old = kept && this.#isOf(kept, learnt, lesson) ? kept : undefined;
    const of = data.peek();
    this.#recorder.begin({ data: of, version: of === 'own' ? version : dataVersion(of) }, old?.record);
    this.#id = old?.id ?? newId();
    this.#recalling = old !== undefined;
    this.#memory.kept = old !== undefined;
    this.#for = running;
    this.#mine = from === 'untrained' || running.weights === 'mine';
    // Curves of other data are no measure of these.
    if (learnt !== this.#of) this.before.value = undefined;
    else if (this.history.steps > 0) this.before.value = this.history;
    this.#of = learnt;
    if (!fits(lesson, running.plan)) {
      this.#misfit(classesOf(running.plan) ?? 0, lesson.classes);
      return;
    }
    batch(() => {
      this.notation.value = running.plan.notation;
      this.forgot.value = old?.forgot ?? (from === 'untrained' || running.weights === 'untrained');
      if (old) {
        this.start(module, lesson.data, old.source, [], old.remembered);
        return;
      }
      this.start(module, lesson.data, {
        notation: running.plan.notation,
        seed: seed.peek(),
        ...(start ? { start } : {}),
        samples: lesson.samples,
        validation: validation.peek(),
        labelNoise: labelNoise.peek(),
        tests: lesson.tests,
        size: 784,
        block: lesson.block,
        settings: parseWishes(train.peek()),
      });
    });
    this.look(true, true);
  }

  // Its weights are those that its seed draws: a run of it begins untrained.
  #drawn({ weights, seed }: Running): boolean {
    const { settings, inspect } = this.session;
    const byHand = inspect.edits.peek().some(({ what }) => what.kind === 'param');
    return weights === 'untrained' && seed === settings.seed.peek() && !byHand;
  }

  // There is nothing to run until net and data have as many classes.
  #misfit(has: number, wants: number): void {
    this.end();
    batch(() => {
      this.history = new History();
      this.grown.value++;
      this.notation.value = this.plan?.notation ?? '';
      this.frame.value = undefined;
      this.trouble.value = { kind: 'classes', has, wants };
    });
    if (this.table.peek().length === 0) void this.usualSetup(this.session.trainSettings());
  }

  override async fit(classes: number): Promise<void> {
    for (const line of fittings(this.plan?.notation ?? '', classes)) {
      if (classesOf(await this.session.planOf(line)) !== classes) continue;
      await this.session.tryNotation(line);
      this.begin('untrained');
      return;
    }
  }

  override forget(): void {
    const before = this.session.running.peek();
    const learnt = this.session.learnt();
    this.begin('untrained');
    if (!before || !learnt) return;
    this.forgotten.value = {
      run: this.run,
      restore: () =>
        batch(() => {
          this.forgotten.value = undefined;
          this.session.giveBack(learnt, before.weights);
          this.begin('shown');
        }),
    };
  }

  // A remedy that begins anew has a way back: to the run as it was kept.
  override treat(remedy: Remedy): void {
    if (remedy.renews) {
      this.pause();
      this.#recorder.keep();
      const { id } = this.#recorder.place;
      this.#treated = this.runs.list.peek().find((run) => run.id === id);
    }
    super.treat(remedy);
  }

  #beginNew(): void {
    const before = this.#treated;
    this.#treated = undefined;
    this.begin('untrained');
    if (!before) return;
    this.forgotten.value = {
      run: this.run,
      restore: () => {
        this.forgotten.value = undefined;
        void this.load(before);
      },
    };
  }

  // Other untrained weights, another order.
  reroll(): void {
    this.session.reroll();
    this.begin('untrained');
  }

  #readied(): void {
    // What was kept is another version's: on from its weights at least.
    if (this.#recalling && !this.resumed) this.begin('shown');
    else this.#complain();
  }

  // A link can name settings that the core has not, or has not with this value: they are left out.
  #complain(): void {
    const where = strange(this.table.peek(), this.source?.settings ?? {});
    if (where) this.session.notice.value = { kind: 'unknown-setting', where };
  }

  // ---------------------------------------------------------------- what it tells

  #adopt(frame: Frame): void {
    const { setup, learnt, steps, state } = frame;
    if (learnt) this.#recorder.note(frame, learnt);
    if (setup) this.session.settings.train.value = formatWishes(wishesOf(this.table.peek(), setup.settings));
    if (learnt) {
      this.#mine ||= steps > 0;
      this.session.adopt(learnt, this.#mine || steps > 0);
    }
    if (setup) this.#follow(this.lineOf(setup));
    if (!learnt) return;
    const running = this.session.running.peek();
    if (!running) return;
    if (this.history.steps > 0 && isKeepable(learnt.length) && !this.session.embedded)
      this.#memory.later(
        state === 'running',
        () => (this.trouble.peek() ? '' : this.state),
        () => this.remember(state === 'running' ? GOING_PAST : MOST_PAST),
      );
    if (steps === 0 || this.session.embedded) return;
    const [notation, seed, model] = [running.plan.notation, this.source?.seed ?? 0, running.model];
    const run = this.#id;
    this.#save = () => {
      this.#save = undefined;
      void saveWeights({ model, notation, seed, learnt, steps, run });
    };
    // Now and then while it runs, and once more at its end.
    this.#saveTimer ||= setTimeout(() => {
      this.#saveTimer = 0;
      this.#save?.();
    }, SAVE_AFTER_MS) as unknown as number;
  }

  // Back before its line was changed, the run has the earlier one: so has the page.
  #follow(line: string | undefined): void {
    const running = this.session.running.peek();
    if (!line || running?.plan !== this.#for?.plan || running?.plan.notation === line) return;
    this.#heard = line;
    void this.session.rewrite(line).finally(() => {
      if (this.#heard === line) this.#heard = undefined;
    });
  }

  #keep(remembered: Remembered): void {
    const { source, plan } = this;
    if (!source || !plan) return;
    this.#memory.keep({
      id: this.#id,
      record: this.#recorder.place,
      data: this.#of,
      source,
      notation: plan.notation,
      settings: this.session.settings.train.peek(),
      forgot: this.forgot.peek(),
      remembered: lean(remembered),
    });
  }

  // Net, weights and settings of a run that was kept; the run that goes on from there is a new one.
  async load(record: RunRecord): Promise<Loaded> {
    if (!isOfPictures(record)) return 'unloaded';
    if (!record.learnt.every(Number.isFinite)) return 'no-numbers';
    this.pause();
    this.#recorder.keep();
    const { data, digits, validation, labelNoise, train } = this.session.settings;
    if (!(await this.session.load(record.ended, record.seed, record.learnt))) return 'unloaded';
    const own = this.own.kept.peek();
    const there = record.data !== 'own' || own?.version === record.dataVersion;
    const all = record.data === 'own' && record.samples === lessonOf('own', own, TRAIN_COUNT)?.samples;
    batch(() => {
      if (there) {
        data.value = record.data;
        digits.value = all ? TRAIN_COUNT : record.samples;
        if (record.data === 'own') this.session.settings.pictures.value = record.dataVersion;
      }
      validation.value = record.validation;
      labelNoise.value = record.labelNoise;
      train.value = formatWishes(record.now);
    });
    this.#loaded(record.steps);
    return there ? 'loaded' : 'no-pictures';
  }

  readonly opens = '.json,.safetensors';
  readonly exports = EXPORTS;

  chosen({ now }: RunRecord): Wishes {
    return now;
  }

  rerun(record: RunRecord): void {
    const { module } = this.session;
    if (module) void this.runs.rerun(module, record);
  }

  async take(record: RunRecord, what: Export): Promise<Made | undefined> {
    const own = ownOf(record, this.own.kept.peek());
    if (what === 'torch' && record.data === 'own' && !own) return undefined;
    return exportRun(this.session, this.table.peek(), record, what, own ? { own } : {});
  }

  // What a learner opens: a run joins the list, weights take the place of those on show. Throws Unread or Refused.
  async open(file: Blob): Promise<Opened> {
    const { kind, bytes } = await readLearnerFile(file);
    if (kind === 'run') {
      const record = await readRunBytes(this.session, this.table.peek(), bytes, newId());
      if (!isOfPictures(record)) throw new Unread('elsewhere');
      this.runs.add(record);
      return kind;
    }
    if (kind === 'tokens') throw new Unread('elsewhere');
    this.pause();
    this.#recorder.keep();
    if (!(await this.session.openWeights(bytes))) throw new Unread('malformed');
    this.#loaded(1);
    return kind;
  }

  // Other weights are on show: they are kept, and training goes on from them.
  #loaded(steps: number): void {
    const running = this.session.running.peek();
    const learnt = this.session.learnt();
    if (running && learnt && !this.session.embedded) {
      const { model, plan, seed } = running;
      this.#save = undefined;
      void saveWeights({ model, notation: plan.notation, seed, learnt, steps });
    }
    this.begin('shown');
  }

  // On from a step of the past; the curve that there was stays beside the new one.
  branch(step: number): void {
    this.before.value = this.history.copy();
    this.seek(step);
    this.teach();
  }

  override get plan(): Plan | undefined {
    return this.session.running.value?.plan;
  }

  override get lined(): Lined {
    const { session } = this;
    const { seed } = session.settings;
    return {
      line: this.plan?.notation ?? '',
      inits: session.probe?.inits ?? [],
      seed: seed.value,
      swap: (line) => void session.rewrite(line),
      renew: (line) => void session.rewrite(line).then(() => this.#beginNew()),
      rebuild: (line) => void session.tryNotation(line).then(() => this.#beginNew()),
      reseed: (value) => {
        seed.value = value;
        this.begin('untrained');
      },
    };
  }

  override get usualActivation(): ActivationName | undefined {
    const model = this.session.settings.model.value;
    return model === 'own' ? undefined : firstActivation(MODELS[model]);
  }

  override activate(rows: readonly number[], name: ActivationName): void {
    const { plan } = this;
    if (plan) void this.session.rewrite(withActivation(plan, rows, name));
  }
}

const NONE = new Float32Array(0);

// The one run of a session: there is one from now on.
export function trainingOf(session: Session): Training {
  session.training ??= new Training(session);
  return session.training as Training;
}
