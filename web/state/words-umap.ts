// A map of words by UMAP: drawn when it is wanted, of the vectors as they are then; its code comes with the first one.
import { computed, effect, signal, untracked } from '@preact/signals-core';
import type { WordsLab } from './words';

export interface Umap {
  readonly ids: Int32Array;
  readonly axes: 2 | 3;
  readonly places: Float32Array; // (ids, axes)
  readonly share: number; // of it that is done
  readonly read: number; // words of the text by then
}

export class WordsUmap {
  readonly made = signal<Umap | undefined>(undefined);
  readonly failed = signal(false);
  #end = () => {};
  #asked = 0; // an earlier one no longer counts

  // rows: vectors of words (ids, width).
  constructor(
    readonly lab: WordsLab,
    readonly rows: (ids: Int32Array) => Promise<Float32Array | undefined> | undefined,
  ) {}

  // Drawn while it is the map that is chosen.
  follow(): void {
    const { wordsMap, wordsMost } = this.lab.session.settings;
    const isThere = computed(
      () => this.lab.lexicon.value !== undefined && this.lab.frame.value !== undefined,
    );
    effect(() => {
      const wanted = wordsMap.value.startsWith('umap') && isThere.value;
      void wordsMost.value;
      untracked(() => {
        if (wanted) void this.draw();
        else this.#stop();
      });
    });
    effect(() => this.#ask());
  }

  // A word that is asked for is on the map: it is drawn anew with it.
  #ask(): void {
    const { lab } = this;
    const made = this.made.value;
    const words = lab.lexicon.value?.words.length ?? 0;
    const want = lab.frame.value?.want;
    if (!want || made?.share !== 1 || !lab.session.settings.wordsMap.value.startsWith('umap')) return;
    const asked = [want.word, ...(want.analogy ?? [])];
    if (asked.some((id) => id >= 0 && id < words && !made.ids.includes(id)))
      untracked(() => void this.draw());
  }

  // Of the commonest words and those that are looked at, as they stand now.
  async draw(): Promise<void> {
    this.#stop();
    const asked = this.#asked;
    this.made.value = undefined;
    this.failed.value = false;
    const { lab } = this;
    const { wordsMap, wordsMost, wordsSeed } = lab.session.settings;
    const words = lab.lexicon.peek()?.words.length ?? 0;
    const common = Array.from({ length: Math.min(wordsMost.peek(), words) }, (_, i) => i);
    const { want, near = [], analogy = [], state } = lab.frame.peek() ?? {};
    const looked = [
      want?.word ?? -1,
      ...(want?.analogy ?? []),
      ...[...near, ...analogy.slice(0, 1)].map(({ id }) => id),
    ];
    const ids = Int32Array.from(new Set([...common, ...looked.filter((id) => id >= 0 && id < words)]));
    const vectors = await this.rows(ids);
    const code = await import('./umap-handle').catch(() => undefined);
    if (asked !== this.#asked) return;
    if (!vectors || !code) {
      this.failed.value = true;
      return;
    }
    const axes = wordsMap.peek() === 'umap3' ? 3 : 2;
    const wish = { vectors, width: vectors.length / ids.length, axes, seed: wordsSeed.peek() } as const;
    this.#end = code.drawUmap(wish, (told) => {
      if (asked !== this.#asked) return;
      if (told.kind === 'failed') this.failed.value = true;
      else this.made.value = { ids, axes, places: told.places, share: told.share, read: state?.read ?? 0 };
    });
  }

  #stop(): void {
    this.#asked++;
    this.#end();
    this.#end = () => {};
  }
}
