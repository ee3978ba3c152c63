// One lesson: the text of its step beside the live widgets of a session of its own.

import { batch } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { Entry, LessonText, Plan, Prose, Source, StepText } from '../lessons/types';
import { Walk } from '../lessons/walk';
import { load, WIDGETS } from '../lessons/widgets';
import { locale, t } from '../locales';
import { keepFiles } from '../state/files';
import { whenIdle } from '../state/idle';
import { fromText, isPersonal, toText } from '../state/settings';
import { Coming } from '../widgets/coming';
import { GnElement } from '../widgets/element';
import '../widgets/gn-ask';
import '../widgets/gn-goal';
import '../widgets/gn-prose';
import { icons } from '../widgets/icons';
import { shared } from '../widgets/styles';

export class GnLesson extends GnElement {
  static override properties = {
    ...GnElement.properties,
    entry: { attribute: false },
    walk: { state: true },
    text: { state: true },
    trouble: { state: true },
    more: { state: true },
    printing: { state: true },
  };
  declare entry: Entry;
  declare walk: Walk | undefined;
  declare text: LessonText | undefined;
  declare trouble: boolean; // it could not be fetched
  declare more: boolean;
  declare printing: boolean; // all of it is shown

  #widgets = new Coming<string>((names) => load(names.split(' ')));
  #gone = false;

