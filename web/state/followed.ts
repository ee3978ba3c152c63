// A link that is followed: its drawing, and the place that it opens once its network runs.
import { batch } from '@preact/signals-core';
import type { Choice } from './choice';
import type { Input } from './input';
import { OVERVIEW, type Place } from './inspect';
import type { Link } from './link';
import type { Running } from './on-show';
import type { Session } from './session';
import type { View } from './settings';

export class Followed {
  readonly #session: Session;
  readonly #choice: Choice;
  #drawing: (Link & { input: Input }) | undefined; // until the first net is there
  #place: Place | undefined; // until its network runs

  constructor(session: Session, choice: Choice) {
    this.#session = session;
    this.#choice = choice;
  }

  // Its drawing, and what is done to it. One undo brings back what was on the pad.
  follow({ input, change, erased, place }: Link): void {
    const session = this.#session;
    const { model, notation } = session.settings;
    const running = session.running.peek();
    this.#place = place;
    this.#choice.expect();
    if (running?.model === model.peek()) {
      if (running.model === 'own' && running.plan.notation !== notation.peek())
        void session.tryNotation(notation.peek());
      else this.enter(running);
      void this.#choice.follow(running);
    }
    if (!input) session.experiments.take(change, erased);
    else if (session.phase.peek() === 'ready') {
      session.take(input);
      session.experiments.take(change, erased);
    } else this.#drawing = { input, change, erased };
  }

  get drawing(): (Link & { input: Input }) | undefined {
    return this.#drawing;
  }

  // What is opened, or shall be once the link's network runs.
  get place(): Place {
    const now = this.#session.inspect.place.value;
    return this.#place ?? now;
  }

  goTo(view: View, place: Place = OVERVIEW): void {
    const { settings, running, inspect } = this.#session;
    batch(() => {
      settings.view.value = view;
      const plan = running.peek()?.plan;
      if (plan) inspect.enter(plan, place);
      else this.#place = place;
    });
  }

  // The link's network runs.
  enter({ model, plan }: Running): void {
    if (model !== this.#session.settings.model.peek()) return;
    const place = this.#place;
    this.#place = undefined;
    if (place) this.#session.inspect.enter(plan, place);
  }
}
