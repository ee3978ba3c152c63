// What every widget is: a Lit element that follows signals and reads the one session.
import { SignalWatcher } from '@lit-labs/preact-signals';
import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';
import type { Session } from '../state/session';

export class GnElement extends SignalWatcher(LitElement) {
  static override properties = { session: { attribute: false } };
  declare session: Session;

  // In somebody's page a widget finds its session by itself; embed/gn-session.ts says how.
  static find: (widget: Element) => Session | undefined = () => undefined;

  #stop: (() => void)[] = [];
  #missed = false; // an update, while it was not in the page

  override connectedCallback(): void {
    const found = this.session ?? GnElement.find(this);
    if (found) this.session = found;
    super.connectedCallback();
    if (!this.#missed) return;
    this.#missed = false;
    this.performUpdate();
  }

  // What has left the page follows no signal: an update would subscribe it anew, as a focus that goes with it asks for.
  protected override scheduleUpdate(): void {
    if (this.isConnected) super.scheduleUpdate();
    else this.#missed = true;
  }

  // Runs while the element is in the page, again whenever a signal it read changes. For canvases.
  protected follow(run: () => void): void {
    this.#stop.push(effect(run));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stop) stop();
    this.#stop = [];
  }
}
