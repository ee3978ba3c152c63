// What the ways of a race learn: digits or points, how many of them, and with which net.
import { css, html, nothing } from 'lit';
import { count, type Key, need, t } from '../locales';
import type { Race } from '../state/race';
import { MOST_DIGITS } from '../state/race-ground';
import { GnElement } from './element';
import './gn-model-picker';
import { parts } from './panel-styles';
import { shared } from './styles';

const GROUNDS = ['digits', 'points'] as const;

export class GnRaceGround extends GnElement {
  static override properties = { ...GnElement.properties, race: { attribute: false } };
  declare race: Race;

  static override styles = [
    shared,
    parts,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .choices {
        display: flex;
        padding: 2px;
        border-radius: var(--radius-m);
        background: var(--sunken);
      }
      .choices button {
        min-height: 28px;
        padding: 0 var(--space-3);
        border-radius: var(--radius-s);
      }
      .choices [aria-pressed='true'] {
        background: var(--raised);
        color: var(--ink);
        font-weight: 600;
        box-shadow: 0 0 0 1px var(--line);
      }
      code {
        overflow-wrap: anywhere;
        color: var(--ink);
      }
      .button {
        min-height: 28px;
      }
    `,
  ];

  override render() {
    const { raceData } = this.session.settings;
    return html`<div class="row">
        <span class="choices" role="group" aria-label=${t('race.data')}>
          ${GROUNDS.map(
            (each) => html`<button
              type="button"
              aria-pressed=${each === raceData.value}
              @click=${() => {
                raceData.value = each;
              }}
            >
              ${t(`race.data.${each}`)}
            </button>`,
          )}
        </span>
        <span>${raceData.value === 'points' ? this.#points() : this.#digits()}</span>
      </div>
      ${raceData.value === 'points' ? nothing : html`<gn-model-picker .session=${this.session}></gn-model-picker>`}`;
  }

  #digits() {
    const { data, digits } = this.session.settings;
    const set = t(`set.${data.value}`);
    if (data.value === 'own') return set;
    if (digits.value <= MOST_DIGITS) return t('race.digits', { set, count: count(digits.value) });
    return t('race.digitsMost', { set, count: count(MOST_DIGITS) });
  }

  #points() {
    const { lab } = this.race;
    const dealing = lab?.dealing.value;
    const line = lab?.plan?.notation;
    if (!dealing || line === undefined) return t('race.pointsComing');
    void need('points').catch(() => undefined);
    const { points, set } = dealing;
    const name = t(`points.set.${set}` as Key);
    const held = points.held.reduce((sum, each) => sum + each, 0);
    return html`${t('race.points', { set: name, count: count(points.count - held), tests: count(held) })}
      <code>${line}</code>
      <button
        class="button bare"
        type="button"
        @click=${() => {
          this.session.settings.view.value = 'points';
        }}
      >
        ${t('race.pointsChange')}
      </button>`;
  }
}

customElements.define('gn-race-ground', GnRaceGround);
