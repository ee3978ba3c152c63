// The text that a small GPT goes on with: what it expects next, one token drawn at a time, and what it looks at.
import { batch, computed, effect, type Signal, signal } from '@preact/signals-core';
import type { Seen } from '../engine/gpt-messages';
import { strayByte } from '../engine/text-parts';
import type { Reading } from '../engine/writer';
import type { GptDesk } from './gpt-desk';

const PICK_MS = 450; // for which the drawn bar is seen before its character is written
const PACE_MS = 40; // from one character to the next when it goes on
const MAPS_MS = 150; // from one drawing of the maps to the next
const MOST_ON = 400; // characters of one going on
const MOST_UNDO = 200;
const LENS_PLACES = 24;
const LENS_EACH = 5;

export interface Lens {
  readonly tokens: Int32Array; // of the places that were read, and nothing before them
  readonly readings: readonly Reading[];
}

export interface Drawn {
  readonly token: number;
  readonly share: number; // that it had
}

const POINTS = 0x110000; // of Unicode; beyond: bytes that are no UTF-8

// Of the alphabet and, beyond it, tokens of several characters: what each token spells, and back.
export class Letters {
  readonly #places = new Map<number, number>();

  constructor(
    readonly codes: Int32Array,
    readonly longer: readonly string[] = [],
  ) {
    for (const [i, code] of codes.entries()) this.#places.set(code, i);
  }

  place(letter: string): number {
    return this.#places.get(letter.codePointAt(0) ?? -1) ?? -1;
  }

  letter(token: number): string {
    const code = this.codes[token];
    if (code === undefined) return this.longer[token - this.codes.length] ?? '';
    return code < POINTS ? String.fromCodePoint(code) : strayByte(code - POINTS);
  }

  spell(tokens: Iterable<number>): string {
    return Array.from(tokens, (token) => this.letter(token)).join('');
  }

  // Of the alphabet, in the order of its tokens.
  get all(): string {
    return Array.from(this.codes, (code) => String.fromCodePoint(code < POINTS ? code : 0xfffd)).join('');
  }

  // What it begins after when there is nothing before it: a line break, where there are any.
  get start(): number {
    return Math.max(0, this.place('\n'));
  }
}

export class GptWriting {
  readonly text = signal('');
  readonly written = signal(0); // of its characters: those that it added since somebody typed
  readonly seen = signal<Seen | undefined>(undefined);
  readonly looked = signal<Seen | undefined>(undefined); // the same, but not at every character when it goes on
  readonly drawn = signal<Drawn | undefined>(undefined); // last
  readonly picked = signal<Drawn | undefined>(undefined); // is about to be written
  readonly going = signal(false);
  readonly undone = signal(0); // counts what can be undone
  readonly map = signal({ layer: 0, head: 0 }); // of attention, on show
  readonly query = signal<number | undefined>(undefined); // a place of the window; none: the last one
  readonly key = signal<number | undefined>(undefined);
  readonly lensOpen = signal(false);
  readonly lens = signal<Lens | undefined>(undefined);
  readonly letters = signal<Letters | undefined>(undefined);
  readonly unknown = computed(() => {
    const letters = this.letters.value;
    return letters ? [...new Set(this.text.value)].filter((each) => letters.place(each) < 0) : [];
  });

  readonly #before: string[] = [];
  #desk: GptDesk | undefined;
  #busy = false;
  #again = false;
  #draw = 0;
  #seed = 0;

  constructor(
    readonly temperature: () => number,
    readonly top: Signal<number>,
  ) {
    effect(() => this.#follow(this.seen.value));
    effect(() => {
      const seen = this.looked.value;
      if (this.lensOpen.value && seen) void this.#read(seen);
    });
    effect(() => {
      this.temperature();
      void this.top.value;
      void this.text.value;
      void this.letters.value;
      void this.look();
    });
  }

  // There is no net to write with.
  rise(): void {
    this.stop();
    this.#desk = undefined;
    batch(() => {
      this.seen.value = undefined;
      this.looked.value = undefined;
      this.lens.value = undefined;
      this.letters.value = undefined;
    });
  }

  #followTimer = 0;
  #followedAt = 0;

  // Maps of attention are much to draw.
  #follow(seen: Seen | undefined): void {
    clearTimeout(this.#followTimer);
    const show = () => {
      this.#followedAt = performance.now();
      this.looked.value = seen;
    };
    const wait = this.#followedAt + MAPS_MS - performance.now();
    if (!seen || wait <= 0) show();
    else this.#followTimer = setTimeout(show, wait) as unknown as number;
  }

  openLens(): void {
    this.lensOpen.value = true;
  }

  #reading = false;
  #unread: Seen | undefined;

  // One reading at a time; the last that was asked for meanwhile comes after it.
  async #read(seen: Seen): Promise<void> {
    this.#unread = seen;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#unread && this.lensOpen.peek()) {
      const { tokens }: Seen = this.#unread;
      const desk = this.#desk;
      this.#unread = undefined;
      const readings = await desk?.ask('lens', { tokens, places: LENS_PLACES, each: LENS_EACH });
      if (desk === this.#desk && readings) this.lens.value = { tokens: tokens.slice(-LENS_PLACES), readings };
    }
    this.#reading = false;
  }

