// A whole lesson, as it is printed: its steps one beneath the other, without what is live; what is right and what came
// out on sheets of their own, unless they are withheld.
import { css, html, nothing, type TemplateResult } from 'lit';
import { dealt } from '../lessons/answers';
import type { Ask, AskText, LessonText, Plan, Prose } from '../lessons/types';
import { t } from '../locales';
import { GnElement } from './element';
import './gn-prose';
import { sourceList, sourceStyles } from './lesson-sources';
import { shared } from './styles';

export class GnLessonWhole extends GnElement {
  static override properties = {
    ...GnElement.properties,
    plan: { attribute: false },
    text: { attribute: false },
  };
  declare plan: Plan;
  declare text: LessonText;

  static override styles = [
    shared,
    sourceStyles,
    css`
      main {
        padding: var(--space-3) var(--edge);
      }
      article h2 {
        margin: var(--space-4) 0 var(--space-2);
        font-size: 1.2rem;
      }
      .printed {
        display: block;
        break-inside: avoid;
      }
      .ask,
      .box {
        margin-top: var(--space-3);
      }
      .box {
        display: flex;
        gap: 8px;
      }
      .ask ul,
      .dealt {
        display: grid;
        gap: 4px;
        margin: var(--space-2) 0 0;
        padding: 0;
        list-style: none;
      }
      .ask ul li,
      .dealt li {
        display: flex;
        align-items: baseline;
        gap: 8px;
      }
      .ask ul li::before {
        content: '○';
      }
      .dealt li::before,
      .line {
        content: '';
        display: inline-block;
        flex: none;
        width: 1.6em;
        border-bottom: 1px solid;
      }
      .line {
        width: 10em;
      }
      .sources {
        margin-top: var(--space-5);
      }
      .key {
        break-before: page;
        margin-top: var(--space-6);
      }
      .key > h2 {
        font-size: 1.35rem;
      }
    `,
  ];

  override render() {
    const { plan, text } = this;
    let slopes = false; // as the session of the step has it
    return html`<main aria-label=${text.title}>
      <h1>${text.title}</h1>
      ${text.steps.map((step, i) => {
        const start = plan.steps[i]?.start;
        if (start !== undefined) slopes = start.includes('slopes=');
        const about = slopes;
        const prose = (what: Prose) =>
          html`<gn-prose .session=${this.session} .prose=${what} ?slopes=${about}></gn-prose>`;
        const asked = (after: string | undefined) =>
          (plan.steps[i]?.asks ?? [])
            .filter((ask) => ask.after === after)
            .map((ask) => {
              const said = step.asks[ask.id];
              return said
                ? html`<div class="ask">${prose(said.question)} ${room(step.id, ask, said, prose)}</div>`
                : nothing;
            });
        return html`<article class="text printed">
          <h2>${i + 1} ${step.title}</h2>
          ${prose(step.body)}
          ${asked(undefined)}
          ${Object.entries(step.goals).map(
            ([id, goal]) => html`<div class="box">□ ${prose(goal)}</div>
              ${asked(id)}`,
          )}
        </article>`;
      })}
      ${sourceList(plan.sources)} ${this.session.settings.lessonAnswers.value ? this.#key() : nothing}
    </main>`;
  }

  // Of each step: its questions' answers with why, and what stands there when it is done.
  #key() {
    const { plan, text } = this;
    const prose = (what: Prose) => html`<gn-prose .session=${this.session} .prose=${what}></gn-prose>`;
    const option = ({ said, why }: AskText['options'][number]) =>
      html`<li>${prose([{ kind: 'p', parts: said }])} ${prose(why)}</li>`;
    return html`<section class="key">
      <h2>${t('lesson.key')}</h2>
      ${text.steps.map((step, i) => {
        const asks = plan.steps[i]?.asks ?? [];
        if (asks.length === 0 && step.then.length === 0) return nothing;
        return html`<article class="text printed">
          <h3>${i + 1} ${step.title}</h3>
          ${asks.map((ask) => {
            const options = step.asks[ask.id]?.options ?? [];
            const told = ask.kind === 'choice' ? options.slice(ask.right, ask.right + 1) : options;
            return ask.kind === 'rank'
              ? html`<ol>${told.map(option)}</ol>`
              : html`<ul>${told.map(option)}</ul>`;
          })}
          ${prose(step.then)}
        </article>`;
      })}
    </section>`;
  }
}

// Where the answer goes. A number's only option is the answer itself, and an order's stand in order: the one is left
// out, the others are dealt as on the page.
function room(step: string, ask: Ask, { options }: AskText, prose: (what: Prose) => TemplateResult) {
  if (ask.kind === 'number') return html`<p>${t('ask.room')} <span class="line"></span></p>`;
  const items = options.map(({ said }) => html`<li>${prose([{ kind: 'p', parts: said }])}</li>`);
  if (ask.kind !== 'rank') return html`<ul>${items}</ul>`;
  return html`<ol class="dealt">${dealt(items.length, `${step}/${ask.id}`).map((place) => items[place])}</ol>`;
}

customElements.define('gn-lesson-whole', GnLessonWhole);
