// The data of the net on show: MNIST of one with shipped weights, else those that are chosen to be learnt. Its test
// samples, and what its classes are called.
import { generated } from 'virtual:built';
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { locale } from '../locales';
import { classesOf } from './classes';
import { loadIndex } from './data-files';
import type { Input } from './input';
import type { Pictures } from './own-pictures';
import { loadSamples, type Samples } from './samples';
import type { Session } from './session';
import type { DataName, SetName } from './set-names';
import type { Weights } from './settings';

const SHIPPED: ReadonlySet<Weights> = new Set<Weights>(['trained', 'plain']);
const MOST_OWN = 1000; // of one's own pictures kept for the test

interface Pad {
  readonly input: Signal<Input>;
  put(input: Input): void;
}

export class ShownData {
  readonly samples = signal<Samples | 'loading' | 'missing'>('loading');
  readonly classes = signal<readonly string[]>([]); // names of the answers, where they are not 0, 1, 2 …
  readonly #session: Session;
  readonly #pad: Pad;
  readonly #own = signal<ReadonlySignal<Pictures | undefined> | undefined>(undefined);
  readonly #name: ReadonlySignal<DataName>;
  #fetching: Promise<void> | undefined;
  #turn = 0;

  constructor(session: Session, pad: Pad) {
    this.#session = session;
    this.#pad = pad;
    const { data, model, weights } = session.settings;
    const shipped = computed(() => model.value !== 'own' && SHIPPED.has(weights.value));
    this.#name = computed(() => (shipped.value ? 'mnist' : data.value));
  }

  // Follows what is chosen. Beside Draw the names are those of what is to be learnt.
  begin(): void {
    const { settings, running } = this.#session;
    effect(() => {
      const name = settings.view.value === 'draw' ? this.#name.value : settings.data.value;
      if (name !== 'own') {
        void this.#nameClasses(name, locale.value);
        return;
      }
      this.#turn++;
      void this.#fetchOwn();
      const names = this.#own.value?.value?.names ?? [];
      // A net with another number of classes has none of these.
      this.classes.value = classesOf(running.value?.plan) === names.length ? names : [];
    });
  }

  async #fetchOwn(): Promise<void> {
    if (this.#own.peek()) return;
    const { picturesOf } = await import('./own-pictures');
    this.#own.value = picturesOf(this.#session).kept;
  }

  async #nameClasses(of: SetName, language: 'en' | 'zh'): Promise<void> {
    const turn = ++this.#turn;
    const index = of === 'mnist' ? undefined : await loadIndex(of, generated).catch(() => undefined);
    if (turn === this.#turn) this.classes.value = index?.classes.map((each) => each[language]) ?? [];
  }

  // Names of what the samples are.
  get named(): boolean {
    return this.#name.value === this.#session.settings.data.value;
  }

  // The samples; once is enough. Settles when there are some, or it is known that there are none.
  fetch(): Promise<void> {
    this.#fetching ??= new Promise((resolve) => {
      let before: DataName | undefined;
      effect(() => {
        const name = this.#name.value;
        const own = name === 'own' ? this.#own.value?.value : undefined;
        if (name === 'own' && !own) return; // on their way; where there are none, others are learnt
        if (before !== undefined && name !== before) this.#keepSample();
        before = name;
        void this.#load(name, own).then(resolve);
      });
    });
    return this.#fetching;
  }

  async #load(name: DataName, own: Pictures | undefined): Promise<void> {
    const current = () => name === this.#name.peek() && (!own || own === this.#own.peek()?.peek());
    const fetched = () => (name === 'own' ? undefined : loadSamples(name).catch(() => undefined));
    const samples = own ? await samplesOf(own) : await fetched();
    if (!current()) return;
    this.samples.value = samples ?? 'missing';
    // As soon as there is a connection again they are asked for once more.
    const again = () => current() && this.samples.peek() === 'missing' && void this.#load(name, own);
    if (!samples) globalThis.addEventListener?.('online', again, { once: true });
    this.#session.again();
  }

  // A sample that lies on the pad stays there when others take its place in the list.
  #keepSample(): void {
    const input = this.#pad.input.peek();
    const samples = this.samples.peek();
    if (input.kind === 'sample' && typeof samples === 'object') {
      const pixels = samples.pixels.slice(784 * input.index, 784 * (input.index + 1));
      this.#pad.put({ kind: 'pixels', pixels });
    }
    this.samples.value = 'loading';
  }
}

async function samplesOf(own: Pictures): Promise<Samples> {
  const { partsOf } = await import('./own-pictures');
  const { pixels, labels } = partsOf(own).test;
  const count = Math.min(MOST_OWN, labels.length);
  return { pixels: pixels.subarray(0, 784 * count), labels: labels.subarray(0, count), count };
}
