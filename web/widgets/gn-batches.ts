// What the batch size changes, size beside size: measured when it is asked for, as it takes the run a moment.
import { css, html, nothing } from 'lit';
import type { BatchFact } from '../engine/batch-look';
import { count, number, t } from '../locales';
import type { Learner } from '../state/learner';
import { GnElement } from './element';
import './gn-plot';
import { numbers } from './panel-styles';
import type { Table } from './plot-files';
import { shared } from './styles';

const COLUMNS = ['batch', 'updates', 'epoch', 'memory', 'noise'] as const;

export class GnBatches extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Learner;

  static override styles = [
    shared,
    numbers,
    css`
      :host {
        display: block;
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
        padding-bottom: var(--space-1);
      }
      .wide {
        overflow-x: auto;
        scrollbar-width: thin;
      }
      table {
        width: 100%;
      }
      thead th {
        position: static;
        white-space: normal;
        vertical-align: bottom;
      }
      th,
      td {
        padding: 3px 0 3px 8px;
      }
      .wide + p {
        padding-top: var(--space-1);
      }
      .now th,
      .now td {
        font-weight: 700;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { training } = this;
    const known = training.batches.value;
    const ready = training.frame.value !== undefined && training.status.value === 'ready';
    const batch = training.setup.value.settings.batch;
    return html`<gn-plot plain about="batches" .heading=${t('batches.title')} .table=${this.#table}>
      <p>${t('batches.caption')}</p>
      <button class="button" type="button" ?disabled=${!ready} @click=${() => training.weighBatches()}>
        ${t(known ? 'batches.again' : 'batches.measure')}
      </button>
      <div role="status">
        ${
          known
            ? html`<div class="wide scrolls" tabindex="0" role="group" aria-label=${t('batches.title')}>
                  <table>
                    <thead>
                      <tr>
                        ${COLUMNS.map((each) => html`<th scope="col">${t(`batches.${each}`)}</th>`)}
                      </tr>
                    </thead>
                    <tbody>
                      ${known.facts.map(
                        (fact) => html`<tr class=${fact.batch === batch ? 'now' : ''}>
                          <th scope="row">${count(fact.batch)}</th>
                          <td>${count(fact.updates)}</td>
                          <td>${seconds(fact)}</td>
                          <td>${memory(fact)}</td>
                          <td>${number(fact.noise)}</td>
                        </tr>`,
                      )}
                    </tbody>
                  </table>
                </div>
                <p>
                  ${t('batches.of', { step: count(known.step), samples: count(known.samples), slice: known.slice })}
                </p>`
            : nothing
        }
      </div>
    </gn-plot>`;
  }

  #table = (): Table => ({
    columns: COLUMNS.map((each) => t(`batches.${each}`)),
    rows: (this.training.batches.peek()?.facts ?? []).map(({ batch, updates, epoch, bytes, noise }) => [
      batch,
      updates,
      epoch / 1000,
      bytes / 2 ** 20,
      noise,
    ]),
  });
}

const seconds = ({ epoch }: BatchFact): string => t('batches.seconds', { seconds: number(epoch / 1000) });
const memory = ({ bytes }: BatchFact): string => t('batches.mega', { mega: number(bytes / 2 ** 20) });

customElements.define('gn-batches', GnBatches);
