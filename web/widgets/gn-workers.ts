// How many workers compute a step of training, and how many do so now.
import { css, html } from 'lit';
import { t } from '../locales';
import { MOST_WORKERS, type Training, USUAL_WORKERS } from '../state/training';
import { GnElement } from './element';
import './gn-about';
import { groups } from './panel-styles';
import { shared } from './styles';

export class GnWorkers extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Training;

  static override styles = [
    shared,
    groups,
    css`
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 24px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      p {
        margin: 0;
        font-size: var(--text-xs);
        line-height: 1.45;
        color: var(--ink-faint);
      }
    `,
  ];

  override render() {
    const { workers } = this.session.settings;
    const choices = Array.from({ length: MOST_WORKERS }, (_, i) => i + 1);
    return html`<fieldset>
      <legend>${t('settings.computing')}</legend>
      <div class="head">
        <label for="workers">${t('about.set.workers.name')}</label>
        <gn-about topic="set.workers"></gn-about>
        <select
          id="workers"
          @change=${(event: Event) => {
            workers.value = Number((event.target as HTMLSelectElement).value);
          }}
        >
          <option value="0" .selected=${workers.value === 0}>${t('workers.auto')}</option>
          ${choices.map((n) => html`<option value=${n} .selected=${workers.value === n}>${n}</option>`)}
        </select>
      </div>
      <p>${this.#now()}</p>
    </fieldset>`;
  }

  #now(): string {
    const frame = this.training.frame.value;
    const most = this.session.settings.workers.value;
    if (frame && !frame.divides) return t('workers.whole');
    if (frame && frame.workers > 1) return t('workers.now', { count: frame.workers });
    if (most === 0 && USUAL_WORKERS === 1) return t('workers.cores');
    return t(most === 0 ? 'workers.quicker' : most === 1 ? 'workers.one' : 'workers.full');
  }
}

customElements.define('gn-workers', GnWorkers);