  // Another net, another alphabet, or both.
  sit(desk: GptDesk, letters: Letters, seed: number): void {
    this.stop();
    batch(() => {
      this.#desk = desk;
      this.#seed = seed;
      this.#draw = 0;
      this.seen.value = undefined;
      this.lens.value = undefined;
      this.drawn.value = undefined;
      this.picked.value = undefined;
      this.query.value = undefined;
      this.key.value = undefined;
      this.letters.value = letters;
    });
    void this.look();
  }

  // One look at a time; what has changed meanwhile is looked at after it.
  async look(): Promise<void> {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#again) {
      this.#again = false;
      const seen = await this.#look();
      if (seen && !this.#again) this.seen.value = seen;
      else if (seen && this.seen.peek()?.tokens.length === seen.tokens.length) this.seen.value = seen;
    }
    this.#busy = false;
  }

  async #look(): Promise<Seen | undefined> {
    const desk = this.#desk;
    if (!desk) return undefined;
    const text = this.text.peek();
    const start = this.letters.peek()?.start ?? 0;
    const [temperature, top] = [this.temperature(), this.top.peek()];
    const how = { temperature, top, seed: this.#seed, draw: this.#draw, start };
    const seen = await desk.ask('look', { text, ...how });
    return desk === this.#desk ? seen : undefined;
  }

  type(text: string): void {
    this.stop();
    batch(() => {
      this.text.value = text;
      this.written.value = 0;
      this.drawn.value = undefined;
      this.query.value = undefined;
      this.key.value = undefined;
    });
  }

  // Draws one character: its bar is seen, then it is written.
  async one(): Promise<void> {
    if (this.picked.peek() || this.going.peek()) return;
    const seen = await this.#look();
    if (!seen) return;
    batch(() => {
      this.seen.value = seen;
      this.picked.value = { token: seen.chosen, share: seen.shares[seen.chosen] ?? 0 };
    });
    await new Promise((resolve) => setTimeout(resolve, PICK_MS));
    const picked = this.picked.peek();
    if (!picked) return;
    this.#remember();
    this.#write(picked);
  }

  // One after the other, until it is stopped.
  async goOn(pace = PACE_MS): Promise<void> {
    if (this.picked.peek() || this.going.peek()) return;
    this.going.value = true;
    this.#remember();
    // Stopped and begun anew meanwhile, the one before writes no more.
    const mine = ++this.#goings;
    const on = () => this.going.peek() && mine === this.#goings;
    for (let i = 0; i < MOST_ON && on(); i++) {
      const began = performance.now();
      const seen = await this.#look();
      if (!seen || !on()) break;
      this.seen.value = seen;
      this.#write({ token: seen.chosen, share: seen.shares[seen.chosen] ?? 0 });
      const wait = Math.max(0, pace - (performance.now() - began));
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    if (mine !== this.#goings) return;
    this.going.value = false;
    void this.look();
  }
  #goings = 0;

  stop(): void {
    this.going.value = false;
    this.picked.value = undefined;
  }

  undo(): void {
    this.stop();
    const before = this.#before.pop();
    if (before === undefined) return;
    batch(() => {
      this.text.value = before;
      this.written.value = 0;
      this.undone.value = this.#before.length;
      this.drawn.value = undefined;
      this.query.value = undefined;
    });
  }

  #remember(): void {
    this.#before.push(this.text.peek());
    if (this.#before.length > MOST_UNDO) this.#before.shift();
    this.undone.value = this.#before.length;
  }

  #write(drawn: Drawn): void {
    const letter = this.letters.peek()?.letter(drawn.token) ?? '';
    this.#draw++;
    batch(() => {
      this.picked.value = undefined;
      this.drawn.value = drawn;
      this.query.value = undefined;
      this.key.value = undefined;
      this.text.value += letter;
      this.written.value += letter.length;
    });
  }
}
