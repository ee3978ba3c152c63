// A goal of a lesson: it ticks by itself when the engine's numbers say so. Hints come one after the other, a solution last.
import { css, html, nothing } from 'lit';
import type { Goal, Prose } from '../lessons/types';
import type { Walk } from '../lessons/walk';
import { t } from '../locales';
import { GnElement } from './element';
import './gn-prose';
import { icons } from './icons';
import { shared } from './styles';

export class GnGoal extends GnElement {
  static override properties = {
    ...GnElement.properties,
    walk: { attribute: false },
    goal: { attribute: false },
    text: { attribute: false },
    hints: { attribute: false },
    withheld: { type: Boolean },
  };
  declare walk: Walk;
  declare goal: Goal;
  declare text: Prose;
  declare hints: readonly Prose[];
  declare withheld: boolean; // solutions, and the hint that tells one, are not shown

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: 28px minmax(0, 1fr);
        gap: 0 var(--space-2);
        padding: var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--raised);
      }
      .mark {
        display: grid;
        place-content: center;
        width: 24px;
        height: 24px;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
      }
      .mark.reached {
        border-color: var(--ink);
        background: var(--ink);
        color: var(--paper);
      }
      h3 {
        margin: 0 0 2px;
        font-size: var(--text-xs);
        font-weight: 600;
        color: var(--ink-soft);
      }
      .hints {
        margin-top: var(--space-2);
        padding-left: var(--space-3);
        border-left: 2px solid var(--line);
        color: var(--ink-soft);
        font-size: 0.95em;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-top: var(--space-2);
      }
    `,
  ];

  override render() {
    const { walk, goal } = this;
    const reached = walk.reached(goal);
    const key = `${walk.now.id}/${goal.id}`;
    const shown = walk.hints.value[key] ?? 0;
    const solving = walk.solving.value === key;
    const hints = this.#hints;
    return html`<span class="mark ${reached ? 'reached' : ''}" aria-hidden="true">${reached ? icons.tick : nothing}</span>
      <div role="group" aria-label=${t('goal.name')}>
        <h3><span role="status">${t(reached ? 'goal.reached' : 'goal.open')}</span></h3>
        <gn-prose .session=${this.session} .desk=${walk.desk.value} .prose=${this.text}></gn-prose>
        ${
          shown > 0
            ? html`<div class="hints" role="status">
                ${hints
                  .slice(0, shown)
                  .map((hint) => html`<gn-prose .session=${this.session} .prose=${hint}></gn-prose>`)}
              </div>`
            : nothing
        }
        <div class="foot">
          ${
            shown < hints.length && !reached
              ? html`<button class="button" type="button" @click=${() => walk.hint(goal)}>
                  ${t(shown === 0 ? 'goal.hint' : 'goal.more')}
                </button>`
              : nothing
          }
          ${this.#solution(solving, shown, reached)}
        </div>
        ${walk.stuck.value === key ? html`<p role="alert">${t('goal.stuck')}</p>` : nothing}
      </div>`;
  }

  // The last hint of all says what to do.
  get #hints(): readonly Prose[] {
    return this.withheld ? this.hints.slice(0, -1) : this.hints;
  }

  // After the hints, or where there are none.
  #solution(solving: boolean, shown: number, reached: boolean) {
    const { walk, goal } = this;
    if (solving)
      return html`<span role="status">${t('goal.solving')}</span
        ><button
          class="button"
          type="button"
          @click=${() => {
            walk.solving.value = '';
          }}
        >
          ${t('goal.stop')}
        </button>`;
    if (this.withheld || reached || shown < this.hints.length) return nothing;
    return html`<button class="button" type="button" ?disabled=${walk.waits} @click=${() => void walk.solve(goal)}>
      ${t('goal.solve')}
    </button>`;
  }
}

customElements.define('gn-goal', GnGoal);
