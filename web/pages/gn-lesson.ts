// One lesson: the text of its step beside the live widgets of a session of its own.

import { lessons } from 'virtual:lessons';
import { batch } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { fetchLesson } from '../lessons/ahead';
import { ONE_STEP } from '../lessons/frame';
import type { Entry, LessonText, Plan, StepText } from '../lessons/types';
import { Walk } from '../lessons/walk';
import { locale, t } from '../locales';
import { keepFiles } from '../state/files';
import { whenIdle } from '../state/idle';
import { absent } from '../widgets/coming';
import { GnElement } from '../widgets/element';
import '../widgets/gn-ask';
import '../widgets/gn-goal';
import '../widgets/gn-lesson-desk';
import '../widgets/gn-lesson-whole';
import '../widgets/gn-prose';
import { sourceList, sourceStyles } from '../widgets/lesson-sources';
import { shared } from '../widgets/styles';

export class GnLesson extends GnElement {
  static override properties = {
    ...GnElement.properties,
    entry: { attribute: false },
    walk: { state: true },
    text: { state: true },
    trouble: { state: true },
    printing: { state: true },
  };
  declare entry: Entry;
  declare walk: Walk | undefined;
  declare text: LessonText | undefined;
  declare trouble: boolean; // it could not be fetched
  declare printing: boolean; // all of it is shown

  #gone = false;

  constructor() {
    super();
    this.trouble = false;
    this.printing = false;
  }

  static override styles = [
    shared,
    sourceStyles,
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
        grid-template-columns: minmax(0, 1fr); /* a long formula widens nothing */
        gap: var(--space-4);
        max-width: 62ch;
        font-size: 1rem;
      }
      .tasks {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      /* what is told at the left, what is asked for beside it */
      .wide .text {
        grid-template: auto auto auto auto 1fr auto / minmax(0, 1fr) minmax(0, 1fr);
        max-width: none;
        gap: var(--space-4) var(--space-6);
        align-items: start;
      }
      .wide .text > * {
        grid-column: 1;
      }
      .wide .text > h2 {
        grid-column: 1 / -1;
      }
      .wide .text > .pages {
        grid-area: 6 / 1 / auto / -1;
      }
      .wide .text > .tasks {
        grid-area: 2 / 2 / 6;
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
        padding-block: 6px;
        white-space: normal;
        text-align: left;
        min-height: 40px;
      }
      @media (hover: none) {
        .keys {
          display: none;
        }
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
      @media (max-width: 1000px) {
        main {
          grid-template-columns: minmax(0, 1fr);
        }
        .wide .text {
          grid-template: none / minmax(0, 1fr);
        }
        .wide .text > .tasks,
        .wide .text > .pages {
          grid-area: auto;
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
    this.follow(() => {
      const { classHolds } = this.session.settings; // of a teacher's link: the desk is a session of its own
      const desk = walk.desk.value;
      if (desk) desk.session.settings.classHolds.value = classHolds.value;
    });
    this.follow(() => void this.#read(locale.value));
    // All of it, so that the lesson can be ended without a connection.
    whenIdle(() => {
      const come = () => this.toggleAttribute('ahead', true);
      void fetchLesson(this.entry, plan).then(come, () => undefined);
    });
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
        ${absent(() => this.#open())}
      </main>`;
    const step = walk && text?.steps[walk.step.value];
    if (!walk || !text || !step) return html`<main class="wide" aria-busy="true"></main>`;
    if (this.printing)
      return html`<gn-lesson-whole .session=${this.session} .plan=${walk.plan} .text=${text}></gn-lesson-whole>`;
    const { lessonAlone, lessonOnly } = this.session.settings;
    const only = lessonAlone.value ? lessonOnly.value : '';
    const desk = html`<section class="desk" aria-label=${t('lesson.widgets')}>
      <gn-lesson-desk .session=${this.session} .walk=${walk} .name=${text.title} .only=${only}></gn-lesson-desk>
    </section>`;
    if (walk.now.widgets.flat().includes(only))
      return html`<main class="wide" aria-label=${`${text.title} · ${step.title}`}>${desk}</main>`;
    const oneStep = only === ONE_STEP;
    return html`<main class=${walk.now.wide ? 'wide' : ''} aria-label=${text.title}>
      ${oneStep ? nothing : this.#path(walk, text)}
      <article class="text">${this.#text(walk, step)} ${oneStep ? nothing : this.#pages(walk)}</article>
      ${desk}
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
    const asked = (after: string | undefined) =>
      (now.asks ?? [])
        .filter((ask) => ask.after === after)
        .map((ask) => {
          const said = step.asks[ask.id];
          return said
            ? html`<gn-ask .session=${session} .walk=${walk} .ask=${ask} .text=${said} ?withheld=${withheld}></gn-ask>`
            : nothing;
        });
    return html`<h2 tabindex="-1">${step.title}</h2>
      <gn-prose .session=${session} .desk=${desk} .prose=${step.body}></gn-prose>
      ${
        (now.asks ?? []).length + (now.goals ?? []).length === 0
          ? nothing
          : keyed(
              now.id,
              html`<div class="tasks">
        ${asked(undefined)}
        ${(now.goals ?? []).map(
          (goal) =>
            html`<gn-goal
              .session=${session}
              .walk=${walk}
              .goal=${goal}
              .text=${step.goals[goal.id] ?? []}
              .hints=${step.hints[goal.id] ?? []}
              ?withheld=${withheld}
            ></gn-goal>
            ${walk.reached(goal) ? asked(goal.id) : nothing}`,
        )}</div>`,
            )
      }
      ${
        step.then.length > 0 && walk.done && !withheld
          ? html`<gn-prose class="then" .session=${session} .desk=${desk} .prose=${step.then}></gn-prose>`
          : nothing
      }
      ${last ? sourceList(walk.plan.sources) : nothing}`;
  }

  #pages(walk: Walk) {
    const at = walk.step.value;
    const last = at === walk.plan.steps.length - 1;
    const { lesson, lessonStep } = this.session.settings;
    const following = lessons[lessons.findIndex(({ name }) => name === this.entry.name) + 1];
    return html`<div class="pages">
      <button
        class="button"
        type="button"
        title=${`${t('lesson.back')} (Alt + PageUp)`}
        aria-keyshortcuts="Alt+PageUp"
        ?disabled=${at === 0}
        @click=${() => this.#go(-1)}
      >
        ${t('lesson.back')}
      </button>
      ${
        last
          ? html`<button
              class="button primary"
              type="button"
              @click=${() =>
                batch(() => {
                  lessonStep.value = '';
                  lesson.value = following?.name ?? '';
                })}
            >
              ${following ? t('lesson.following', { title: following.title[locale.value] }) : t('lesson.finish')}
            </button>`
          : html`<button
              class="button primary"
              type="button"
              title=${`${t('lesson.next')} (Alt + PageDown)`}
              aria-keyshortcuts="Alt+PageDown"
              @click=${() => this.#go(1)}
            >
              ${t('lesson.next')}
            </button>`
      }
      <span class="quiet"
        >${t('lesson.step', { n: at + 1, all: walk.plan.steps.length })}<span class="keys"
          > · ${t('lesson.keys')}</span
        ></span
      >
    </div>`;
  }
}

customElements.define('gn-lesson', GnLesson);
