// Code and text that are fetched when they are first wanted, and what stands in their place until they are there.
import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../locales';

export const absent = (again: () => unknown): TemplateResult => html`<div class="absent">
  <p role="alert">${t('notice.no-panel')}</p>
  <button class="button primary" type="button" @click=${() => void again()}>${t('panel.again')}</button>
</div>`;

export class Coming<Name extends string> {
  readonly #there = signal<readonly Name[]>([]);
  readonly #absent = signal<Name | undefined>(undefined); // the last one wanted could not be fetched
  readonly #load: (what: Name) => Promise<unknown>;

  constructor(load: (what: Name) => Promise<unknown>) {
    this.#load = load;
  }

  has(what: Name): boolean {
    return this.#there.value.includes(what);
  }

  absent(what: Name): boolean {
    return this.#absent.value === what;
  }

  fetch(what: Name): void {
    this.#absent.value = undefined;
    if (this.#there.peek().includes(what)) return;
    this.#load(what).then(
      () => {
        this.#there.value = [...this.#there.peek(), what];
      },
      () => this.#miss(what),
    );
  }

  // As soon as there is a connection again it is asked for once more.
  #miss(what: Name): void {
    this.#absent.value = what;
    const back = () => {
      if (this.#absent.peek() === what) this.fetch(what);
    };
    addEventListener('online', back, { once: true });
  }

  // Some browsers never ask again for a module they once missed: if the page itself can be had, it begins anew. What is
  // on it is kept.
  async #again(what: Name): Promise<void> {
    this.#absent.value = undefined;
    const came = await this.#load(what).then(
      () => true,
      () => false,
    );
    if (came) {
      this.#there.value = [...this.#there.peek(), what];
      return;
    }
    const page = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
    if (page?.ok) location.reload();
    else this.#absent.value = what;
  }

  // Nothing while it may still come; then why not, and the way to try again.
  instead(what: Name): TemplateResult | typeof nothing {
    if (!this.absent(what)) return nothing;
    return absent(() => this.#again(what));
  }
}
