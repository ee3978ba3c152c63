// Lessons: the course's list with how far one has come, and the lesson that is open.

import { lessons } from 'virtual:lessons';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { bring, type Course, course, forget, type Progress, written } from '../lessons/progress';
import type { Entry } from '../lessons/types';
import { type Key, locale, t } from '../locales';
import { Coming } from '../widgets/coming';
import { download } from '../widgets/download';
import { GnElement } from '../widgets/element';
import { chosenFile } from '../widgets/file-choice';
import { shared } from '../widgets/styles';
import './gn-offline';

const PARTS = ['numbers', 'descent', 'backprop', 'practice', 'general', 'conv', 'text'] as const;
const MOST_BYTES = 1_000_000;

export class GnLessonsView extends GnElement {
  static override properties = {
    ...GnElement.properties,
    said: { state: true },
    lost: { state: true },
  };
  declare said: Key | '';
  declare lost: Course | undefined; // that was reset, or gave way to a file

  #code = new Coming<'lesson'>(() => import('./gn-lesson'));

  constructor() {
    super();
    this.said = '';
    this.lost = undefined;
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
        width: min(100%, 1080px);
        margin: 0 auto;
        padding: var(--space-4) var(--edge) var(--space-6);
      }
      .intro {
        max-width: 56ch;
        margin-bottom: var(--space-5);
        font-size: var(--text-l);
        line-height: 1.5;
        letter-spacing: -0.01em;
      }
      h2 {
        margin: var(--space-5) 0 var(--space-2);
        color: var(--ink-soft);
      }
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
        gap: var(--space-3);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .lesson {
        display: grid;
        grid-template: 'number title' auto 'number about' 1fr 'number foot' auto / 34px 1fr;
        gap: 4px var(--space-2);
        width: 100%;
        height: 100%;
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        text-align: left;
      }
      .lesson:hover {
        border-color: var(--ink);
      }
      .number {
        grid-area: number;
        font-size: var(--text-l);
        color: var(--ink-faint);
      }
      .title {
        grid-area: title;
        font-weight: 600;
        line-height: 1.35;
      }
      .about {
        grid-area: about;
        color: var(--ink-soft);
        font-size: var(--text-s);
        line-height: 1.5;
      }
      .foot {
        grid-area: foot;
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-2);
        margin-top: var(--space-1);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      progress {
        grid-column: 2;
        width: 100%;
        height: 4px;
        appearance: none;
        border: 0;
        border-radius: 2px;
        background: var(--sunken);
        overflow: hidden;
      }
      progress::-webkit-progress-bar {
        background: var(--sunken);
      }
      progress::-webkit-progress-value {
        background: var(--ink);
      }
      progress::-moz-progress-bar {
        background: var(--ink);
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
        margin-top: var(--space-6);
      }
      .files p {
        flex-basis: 100%;
        font-size: var(--text-s);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      if (this.session.settings.lesson.value) this.#code.fetch('lesson');
    });
  }

  override render() {
    const name = this.session.settings.lesson.value;
    const entry = lessons.find((each) => each.name === name);
    if (!entry) return this.#list(name);
    if (!this.#code.has('lesson'))
      return html`<main aria-busy=${this.#code.absent('lesson') ? 'false' : 'true'}>${this.#code.instead('lesson')}</main>`;
    // Another lesson is another element, with desks of its own.
    return repeat(
      [entry],
      ({ name }) => name,
      () => html`<gn-lesson .session=${this.session} .entry=${entry}></gn-lesson>`,
    );
  }

  #list(absent: string) {
    const known = PARTS.map((part) => [part, lessons.filter((each) => each.part === part)] as const);
    return html`<main aria-label=${t('lessons.main')}>
      ${absent ? html`<p role="alert">${t('lessons.absent', { name: absent })}</p>` : nothing}
      <p class="intro">${t('lessons.intro')}</p>
      ${known
        .filter(([, all]) => all.length > 0)
        .map(
          ([part, all]) => html`<section aria-labelledby=${part}>
            <h2 id=${part}>${t(`lessons.part.${part}`)}</h2>
            <ol>
              ${all.map((each) => html`<li>${this.#card(each)}</li>`)}
            </ol>
          </section>`,
        )}
      ${this.#files()}
      <gn-offline .session=${this.session}></gn-offline>
    </main>`;
  }

  #card(entry: Entry) {
    const progress = course.value[entry.name];
    const language = locale.value;
    const done = stepsSeen(entry, progress);
    const all = entry.steps.length;
    const spent = Math.round((progress?.seconds ?? 0) / 60); // minutes that it was open
    return html`<button class="lesson" type="button" @click=${() => this.#open(entry, progress)}>
      <span class="number" aria-hidden="true">${lessons.indexOf(entry) + 1}</span>
      <span class="title">${entry.title[language]}</span>
      <span class="about">${entry.about[language]}</span>
      <span class="foot"
        ><span
          >${t('lessons.minutes', { n: entry.minutes })}${
            spent > 0 ? html` · ${t('lessons.spent', { n: spent })}` : nothing
          }</span
        ><span>${
          done === 0
            ? nothing
            : done === all
              ? t('lessons.done')
              : `${t('lessons.resume')} · ${t('lessons.progress', { done, all })}`
        }</span></span
      >
      ${done > 0 ? html`<progress max=${all} value=${done} aria-hidden="true"></progress>` : nothing}
    </button>`;
  }

  #open(entry: Entry, progress: Progress | undefined): void {
    const { lesson, lessonStep } = this.session.settings;
    const done = stepsSeen(entry, progress) === entry.steps.length;
    lessonStep.value = done ? '' : (entry.steps[progress?.step ?? 0] ?? '');
    lesson.value = entry.name;
  }

  // ---------------------------------------------------------------- progress as a file

  #files() {
    return html`<div class="files">
      <button
        class="button"
        type="button"
        ?disabled=${Object.keys(course.value).length === 0}
        @click=${() => download('glassnet-lessons.json', new Blob([written(course.peek())], { type: 'application/json' }))}
      >
        ${t('lessons.save')}
      </button>
      <button class="button" type="button" @click=${() => this.renderRoot.querySelector('input')?.click()}>
        ${t('lessons.open')}
      </button>
      <input type="file" accept=".json,application/json" hidden aria-label=${t('lessons.open')} @change=${this.#read} />
      <button
        class="button bare"
        type="button"
        ?disabled=${Object.keys(course.value).length === 0}
        @click=${() => {
          this.lost = course.peek();
          this.said = 'lessons.forgotten';
          forget();
        }}
      >
        ${t('lessons.forget')}
      </button>
      <p role="status">
        ${this.said ? t(this.said) : nothing}
        ${
          this.lost
            ? html`<button
                class="button bare"
                type="button"
                @click=${() => {
                  if (this.lost) bring(written(this.lost));
                  this.lost = undefined;
                  this.said = '';
                }}
              >
                ${t('lessons.bringBack')}
              </button>`
            : nothing
        }
      </p>
    </div>`;
  }

  #read = async (event: Event) => {
    const file = chosenFile(event);
    if (!file) return;
    const text = file.size > MOST_BYTES ? '' : await file.text().catch(() => '');
    const before = course.peek();
    const read = bring(text);
    this.said = read ? 'lessons.brought' : 'lessons.unread';
    if (read) this.lost = before;
  };
}

const stepsSeen = (entry: Entry, progress: Progress | undefined): number =>
  entry.steps.filter((id) => progress?.seen.includes(id)).length;

customElements.define('gn-lessons-view', GnLessonsView);