  constructor() {
    super();
    this.trouble = false;
    this.more = false;
    this.printing = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      main {
        flex: 1;
        display: grid;
        grid-template-columns: minmax(330px, 1fr) minmax(0, 2fr);
        grid-template-rows: auto 1fr;
        gap: var(--space-3) clamp(24px, 3vw, 56px);
        padding: var(--space-2) var(--edge) var(--space-5);
        align-items: start;
      }
      main.wide {
        grid-template-columns: minmax(0, 1fr);
      }
      .path {
        grid-column: 1 / -1;
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-width: 0;
      }
      .path h1 {
        margin: 0;
        font-size: var(--text-m);
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .dots {
        display: flex;
        gap: 2px;
        margin: 0 0 0 auto;
        padding: 0;
        list-style: none;
        flex: none;
      }
      .dots button {
        display: grid;
        place-content: center;
        width: 26px;
        height: 26px;
        border-radius: 50%;
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      .dots button.seen {
        color: var(--ink);
      }
      .dots button:hover {
        background: var(--sunken);
      }
      .dots button[aria-current='step'] {
        background: var(--ink);
        color: var(--paper);
      }
      .text {
        display: grid;
        gap: var(--space-4);
        max-width: 62ch;
        font-size: 1rem;
      }
      .wide .text {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        max-width: none;
        gap: var(--space-4) var(--space-6);
        align-items: start;
      }
      .wide .text > h2,
      .wide .text > .pages {
        grid-column: 1 / -1;
      }
      .text h2 {
        font-size: 1.35rem;
        line-height: 1.25;
        letter-spacing: -0.02em;
        outline: none;
      }
      .pages {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      .pages .primary {
        min-width: 120px;
        min-height: 40px;
      }
      .desk {
        min-width: 0;
        display: grid;
        gap: var(--space-4);
        position: sticky;
        top: var(--space-2);
      }
      .wide .desk {
        position: static;
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
      .waits {
        opacity: 0.35;
      }
      .note {
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        font-size: var(--text-s);
      }
      .printed {
        display: block;
        break-inside: avoid;
      }
      .box {
        display: flex;
        gap: 8px;
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
      .sources {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .sources ul {
        margin: 4px 0 0;
        padding-left: 1.2em;
      }
      .sources h3 {
        margin: 0;
        font-size: var(--text-s);
        color: var(--ink);
      }
      a {
        color: inherit;
      }
      @media (max-width: 1000px) {
        main,
        .wide .text {
          grid-template-columns: minmax(0, 1fr);
        }
        .desk {
          position: static;
        }
        .dots button {
          width: 24px;
        }
      }
      @media (max-width: 640px) {
        .path {
          flex-wrap: wrap;
          gap: 0 var(--space-2);
        }
        .path h1 {
          flex-basis: 100%;
          order: -1;
          white-space: normal;
        }
      }
      @media print {
        .dots,
        .pages,
        .tools,
        .path .button {
          display: none;
        }
        main {
          display: block;
        }
        .desk {
          position: static;
          margin-top: var(--space-4);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#key);
    addEventListener('beforeprint', this.#print);
    addEventListener('afterprint', this.#print);
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#key);
    removeEventListener('beforeprint', this.#print);
    removeEventListener('afterprint', this.#print);
    this.#gone = true;
    this.walk?.end();
  }

  async #open(): Promise<void> {
    this.trouble = false;
    keepFiles();
    let plan: Plan;
    try {
      plan = (await this.entry.plan()).default;
    } catch {
      this.trouble = true;
      return;
    }
    if (this.#gone) return;
    const { lessonStep } = this.session.settings;
    const at = plan.steps.findIndex(({ id }) => id === lessonStep.peek());
    const walk = new Walk(plan, Math.max(0, at));
    this.walk = walk;
    this.follow(() => {
      lessonStep.value = walk.now.id;
    });
    // Back and forward of the browser, or a link that is followed.
    this.follow(() => {
      const wanted = plan.steps.findIndex(({ id }) => id === lessonStep.value);
      if (wanted >= 0 && wanted !== walk.step.peek()) walk.goTo(wanted);
    });
    this.follow(() => void this.#read(locale.value));
    this.follow(() => this.#widgets.fetch(namesOf(walk)));
    // The later steps' widgets, so that the lesson can be ended without a connection.
    whenIdle(() => void load(plan.steps.flatMap(({ widgets }) => widgets.flat())).catch(() => undefined));
  }

  // Another language keeps step and desk.
  async #read(language: 'en' | 'zh'): Promise<void> {
    try {
      const text = (await this.entry.text[language]()).default;
      if (language === locale.peek()) this.text = text;
    } catch {
      this.trouble = !this.text;
    }
  }

  #key = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'PageDown') this.#go(1);
    else if (event.key === 'PageUp') this.#go(-1);
    else return;
    event.preventDefault();
  };

  // The browser prints what stands there when this returns.
  #print = (event: Event) => {
    this.printing = event.type === 'beforeprint';
    this.performUpdate();
  };

  #go(by: number): void {
    const { walk } = this;
    if (!walk) return;
    walk.goTo(walk.step.peek() + by);
    void this.updateComplete.then(() => {
      scrollTo({ top: 0 });
      this.renderRoot.querySelector<HTMLElement>('.text h2')?.focus();
    });
  }

  override render() {
    const { walk, text } = this;
    if (this.trouble)
      return html`<main class="wide">
        <p role="alert">${t('notice.no-panel')}</p>
        <button class="button" type="button" @click=${() => void this.#open()}>${t('panel.again')}</button>
      </main>`;
    const step = walk && text?.steps[walk.step.value];
    if (!walk || !text || !step) return html`<main class="wide" aria-busy="true"></main>`;
    if (this.printing) return this.#whole(walk.plan, text);
    return html`<main class=${walk.now.wide ? 'wide' : ''} aria-label=${text.title}>
      ${this.#path(walk, text)}
      <article class="text">${this.#text(walk, step)} ${this.#pages(walk)}</article>
      <section class="desk" aria-label=${t('lesson.widgets')}>${this.#desk(walk)}</section>
    </main>`;
  }

  #whole(plan: Plan, text: LessonText) {
    const prose = (what: Prose) => html`<gn-prose .session=${this.session} .prose=${what}></gn-prose>`;
    return html`<main class="wide" aria-label=${text.title}>
      <h1>${text.title}</h1>
      ${text.steps.map(
        (step, i) => html`<article class="text printed">
          <h2>${i + 1} ${step.title}</h2>
          ${prose(step.body)}
          ${(plan.steps[i]?.asks ?? []).map(({ id }) => {
            const ask = step.asks[id];
            return ask
              ? html`${prose(ask.question)}
                  <ul>
                    ${ask.options.map(({ said }) => html`<li>${prose([{ kind: 'p', parts: said }])}</li>`)}
                  </ul>`
              : nothing;
          })}
          ${Object.values(step.goals).map((goal) => html`<div class="box">□ ${prose(goal)}</div>`)}
        </article>`,
      )}
      ${this.#sources(plan.sources)}
    </main>`;
  }

  #path(walk: Walk, text: LessonText) {
    const { seen } = walk.progress.value;
    const { lesson } = this.session.settings;
    return html`<div class="path">
      <button
        class="button bare"
        type="button"
        @click=${() => {
          lesson.value = '';
        }}
      >
        ‹ ${t('lesson.all')}
      </button>
      <h1>${text.title}</h1>
      <ol class="dots" aria-label=${t('lesson.steps')}>
        ${text.steps.map(
          ({ title, id }, i) => html`<li>
            <button
              type="button"
              class=${seen.includes(id) ? 'seen' : ''}
              aria-current=${i === walk.step.value ? 'step' : 'false'}
              aria-label=${`${i + 1}: ${title}`}
              title=${title}
              @click=${() => walk.goTo(i)}
            >
              ${i + 1}
            </button>
          </li>`,
        )}
      </ol>
    </div>`;
  }

  #text(walk: Walk, step: StepText) {
    const { session } = this;
    const { now } = walk;
    const withheld = !session.settings.lessonAnswers.value;
    const desk = walk.desk.value;
    const last = walk.step.value === walk.plan.steps.length - 1;
    return html`<h2 tabindex="-1">${step.title}</h2>
      <gn-prose .session=${session} .desk=${desk} .prose=${step.body}></gn-prose>
      ${keyed(
        now.id,
        html`${(now.asks ?? []).map((ask) => {
          const said = step.asks[ask.id];
          return said
            ? html`<gn-ask .session=${session} .walk=${walk} .ask=${ask} .text=${said} ?withheld=${withheld}></gn-ask>`
            : nothing;
        })}
        ${(now.goals ?? []).map(
          (goal) =>
            html`<gn-goal
              .session=${session}
              .walk=${walk}
              .goal=${goal}
              .text=${step.goals[goal.id] ?? []}
              .hints=${step.hints[goal.id] ?? []}
              ?withheld=${withheld}
            ></gn-goal>`,
        )}`,
      )}
      ${
        step.then.length > 0 && walk.done && !withheld
          ? html`<gn-prose class="then" .session=${session} .desk=${desk} .prose=${step.then}></gn-prose>`
          : nothing
      }
      ${last ? this.#sources(walk.plan.sources) : nothing}`;
  }

  #pages(walk: Walk) {
    const at = walk.step.value;
    const last = at === walk.plan.steps.length - 1;
    const { lesson } = this.session.settings;
    return html`<div class="pages">
      <button class="button" type="button" ?disabled=${at === 0} @click=${() => this.#go(-1)}>${t('lesson.back')}</button>
      ${
        last
          ? html`<button
              class="button primary"
              type="button"
              @click=${() => {
                lesson.value = '';
              }}
            >
              ${t('lesson.finish')}
            </button>`
          : html`<button class="button primary" type="button" @click=${() => this.#go(1)}>${t('lesson.next')}</button>`
      }
      <span class="quiet">${t('lesson.step', { n: at + 1, all: walk.plan.steps.length })}</span>
    </div>`;
  }

  #sources(sources: readonly Source[]) {
    if (sources.length === 0) return nothing;
    return html`<section class="sources">
      <h3>${t('lesson.sources')}</h3>
      <ul>
        ${sources.map(
          ({ kind, by, title, year, where, url }) => html`<li>
            ${t(`lesson.sources.${kind}`)}: ${by}, <em>${url ? html`<a href=${url} rel="noreferrer">${title}</a>` : title}</em
            >${where ? `, ${where}` : ''}${year ? ` (${year})` : ''}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  // ---------------------------------------------------------------- the widgets

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
    const code = `<iframe title="${this.text?.title ?? ''}" src="${frameOf(this.entry.name)}" style="width: 100%; height: 720px; border: 0"></iframe>`;
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

customElements.define('gn-lesson', GnLesson);
