// What is in the box of the text view: a sample, or the learner's own, kept over a reload; a short one also in the link.
import { batch, computed, effect, signal, untracked } from '@preact/signals-core';
import { locale } from '../locales';
import { isLong } from './long-text';
import type { Settings } from './settings';
import { fitsLink, loadText, saveText } from './text-kept';
import { SAMPLE_TEXTS } from './text-samples';

const KEEP_MS = 400; // of rest after typing
export const MOST_LETTERS = 4_000_000; // that are cut

export class TextBox {
  readonly text = signal('');
  readonly #aside = signal(''); // the learner's own, while a sample is in the box
  readonly lost = signal(false); // a link's or a last visit's text that is not here
  readonly linked = computed(() => fitsLink(this.text.value));
  readonly short = computed(() => this.text.value.length > MOST_LETTERS); // not all of it is cut
  readonly long = computed(() => isLong(this.text.value));
  readonly #settings: Settings;
  #keepTimer = 0;
  #before = '';
  #stop: (() => void) | undefined;

  // `keeps`: over a reload.
  constructor(
    settings: Settings,
    readonly keeps: boolean,
  ) {
    this.#settings = settings;
  }

  // What the settings say is in the box; an own text that is too long for them, if this is the device it was typed on.
  async open(): Promise<void> {
    const { textSample, textOwn, textLong } = this.#settings;
    const before = textLong.peek();
    if (textSample.peek() === 'own' && before > 0) {
      const kept = await loadText();
      // What has been typed meanwhile stays.
      if (this.#keepTimer === 0 && textLong.peek() === before) {
        if (kept?.length === before) this.text.value = kept;
        else this.lost.value = true;
      }
    }
    this.#stop = effect(() => {
      const sample = textSample.value;
      const [own, long] = [textOwn.value, textLong.value];
      const language = locale.value === 'zh' ? 'chinese' : 'english';
      untracked(() => {
        if (this.#keepTimer !== 0) return; // typed just now: the settings follow
        if (sample !== 'own') this.text.value = SAMPLE_TEXTS[sample || language];
        else if (long === 0) this.text.value = own;
        else if (this.text.peek().length !== long) {
          this.lost.value = true;
          textSample.value = '';
        }
      });
    });
  }

  type(text: string): void {
    if (isLong(text) && !this.long.peek()) this.#before = this.text.peek();
    this.lost.value = false;
    this.text.value = text;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#keep(), KEEP_MS) as unknown as number;
  }

  end(): void {
    clearTimeout(this.#keepTimer);
    this.#stop?.();
  }

  // What was in the box before the long text came.
  takeOut(): void {
    this.type(this.#before);
  }

  // At once, when the page is left.
  keep(): void {
    if (this.#keepTimer !== 0) this.#keep();
  }

  #keep(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = 0;
    const text = this.text.peek();
    const { textSample, textOwn, textLong } = this.#settings;
    batch(() => {
      textSample.value = 'own';
      textOwn.value = this.linked.peek() ? text : '';
      textLong.value = this.linked.peek() ? 0 : text.length;
    });
    if (!this.linked.peek() && this.keeps) void saveText(text);
  }

  // The learner's own text, in the box or not; '': there is none.
  get own(): string {
    const { textSample, textOwn } = this.#settings;
    return textSample.value === 'own' ? this.text.value : this.#aside.value || textOwn.value;
  }

  bringBack(): void {
    this.type(this.own);
    this.#keep();
  }

  sample(name: keyof typeof SAMPLE_TEXTS): void {
    if (this.#keepTimer !== 0) this.#keep();
    this.#aside.value = this.own;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = 0;
    this.lost.value = false;
    this.text.value = SAMPLE_TEXTS[name];
    this.#settings.textSample.value = name;
  }
}
