// The part of Text about vectors: a table that is looked up, and what the place of a token adds.
import { computed, effect, signal } from '@preact/signals-core';
import { Core } from '../engine/core';
import { type Lookup, lookUp } from '../engine/lookup';
import { type Places, placesOf } from '../engine/places';
import { locale } from '../locales';
import { learntPlaces } from './gpt';
import type { Session } from './session';

export const MOST_TOKENS = 16;
export const WIDTH = 8;
const SAMPLES = { en: 'attention', zh: '春眠不觉晓' } as const;
// A vocabulary is larger than the text: letters, or the characters of a poem.
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const POEM = '春眠不觉晓处处闻啼鸟夜来风雨声花落知多少';

export class VectorsLab {
  readonly text = computed(() => this.session.settings.vectorsText.value || SAMPLES[locale.value]);
  readonly tokens = computed(() => charactersOf(this.text.value).slice(0, MOST_TOKENS));
  readonly kinds = computed(() => {
    const base = /[a-z]/i.test(this.text.value) ? LETTERS : POEM;
    return [...new Set([...base, ...this.tokens.value])];
  });
  readonly lookup = signal<Lookup | undefined>(undefined);
  readonly places = signal<Places | undefined>(undefined);
  readonly learned = signal(false); // those of the small GPT; without one: sines and cosines
  readonly token = signal(-1); // that is looked at; −1: none
  readonly cell = signal<readonly [place: number, component: number]>([3, 4]);
  readonly other = signal(8); // place that the cell's is compared with
  #core: Core | undefined;
  #asked = 0;

  constructor(readonly session: Session) {
    void this.#open();
  }

  async #open(): Promise<void> {
    await this.session.ready();
    const { module } = this.session;
    if (!module) return;
    this.#core = await Core.start(module);
    effect(() => void this.#look(this.tokens.value, this.kinds.value));
    effect(() => this.#place());
  }

  async #look(tokens: readonly string[], kinds: readonly string[]): Promise<void> {
    const asked = ++this.#asked;
    const engine = this.session.making?.engine;
    const core = this.#core;
    if (!engine || !core || tokens.length === 0) return;
    const ids = Int32Array.from(tokens, (each) => kinds.indexOf(each));
    // What comes after the last is the first again: something has to be foretold.
    const found = await lookUp(engine, core, ids, ids[0] ?? 0, kinds.length, WIDTH, 1);
    if (asked === this.#asked) this.lookup.value = found;
  }

  // Followed by what the GPT has learnt when the view is opened or the choice is made.
  get gpt() {
    return learntPlaces(this.session);
  }

  #place(): void {
    const { placesLength, placesWidth, placesKind } = this.session.settings;
    const table = placesKind.value === 'learned' ? this.gpt : undefined;
    const core = this.#core;
    if (!core) return;
    this.learned.value = table !== undefined;
    this.places.value = table
      ? placesOf(core, table.length, table.width, table.values)
      : placesOf(core, placesLength.value, placesWidth.value);
  }
}

// What a reader takes for one, an emoji with its joiners too.
function charactersOf(text: string): string[] {
  return Array.from(
    new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text),
    ({ segment }) => segment,
  );
}

const labs = new WeakMap<Session, VectorsLab>();

// The one of a session.
export function vectorsOf(session: Session): VectorsLab {
  const lab = labs.get(session) ?? new VectorsLab(session);
  labs.set(session, lab);
  return lab;
}
