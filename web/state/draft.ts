// The line of notation while it is being changed, by hand or by cards: tried as one types, with shapes and undo.
import { computed, signal } from '@preact/signals-core';
import type { Plan } from '../engine/plan';
import { MODELS } from './models';
import { lineOf, pieceAt, piecesOf } from './rows';
import type { Session } from './session';
import type { Model } from './settings';

const PAUSE_MS = 280; // of typing, before the line is tried
const UNDO_DEPTH = 100;

interface Was {
  readonly model: Model;
  readonly notation: string;
}

export class Draft {
  readonly text = signal<string | undefined>(undefined); // typed, and not running
  readonly before = signal<readonly Was[]>([]); // what ran, oldest first
  readonly #session: Session;
  readonly #partial = signal<{ readonly line: string; readonly plan: Plan } | undefined>(undefined);
  #timer = 0;
  #passed: string[] = []; // whole lines that a further change overtook before they ran

  constructor(session: Session) {
    this.#session = session;
  }

  // The line as it is to be read now, right or wrong; before any net runs, of the one that is on its way.
  readonly line = computed(() => {
    const { refused, running, settings } = this.#session;
    const model = settings.model.value;
    const coming = () => (model === 'own' ? settings.notation.value : MODELS[model]);
    return this.text.value ?? refused.value?.text ?? running.value?.plan.notation ?? coming();
  });

  readonly error = computed(() => {
    const refused = this.#session.refused.value;
    return refused?.text === this.line.value ? refused.error : undefined;
  });

  // The tape of the line, as far as it can be built: shapes stand up to the row that fails.
  readonly plan = computed(() => {
    const line = this.line.value;
    const running = this.#session.running.value?.plan;
    if (running?.notation === line) return running;
    const partial = this.#partial.value;
    return partial?.line === line ? partial.plan : undefined;
  });

  // Without a pause it is a change of its own, for undo too.
  set(text: string, pause = PAUSE_MS): void {
    const waits = this.text.peek();
    if (pause === 0 && waits !== undefined && waits !== text && !this.#session.refused.peek())
      this.#passed.push(waits);
    this.#try(text, pause);
  }

  #try(text: string, pause: number): void {
    this.text.value = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.try(), pause) as unknown as number;
  }

  async try(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.text.peek();
    if (text === undefined) return;
    const session = this.#session;
    const was: Was = { model: session.settings.model.peek(), notation: this.#running() };
    await session.tryNotation(text);
    if (this.text.peek() !== text) return;
    if (this.#running() !== text) return;
    this.text.value = undefined;
    const passed = this.#passed.map((notation): Was => ({ model: 'own', notation }));
    this.#passed = [];
    if (was.notation === text) return;
    this.before.value = [...this.before.peek(), was, ...passed].slice(-UNDO_DEPTH);
  }

  // What runs takes the place of what is typed.
  drop(): void {
    clearTimeout(this.#timer);
    this.#passed = [];
    this.text.value = undefined;
    this.#session.giveUp();
  }

  // An unfinished line is given up first; then what ran before comes back. A line that is only slow to run is no less
  // a step than one that ran.
  undo(): void {
    const passed = this.#session.refused.peek() ? undefined : this.#passed.pop();
    if (passed !== undefined) {
      this.#try(passed, 0);
      return;
    }
    if (this.text.peek() !== undefined || this.#session.refused.peek()) {
      this.drop();
      return;
    }
    const was = this.before.peek().at(-1);
    if (!was) return;
    this.before.value = this.before.peek().slice(0, -1);
    if (was.model === 'own') void this.#session.tryNotation(was.notation);
    else this.#session.choose(was.model);
  }

  #running(): string {
    return this.#session.running.peek()?.plan.notation ?? '';
  }

  // The rows before the one that fails, first with their open braces closed, then without the open block.
  async measure(): Promise<void> {
    const line = this.line.peek();
    const error = this.error.peek();
    if (!error || error.at < 0 || this.plan.peek()) return;
    const pieces = piecesOf(line);
    const bad = pieceAt(pieces, error.at);
    const depth = pieces[bad]?.depth ?? 0;
    const head = pieces.slice(0, bad).map(({ text }) => text);
    const block = pieces.findLastIndex((piece, i) => i < bad && piece.depth === 0 && piece.opens);
    const tries = [lineOf([...head, ...Array.from({ length: depth }, () => '}')])];
    if (depth > 0) tries.push(lineOf(head.slice(0, block)));
    for (const text of tries) {
      const plan = await this.#session.planOf(text);
      if (this.line.peek() !== line) return;
      if (!plan) continue;
      this.#partial.value = { line, plan };
      return;
    }
  }
}
