// One panel beside the network, a sheet on a phone: experiments, the builder, costs, one-hot. They are fetched when first opened.
import { css, html, nothing, type TemplateResult } from 'lit';
import { need, t } from '../locales';
import { placeText } from '../state/inspect';
import type { Session } from '../state/session';
import type { Panel } from '../state/settings';
import { Coming } from './coming';
import { GnElement } from './element';
import './gn-about';
import { icons } from './icons';
import { shared } from './styles';

const PANELS: Readonly<
  Record<Exclude<Panel, ''>, { code(): Promise<unknown>; draw(session: Session): TemplateResult }>
> = {
  experiments: {
    code: () => import('./gn-experiments'),
    draw: (session) => html`<gn-experiments .session=${session}></gn-experiments>`,
  },
  builder: {
    code: () => import('./gn-builder'),
    draw: (session) => html`<gn-builder .session=${session}></gn-builder>`,
  },
  costs: {
    code: () => import('./gn-costs'),
    draw: (session) => html`<gn-costs .session=${session}></gn-costs>`,
  },
  onehot: {
    code: () => import('./gn-onehot'),
    draw: (session) => html`<gn-onehot .session=${session}></gn-onehot>`,
  },
};

const sheet = matchMedia('(max-width: 640px)');

export class GnDrawer extends GnElement {
  #panels = new Coming<Exclude<Panel, ''>>((panel) =>
    Promise.all([PANELS[panel].code(), need('deep'), need('layers')]),
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
      .absent {
        padding: var(--space-5) 0;
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
    // On a phone the sheet would lie over what is opened elsewhere.
    const place = placeText(this.session.place);
    this.follow(() => {
      if (placeText(this.session.place) !== place && sheet.matches) this.#close();
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
        ${this.#panels.has(panel) ? PANELS[panel].draw(this.session) : this.#panels.instead(panel)}
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
