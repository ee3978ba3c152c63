// The live widgets of a lesson's step, at its desk; and what can be done with the desk as a whole.
import { batch } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { Walk } from '../lessons/walk';
import { load, WIDGETS } from '../lessons/widgets';
import { t } from '../locales';
import { fromText, isPersonal, toText } from '../state/settings';
import { Coming } from './coming';
import { GnElement } from './element';
import { icons } from './icons';
import { shared } from './styles';

export class GnLessonDesk extends GnElement {
  static override properties = {
    ...GnElement.properties,
    walk: { attribute: false },
    name: {},
    more: { state: true },
  };
  declare walk: Walk;
  declare name: string; // of the lesson, as it is read
  declare more: boolean;

  #widgets = new Coming<string>((names) => load(names.split(' ')));

  constructor() {
    super();
    this.name = '';
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
      .note {
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        font-size: var(--text-s);
      }
      .embed {
        display: grid;
        gap: 4px;
        font-size: var(--text-s);
      }
      textarea {
        width: 100%;
        font-family: var(--mono);
        font-size: var(--text-xs);
        background: var(--sunken);
        color: inherit;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        padding: 8px;
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
    this.follow(() => this.#widgets.fetch(namesOf(this.walk)));
  }

  override render() {
    return this.#desk(this.walk);
  }

  #desk(walk: Walk) {
    const desk = walk.desk.value;
    const names = namesOf(walk);
    if (!desk || names === '') return nothing;
    if (!this.#widgets.has(names)) return this.#widgets.instead(names);
    const { waits, now } = walk;
    return html`${waits ? html`<p class="note" role="status">${t('lesson.waits')}</p>` : this.#before(walk)}
      ${keyed(
        desk,
        html`<div class="rows ${waits ? 'waits' : ''}" ?inert=${waits}>
          ${now.widgets.map(
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
      ${this.#tools(walk)}`;
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

  #tools(walk: Walk) {
    return html`<div class="tools">
        <button class="button bare" type="button" @click=${() => walk.again()}>
          ${icons.undo}${t('lesson.restart')}
        </button>
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
    const code = `<iframe title="${this.name}" src="${frameOf(walk.plan.name)}" style="width: 100%; height: 720px; border: 0"></iframe>`;
    return html`<div class="tools">
        <button class="button" type="button" @click=${() => walk.reset()}>${t('lesson.reset')}</button>
        <button class="button" type="button" @click=${() => print()}>${t('lesson.print')}</button>
      </div>
      <label class="embed"
        >${t('lesson.embed.hint')}<textarea readonly rows="3" .value=${code} @focus=${(event: Event) =>
          (event.target as HTMLTextAreaElement).select()}></textarea></label
      >`;
  }

  // A copy of what is on the desk takes the place of what is in the playground.
  async #take(walk: Walk): Promise<void> {
    const desk = walk.desk.peek();
    if (!desk) return;
    const { session } = this;
    const { lesson, lessonStep } = session.settings;
    const [name, step] = [lesson.peek(), lessonStep.peek()];
    const { points, training } = desk;
    const text = toText(desk.session.settings, (each) => !isPersonal(each) && each !== 'view');
    const drawn = desk.session.input.peek();
    batch(() => {
      fromText(session.settings, text, (each) => !isPersonal(each));
      lesson.value = name;
      lessonStep.value = step;
      session.settings.view.value = points ? 'points' : training ? 'train' : 'draw';
    });
    if (drawn.kind !== 'blank') session.take(drawn);
    const [plan, learnt] = [desk.session.running.peek()?.plan, desk.session.learnt()];
    if (!points && plan && learnt)
      await session.load(plan.notation, desk.session.settings.seed.peek(), learnt);
  }
}

function size(place: Element | undefined, { wide, high, grows }: (typeof WIDGETS)[string]): void {
  if (!(place instanceof HTMLElement)) return;
  place.style.setProperty('--wide', String(wide));
  if (high) place.style[grows ? 'minHeight' : 'height'] = `${high}px`;
}

// The page with this lesson alone.
function frameOf(name: string): string {
  const page = new URL(location.href);
  page.hash = `v=1&view=lessons&lesson=${name}&lessonAlone=1`;
  return page.href;
}

const namesOf = (walk: Walk): string => walk.now.widgets.flat().join(' ');

customElements.define('gn-lesson-desk', GnLessonDesk);
