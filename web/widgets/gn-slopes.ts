// Descent as one piece: the picture, its transport, and beside it one panel at a time. A lesson or a page of one's own
// says with `start` what stands in it, and with `bare` that only the picture and its transport are wanted.
import { css, html, nothing } from 'lit';
import { locale, t } from '../locales';
import { LOGARITHMIC, SLOPES_PANELS, type SlopesPanel } from '../state/slopes-stories';
import type { Line } from './gn-curve';
import './gn-curve';
import './gn-slopes-direction';
import './gn-slopes-fit';
import './gn-slopes-line';
import './gn-slopes-more';
import './gn-slopes-plane';
import './gn-slopes-point';
import './gn-slopes-race';
import './gn-slopes-starts';
import './gn-slopes-time';
import { SlopesElement } from './slopes-element';
import { LANES } from './slopes-paint';
import { brief, wayName } from './slopes-words';
import { shared } from './styles';

export class GnSlopes extends SlopesElement {
  static override properties = { ...SlopesElement.properties, bare: { type: Boolean } };
  declare bare: boolean;

  constructor() {
    super();
    this.bare = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template:
          'picture panel' minmax(320px, 1fr)
          'time time' auto / minmax(0, 1fr) clamp(320px, 30vw, 560px);
        gap: 0 clamp(20px, 2vw, 40px);
        min-height: 0;
        min-width: 0;
      }
      :host([bare]) {
        grid-template:
          'picture' minmax(320px, 1fr)
          'time' auto / minmax(0, 1fr);
      }
      .picture {
        grid-area: picture;
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      gn-slopes-line,
      gn-slopes-plane {
        flex: 1;
      }
      .panel {
        grid-area: panel;
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
        min-width: 0;
        min-height: 0;
      }
      .tabs {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
        flex: none;
      }
      .tabs button {
        min-height: 30px;
        padding: 0 10px;
        border-radius: var(--radius-s);
        font-size: var(--text-s);
        color: var(--ink-soft);
        white-space: nowrap;
      }
      .tabs button:hover {
        color: var(--ink);
      }
      .tabs [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
      .open {
        flex: 1 1 auto;
        min-height: 0;
        overflow-y: auto;
        overflow-x: hidden;
        scrollbar-width: thin;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: var(--space-3);
        padding: 2px;
      }
      .switch {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: var(--tap);
        font-size: var(--text-s);
      }
      gn-curve.loss {
        flex: 0 0 clamp(150px, 24vh, 320px);
      }
      gn-slopes-time {
        grid-area: time;
      }
      @media (max-width: 900px) {
        :host,
        :host([bare]) {
          display: flex;
          flex-direction: column;
          gap: var(--space-3);
        }
        .picture,
        .panel,
        .open {
          display: block;
          overflow: visible;
        }
        .panel > * + * {
          margin-top: var(--space-3);
        }
        .open > * + * {
          display: grid;
          margin-top: var(--space-3);
        }
        gn-slopes-time {
          order: 1;
          position: sticky;
          bottom: 0;
          z-index: 2;
          background: var(--paper);
        }
        gn-curve.loss {
          height: 220px;
        }
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const surface = lab?.surface.value;
    if (!surface) return html`<div class="picture" aria-busy="true"></div>`;
    const line = surface.dims === 1;
    return html`<div class="picture">
        ${
          line
            ? html`<gn-slopes-line .session=${this.session} .lab=${lab}></gn-slopes-line>`
            : html`<gn-slopes-plane .session=${this.session} .lab=${lab}></gn-slopes-plane>`
        }
      </div>
      <gn-slopes-time .session=${this.session} .lab=${lab}></gn-slopes-time>
      ${this.bare ? nothing : this.#panels(line)}`;
  }

  #panels(line: boolean) {
    const { lab } = this;
    const { story } = lab.state.value;
    const shown = SLOPES_PANELS.filter((each) => !line || each !== 'direction');
    const panel = shown.find((each) => each === lab.state.value.panel) ?? 'race';
    return html`<div class="panel">
      <div class="tabs" role="group" aria-label=${t('slopes.panels')}>
        ${shown.map(
          (each) => html`<button
            type="button"
            aria-pressed=${each === panel}
            @click=${() => lab.change({ panel: each })}
          >
            ${t(`slopes.panel.${each}`)}
          </button>`,
        )}
      </div>
      <div class="open">${this.#open(panel)}</div>
      ${
        panel === 'direction'
          ? nothing
          : html`<gn-curve
              class="loss"
              about="slopesLoss"
              .heading=${t('slopes.lossCurve')}
              .axis=${t('axis.step')}
              .form=${brief}
              .lines=${this.#lines()}
              .logs=${true}
              .log=${LOGARITHMIC.has(story)}
              .mark=${lab.t.value}
              ?bare=${lab.state.value.ways.length === 1}
            ></gn-curve>`
      }
    </div>`;
  }

  #open(panel: SlopesPanel) {
    const { lab, session } = this;
    if (panel === 'race')
      return html`${
        lab.surface.value?.name === 'squares'
          ? html`<gn-slopes-fit .session=${session} .lab=${lab}></gn-slopes-fit>`
          : nothing
      }<gn-slopes-race .session=${session} .lab=${lab}></gn-slopes-race>${
        lab.state.value.story === 'spike'
          ? html`<label class="switch"
              ><input
                type="checkbox"
                .checked=${lab.state.value.decay}
                @change=${(event: Event) => lab.change({ decay: (event.target as HTMLInputElement).checked })}
              />
              ${t('slopes.decayShort')}</label
            >`
          : nothing
      }`;
    if (panel === 'point') return html`<gn-slopes-point .session=${session} .lab=${lab}></gn-slopes-point>`;
    if (panel === 'direction')
      return html`<gn-slopes-direction .session=${session} .lab=${lab}></gn-slopes-direction>`;
    if (panel === 'starts')
      return html`<gn-slopes-starts .session=${session} .lab=${lab}></gn-slopes-starts>`;
    return html`<gn-slopes-more .session=${session} .lab=${lab}></gn-slopes-more>`;
  }

  // The same list as long as the walks are the same: a curve is then not laid out anew for each step that is played.
  #drawn: { readonly of: readonly unknown[]; readonly lines: readonly Line[] } | undefined;
  #lines(): readonly Line[] {
    const { lab } = this;
    const { ways } = lab.state.value;
    const walks = lab.walks.value;
    const of = [walks, locale.value, t('choice.sgd')];
    if (this.#drawn && of.every((each, i) => each === this.#drawn?.of[i])) return this.#drawn.lines;
    const lines = walks.map((walk, i) => ({
      name: wayName(ways[i] ?? {}, ways),
      look: LANES[i] ?? 'thin',
      x: this.#steps(walk.length),
      y: walk.values,
    }));
    this.#drawn = { of, lines };
    return lines;
  }

  #counted: number[] = [];
  #steps(length: number): readonly number[] {
    if (this.#counted.length !== length) this.#counted = Array.from({ length }, (_, i) => i);
    return this.#counted;
  }
}

customElements.define('gn-slopes', GnSlopes);
