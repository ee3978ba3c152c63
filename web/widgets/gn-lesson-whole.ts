// A whole lesson, as it is printed: its steps one beneath the other, without what is live.
import { css, html, nothing } from 'lit';
import type { LessonText, Plan, Prose } from '../lessons/types';
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
      .box {
        display: flex;
        gap: 8px;
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
        return html`<article class="text printed">
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
        </article>`;
      })}
      ${sourceList(plan.sources)}
    </main>`;
  }
}

customElements.define('gn-lesson-whole', GnLessonWhole);
