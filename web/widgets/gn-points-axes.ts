// Of a table with more than two features: which are on the axes of the plane.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import type { PointsLab } from '../state/points';
import { GnElement } from './element';
import { shared } from './styles';

export class GnPointsAxes extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: PointsLab;

  static override styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 4px var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      select {
        font: inherit;
        max-width: 120px;
        min-height: 24px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const dealing = lab.dealing.value;
    if (!dealing || dealing.points.size < 3) return nothing;
    const { axes } = lab;
    const { pointsAxes } = this.session.settings;
    const choose = (place: 0 | 1, feature: number) => {
      const other = axes[1 - place] === feature ? axes[place] : axes[1 - place];
      pointsAxes.value = place === 0 ? `${feature}_${other}` : `${other}_${feature}`;
    };
    return html`<div>
      ${([0, 1] as const).map(
        (place) => html`<label
          >${t(place === 0 ? 'points.across' : 'points.up')}
          <select @change=${(event: Event) => choose(place, (event.target as HTMLSelectElement).selectedIndex)}>
            ${dealing.features.map(
              (name, i) =>
                html`<option .selected=${i === axes[place]}>${name || t('points.column', { n: i + 1 })}</option>`,
            )}
          </select></label
        >`,
      )}
      <span>${t('points.others')}</span>
    </div>`;
  }
}

customElements.define('gn-points-axes', GnPointsAxes);
