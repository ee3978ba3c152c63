// What is dragged to a place in a list of cards: one of its cards, or a word of the palette that becomes one.

const DRAG_PX = 5; // less is a click

export type Taken = number | string; // a card's place, or the palette's word

interface Host {
  readonly renderRoot: ParentNode;
  requestUpdate(): void;
  dropped(taken: Taken, before: number): void;
}

export class CardDrag {
  #host: Host;
  #taken: Taken | undefined;
  #from: readonly [number, number] = [0, 0]; // where it was taken
  #at: readonly [number, number] = [0, 0]; // where the pointer is
  #moving = false;
  #over = -1;

  constructor(host: Host) {
    this.#host = host;
  }

  // What moves; undefined: nothing, or it was only pressed.
  get moving(): Taken | undefined {
    return this.#moving ? this.#taken : undefined;
  }

  // The card that it would come before, or as many as there are cards; −1: nowhere.
  get over(): number {
    return this.#over;
  }

  get at(): readonly [x: number, y: number] {
    return this.#at;
  }

  // By the mouse a card is taken anywhere but in its fields, by a finger at its grip: elsewhere a finger scrolls.
  takeCard(event: PointerEvent, card: number): void {
    const [first] = event.composedPath();
    const grip = first instanceof Element && first.classList.contains('grip');
    if (event.button !== 0 || first instanceof HTMLInputElement) return;
    if (event.pointerType !== 'mouse' && !grip) return;
    if (grip) event.preventDefault();
    this.#take(event, card);
  }

  // A finger presses a word instead.
  takeWord(event: PointerEvent, word: string): void {
    if (event.button === 0 && event.pointerType !== 'touch') this.#take(event, word);
  }

  #take(event: PointerEvent, taken: Taken): void {
    this.#taken = taken;
    this.#from = [event.clientX, event.clientY];
  }

  readonly move = (event: PointerEvent) => {
    if (this.#taken === undefined) return;
    if (event.buttons === 0) {
      this.let();
      return;
    }
    const [x, y] = [event.clientX, event.clientY];
    if (!this.#moving) {
      if (Math.hypot(x - this.#from[0], y - this.#from[1]) < DRAG_PX) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      this.#moving = true;
    }
    this.#at = [x, y];
    this.#over = this.#under(x, y);
    this.#host.requestUpdate();
  };

  readonly drop = () => {
    const [taken, over] = [this.moving, this.#over];
    this.let();
    if (taken !== undefined && over >= 0) this.#host.dropped(taken, over);
  };

  readonly let = () => {
    this.#taken = undefined;
    this.#moving = false;
    this.#over = -1;
    this.#host.requestUpdate();
  };

  // A card may leave the list and goes to its nearer end; a word has to come to it.
  #under(x: number, y: number): number {
    const list = this.#host.renderRoot.querySelector('ol');
    if (!list) return -1;
    const cards = [...list.querySelectorAll('li')];
    if (typeof this.#taken === 'string') {
      const { left, right, top, bottom } = list.getBoundingClientRect();
      if (x < left || x > right || y < top || y > bottom) return -1;
    }
    const below = cards.findIndex((card) => {
      const { top, height } = card.getBoundingClientRect();
      return y < top + height / 2;
    });
    const over = below < 0 ? cards.length : below;
    (cards[over] ?? cards.at(-1))?.scrollIntoView({ block: 'nearest' });
    return over;
  }
}
