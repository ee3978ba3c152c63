// The same picture through every shipped model: what each says of it, and how surely.
import { css, html, nothing } from 'lit';
import { argmax } from '../engine/engine';
import { probability, t } from '../locales';
import { Comparison, KINDS, keyOf } from '../state/compare';
import { MODEL_NAMES } from '../state/models';
import { GnElement } from './element';
import { shared } from './styles';

export class GnCompare extends GnElement {
  #comparison: Comparison | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-s);
      }
      caption {
        text-align: left;
        font-weight: 600;
        padding-bottom: 2px;
      }
      th {
        font-weight: 400;
        text-align: left;
        color: var(--ink-soft);
        padding: 3px 0;
      }
      thead th {
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      thead th + th,
      td {
        text-align: right;
        padding-left: var(--space-2);
      }
      tbody tr {
        border-top: 1px solid var(--line);
      }
      td {
        white-space: nowrap;
        color: var(--ink-soft);
        font-size: var(--text-xs);
      }
      b {
        font-size: var(--text-m);
        color: var(--ink);
      }
      .unsure b {
        font-weight: 400;
        color: var(--ink-faint);
      }
      .now th,
      .now td.now {
        color: var(--ink);
        font-weight: 600;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const comparison = new Comparison(this.session);
    this.#comparison = comparison;
    void comparison.start();
    this.follow(() => {
      void this.session.frame.value;
      comparison.run();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#comparison?.stop();
    this.#comparison = undefined;
  }

  override render() {
    const running = this.session.running.value;
    return html`<table>
      <caption>
        ${t('compare.title')}
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="sr">${t('picker.network')}</span></th>
          ${KINDS.map((kind) => html`<th scope="col" title=${t(`hint.${kind}`)}>${t(`compare.${kind}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${MODEL_NAMES.map(
          (model) => html`<tr class=${running?.model === model ? 'now' : ''}>
            <th scope="row">${t(`model.${model}`)}</th>
            ${KINDS.map((kind) => this.#cell(keyOf(model, kind), running?.model === model && running.weights === kind))}
          </tr>`,
        )}
        ${this.#own()}
      </tbody>
    </table>`;
  }

  // The net on show, where it is none of the shipped ones: a line of one's own, weights by lot or learnt here.
  #own() {
    const running = this.session.running.value;
    if (!running || (running.model !== 'own' && KINDS.some((kind) => kind === running.weights)))
      return nothing;
    void this.session.frame.value;
    const p = this.session.answer();
    const digit = argmax(p);
    return html`<tr class="now">
      <th scope="row">${t(`model.${running.model}`)} · ${t(`weights.${running.weights}`)}</th>
      ${
        p.length > 0
          ? html`<td colspan="2" class="now ${(p[digit] ?? 0) < 0.5 ? 'unsure' : ''}">
              <b>${digit}</b> ${probability(p[digit] ?? Number.NaN)}
            </td>`
          : html`<td colspan="2">–</td>`
      }
    </tr>`;
  }

  #cell(key: string, now: boolean) {
    const answer = this.#comparison?.answers.value.get(key);
    if (!answer) return html`<td>…</td>`;
    if (answer === 'missing') return html`<td title=${t('notice.no-weights')}>–</td>`;
    const unsure = answer.share < 0.5 ? 'unsure' : '';
    return html`<td class="${unsure} ${now ? 'now' : ''}"><b>${answer.digit}</b> ${probability(answer.share)}</td>`;
  }
}

customElements.define('gn-compare', GnCompare);
