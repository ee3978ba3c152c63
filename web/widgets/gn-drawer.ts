// One panel beside the network, a sheet on a phone: experiments or the builder. They are fetched when first opened.
import { css, html, nothing } from 'lit';
import { need, t } from '../locales';
import type { Panel } from '../state/settings';
import { Coming } from './coming';
import { GnElement } from './element';
import './gn-about';
import { icons } from './icons';
import { shared } from './styles';

export class GnDrawer extends GnElement {
  #panels = new Coming<Exclude<Panel, ''>>((panel) =>
    Promise.all([panel === 'builder' ? import('./gn-builder') : import('./gn-experiments'), need('deep')]),
  );

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        min-width: 0;
      }
      section {
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--raised);
        overflow: hidden;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        padding: var(--space-2) var(--space-2) 2px var(--space-4);
      }
      .close {
        margin-left: auto;
        min-height: 28px;
        padding: 0 6px;
      }
      .body {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding: 0 var(--space-4) var(--space-3);
        scrollbar-width: thin;
      }
      @media (max-width: 1239px) {
        section {
          position: static;
          max-height: 560px;
        }
      }
      @media (max-width: 640px) {
        :host {
          position: fixed;
          inset: auto 0 0 0;
          z-index: 20;
        }
        section {
          max-height: 54dvh;
          border-radius: var(--radius-l) var(--radius-l) 0 0;
          border-width: 1px 0 0;
          box-shadow: var(--shadow);
          padding-bottom: env(safe-area-inset-bottom);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      const panel = this.session.settings.panel.value;
      if (panel !== '') this.#panels.fetch(panel);
    });
  }

  override render() {
    const panel = this.session.settings.panel.value;
    if (panel === '') return nothing;
    const name = t(`panel.${panel}`);
    return html`<section aria-label=${name} @keydown=${this.#keydown}>
      <header>
        <h2>${name}</h2>
        <gn-about topic=${panel}></gn-about>
        <button class="button bare close" type="button" aria-label=${t('panel.close')} @click=${this.#close}>
          ${icons.clear}
        </button>
      </header>
      <div class="body">
        ${!this.#panels.has(panel) ? this.#panels.instead(panel) : panel === 'builder' ? html`<gn-builder .session=${this.session}></gn-builder>` : html`<gn-experiments .session=${this.session}></gn-experiments>`}
      </div>
    </section>`;
  }

  #keydown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) this.#close();
  };

  #close = () => {
    this.session.settings.panel.value = '';
  };
}

customElements.define('gn-drawer', GnDrawer);
