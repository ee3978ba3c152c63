// The live widgets of a lesson's step, at its desk; and what can be done with the desk as a whole.
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { take } from '../lessons/take';
import type { Walk } from '../lessons/walk';
import { load, viewOf, WIDGETS } from '../lessons/widgets';
import { t } from '../locales';
import { Coming } from './coming';
import { GnElement } from './element';
import './gn-lesson-frame';
import { icons } from './icons';
import { shared } from './styles';

export class GnLessonDesk extends GnElement {
  static override properties = {
    ...GnElement.properties,
    walk: { attribute: false },
    name: {},
    only: {},
    more: { state: true },
  };
  declare walk: Walk;
  declare only: string; // this widget of the step; '': all of them
  declare name: string; // of the lesson, as it is read
  declare more: boolean;

  #widgets = new Coming<string>((names) => load(names.split(' ')));

  constructor() {
    super();
    this.name = '';
    this.only = '';
    this.more = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        min-width: 0;
      }
      .rows {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-4);
        min-width: 0;
        align-items: flex-start;
      }
      .widget {
        --edge: 0px;
        flex: var(--wide) 1 calc(var(--wide) * 76px);
        min-width: 0;
        max-width: 100%;
        display: flex;
        flex-direction: column;
      }
      .widget > * {
        flex: 1;
        min-height: 0;
      }
      .widget.slopes > * {
        min-height: 440px; /* or as high as its picture is on a phone */
      }
      .waits {
        opacity: 0.35;
      }
      .waits.veiled {
        filter: blur(7px);
      }
      .note {
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        font-size: var(--text-s);
      }
      .absent {
        padding: var(--space-6) 0;
      }
      .more {
        margin-left: auto;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-2);
        border-top: 1px solid var(--line);
        padding-top: var(--space-2);
      }
      @media print {
        .tools {
          display: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => this.#widgets.fetch(this.#rows().flat().join(' ')));
  }

  override render() {
    return this.#desk(this.walk);
  }

  #rows(): readonly (readonly string[])[] {
    const { widgets } = this.walk.now;
    return widgets.flat().includes(this.only) ? [[this.only]] : widgets;
  }

  #desk(walk: Walk) {
    const desk = walk.desk.value;
    const rows = this.#rows();
    const names = rows.flat().join(' ');
    const alone = rows !== walk.now.widgets;
    if (!desk || names === '') return nothing;
    if (!this.#widgets.has(names)) return this.#widgets.instead(names);
    const waits = walk.waits && !alone; // a widget alone has no question to wait for
    return html`${waits ? html`<p class="note" role="status">${t('lesson.waits')}</p>` : alone ? nothing : this.#before(walk)}
      ${keyed(
        desk,
        html`<div class="rows ${waits ? 'waits' : ''} ${walk.now.veiled ? 'veiled' : ''}" ?inert=${waits}>
          ${rows.map(
            (row) =>
              html`<div class="row">
                ${row.map((name) => {
                  const widget = WIDGETS[name];
                  return widget
                    ? keyed(
                        name,
                        html`<div class="widget ${name}" ${ref((place) => size(place, widget))}>${widget.show(desk)}</div>`,
                      )
                    : nothing;
                })}
              </div>`,
          )}
        </div>`,
      )}
      ${this.#tools(walk, alone)}`;
  }

  // Who comes by a link has not done what this step speaks of.
  #before(walk: Walk) {
    const { missing } = walk;
    if (missing.length === 0) return nothing;
    const going = missing.some(({ key }) => key === walk.solving.value);
    return html`<p class="note" role="status">
      ${t(going ? 'goal.solving' : 'lesson.before')}
      ${
        going
          ? nothing
          : html`<button class="button" type="button" @click=${() => void walk.catchUp()}>${t('lesson.catchUp')}</button>`
      }
    </p>`;
  }

  #tools(walk: Walk, alone: boolean) {
    const again = html`<button class="button bare" type="button" @click=${() => walk.again()}>
      ${icons.undo}${t('lesson.restart')}
    </button>`;
    if (alone) return html`<div class="tools">${again}</div>`;
    return html`<div class="tools">
        ${again}
        <button class="button bare" type="button" @click=${() => void this.#take(walk)}>${t('lesson.take')}</button>
        <button
          class="button bare more"
          type="button"
          aria-expanded=${this.more ? 'true' : 'false'}
          @click=${() => {
            this.more = !this.more;
          }}
        >
          ${t('lesson.more')}
        </button>
      </div>
      ${this.more ? this.#more(walk) : nothing}`;
  }

  #more(walk: Walk) {
    return html`<div class="tools">
        <button class="button" type="button" @click=${() => walk.reset()}>${t('lesson.reset')}</button>
        <button class="button" type="button" @click=${() => print()}>${t('lesson.print')}</button>
        <span role="status">
          ${
            walk.lost.value
              ? html`${t('lesson.anew')}<button class="button bare" type="button" @click=${() => walk.bringBack()}>
                    ${t('lesson.anewUndo')}
                  </button>`
              : nothing
          }
        </span>
      </div>
      <gn-lesson-frame .session=${this.session} .walk=${walk} .name=${this.name}></gn-lesson-frame>`;
  }

  async #take(walk: Walk): Promise<void> {
    const desk = walk.desk.peek();
    if (!desk) return;
    const { session } = this;
    const undo = await take(session, desk, viewOf(walk.now.widgets.flat()));
    session.notice.value = { kind: 'taken', undo };
  }
}

function size(place: Element | undefined, { wide, high, grows }: (typeof WIDGETS)[string]): void {
  if (!(place instanceof HTMLElement)) return;
  place.style.setProperty('--wide', String(wide));
  if (high) place.style[grows ? 'minHeight' : 'height'] = `${high}px`;
}

customElements.define('gn-lesson-desk', GnLessonDesk);
