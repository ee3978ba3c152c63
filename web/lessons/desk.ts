// A session of a lesson's own, with what its widgets need; the learner's own work is not touched by it.
import { effect, signal } from '@preact/signals-core';
import type { GptLab } from '../state/gpt';
import { pause } from '../state/idle';
import { readLink } from '../state/link';
import { type PointsLab, pointsOf } from '../state/points';
import type { RewriteLab } from '../state/rewrite';
import { Session } from '../state/session';
import { formatted, fromText, SETTING_NAMES, type SettingName } from '../state/settings';
import { SlopesLab } from '../state/slopes';
import type { Step } from '../state/step';
import type { TextLab } from '../state/text';
import { type Training, trainingOf } from '../state/training';
import type { VectorsLab } from '../state/vectors';
import type { WordsLab } from '../state/words';

export class Desk {
  readonly session = new Session(true);
  readonly met = signal<ReadonlySet<string>>(new Set()); // goals that were reached at this desk, step/goal
  readonly text = signal<TextLab | undefined>(undefined); // once a widget of it is on show
  readonly vectors = signal<VectorsLab | undefined>(undefined);
  readonly words = signal<WordsLab | undefined>(undefined);
  readonly rewriting = signal<RewriteLab | undefined>(undefined);
  readonly gpt = signal<GptLab | undefined>(undefined);
  readonly step = signal<Step | undefined>(undefined); // likewise
  #training: Training | undefined;
  #points: PointsLab | undefined;
  #slopes: SlopesLab | undefined;
  #stop: (() => void)[] = [];

  // `seen`: somebody looks on, so curves are drawn, and what is written comes letter by letter.
  constructor(
    readonly start: string,
    readonly seen = true,
  ) {
    this.apply(start);
    void this.session.start(true);
  }

  // Settings, a drawing and a place, as a link has them.
  apply(text: string): void {
    const link = readLink(`v=1&${text}`);
    if ('unusable' in link) throw new Error(`a lesson's settings: ${link.unusable} ${link.where}`);
    fromText(this.session.settings, text, () => false);
    this.session.follow(link);
  }

  // The run of the session; there is one from the first time that it is asked for.
  train(): Training {
    if (!this.#training) {
      const training = trainingOf(this.session);
      training.curves = this.seen;
      this.#training = training;
      this.#stop.push(effect(() => training.attend()));
    }
    return this.#training;
  }

  plane(): PointsLab {
    this.#points ??= pointsOf(this.session);
    this.#points.curves = this.seen;
    return this.#points;
  }

  // Its whole state is the setting of the same name; whichever changes leads.
  slopes(): SlopesLab {
    if (!this.#slopes) {
      const { slopes } = this.session.settings;
      const lab = new SlopesLab(this.session, slopes.peek());
      this.#slopes = lab;
      this.#stop.push(
        effect(() => {
          const text = slopes.value;
          if (text !== lab.text) lab.read(text);
        }),
        lab.watch((text) => {
          slopes.value = text;
        }),
      );
      void lab.begin();
    }
    return this.#slopes;
  }

  // The step under the glass; its widget follows the session, without it the desk does.
  async glass(): Promise<Step> {
    const { stepOf } = await import('../state/step');
    const step = stepOf(this.session);
    if (this.step.peek() !== step) {
      this.step.value = step;
      this.#stop.push(step.attach());
    }
    return step;
  }

  // Its widgets make it; without them, the first that asks.
  async wordsLab(): Promise<WordsLab> {
    const { wordsOf } = await import('../state/words');
    this.words.value = wordsOf(this.session);
    return this.words.value;
  }

  async textLab(): Promise<TextLab> {
    const { textOf } = await import('../state/text');
    this.text.value = textOf(this.session);
    return this.text.value;
  }

  async vectorsLab(): Promise<VectorsLab> {
    const { vectorsOf } = await import('../state/vectors');
    this.vectors.value = vectorsOf(this.session);
    return this.vectors.value;
  }

  async rewrite(): Promise<RewriteLab> {
    const { rewriteOf } = await import('../state/rewrite');
    const lab = rewriteOf(this.session);
    lab.curves = this.seen;
    this.rewriting.value = lab;
    return lab;
  }

  async gptLab(): Promise<GptLab> {
    const { gptOf } = await import('../state/gpt');
    const lab = gptOf(this.session);
    lab.curves = this.seen;
    this.gpt.value = lab;
    return lab;
  }

  // As far as there is one.
  get training(): Training | undefined {
    return this.#training;
  }

  get points(): PointsLab | undefined {
    return this.#points;
  }

  get descent(): SlopesLab | undefined {
    return this.#slopes;
  }

  // The net that the settings name is the one that runs: until its weights have come, another does.
  get asChosen(): boolean {
    const { running, settings } = this.session;
    const [now, model, weights] = [running.value, settings.model.value, settings.weights.value];
    return now?.model === model && (now.weights === weights || (model === 'own' && weights !== 'mine'));
  }

  setting(name: string): string | undefined {
    const known = SETTING_NAMES.find((each): each is SettingName => each === name);
    return known && formatted(this.session.settings, known);
  }

  // Until it is so. False: not within this time.
  async until(is: () => boolean, ms: number): Promise<boolean> {
    for (const end = performance.now() + ms; performance.now() < end; await pause(20)) if (is()) return true;
    return is();
  }

  rest(): void {
    this.#training?.pause();
    this.#points?.pause();
    this.#slopes?.pause();
    this.text.peek()?.pause();
    this.words.peek()?.pause();
    this.rewriting.peek()?.pause();
    this.gpt.peek()?.pause();
    this.gpt.peek()?.writing.stop();
  }

  end(): void {
    this.#slopes?.pause();
    for (const stop of this.#stop) stop();
    this.#training?.end();
    this.#points?.end();
    this.text.peek()?.end();
    this.words.peek()?.end();
    this.rewriting.peek()?.close();
    this.gpt.peek()?.close();
    this.session.end();
  }
}
