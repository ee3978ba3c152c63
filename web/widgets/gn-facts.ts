// What the way back has shown: how many paths it stood for, which weights learn nothing, which are worth most.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import { stepOf } from '../state/step';
import { GnElement } from './element';
import './gn-save';
import { exactName } from './names';
import { shared } from './styles';
import { titled } from './titled';

const MOST = 8;

export class GnFacts extends GnElement {
  #key: unknown;
  #paths = 0;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
      }
      p {
        color: var(--ink-soft);
        line-height: 1.5;
        padding-bottom: var(--space-2);
        max-width: 58ch;
      }
      header {
        display: flex;
        justify-content: space-between;
        align-items: center;
      }
      b {
        color: var(--ink);
        font-weight: 600;
      }
      ol {
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr));
        gap: 0 var(--space-4);
      }
      button {
        display: flex;
        justify-content: space-between;
        gap: var(--space-2);
        width: 100%;
        min-height: 26px;
        align-items: center;
        border-bottom: 1px solid var(--line);
        text-align: left;
        font-size: var(--text-xs);
      }
      button:hover {
        border-color: var(--ink);
      }
    `,
  ];

  override render() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    void step.frame.value;
    const first = stepper?.params.find(({ shape }) => shape.length > 1);
    if (!stepper || !first || !step.directed.value) return nothing;
    const batchOf = stepper.samples.length;
    if (this.#key !== stepper) {
      this.#key = stepper;
      this.#paths = stepper.paths(first.id);
    }
    const zeros = stepper.zeros(first.id);
    const share = { zeros: count(zeros), all: count(first.size), name: first.name };
    return html`<section aria-label=${t('facts.title')}>
      ${titled('facts', t('facts.title'))}
      <p>
        ${t('facts.paths', { weights: count(first.size), name: first.name, paths: large(this.#paths), deltas: count(stepper.deltas) })}
      </p>
      ${zeros > 0 ? html`<p>${t(batchOf > 1 ? 'facts.zerosBatch' : 'facts.zeros', share)}</p>` : nothing}
      <header>
        ${titled('stepSteepest', t('facts.steepest'))}
        <gn-save
          .heading=${t('facts.steepest')}
          .table=${() => ({
            columns: [t('step.column.number'), t('step.column.value')],
            rows: stepper
              .steepest(MOST)
              .map((what) => [exactName(stepper.plan, what), stepper.look.number(what)]),
          })}
        ></gn-save>
      </header>
      <ol aria-label=${t('facts.steepest')}>
        ${stepper.steepest(MOST).map(
          (what) => html`<li>
            <button type="button" @click=${() => step.open(what)}>
              <span>${exactName(stepper.plan, what)}</span><span>${number(stepper.look.number(what))}</span>
            </button>
          </li>`,
        )}
      </ol>
    </section>`;
  }
}

const large = (value: number): string => (value < 1e12 ? count(value) : number(value));

customElements.define('gn-facts', GnFacts);
