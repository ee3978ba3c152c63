// Many starts at once, and where they end: place by place, the lowest first.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import { classColour } from './class-colours';
import { numbers } from './panel-styles';
import { SlopesElement } from './slopes-element';
import { brief, pair, wayName } from './slopes-words';
import { shared } from './styles';

const MOST = 8; // places

export class GnSlopesStarts extends SlopesElement {
  static override styles = [
    shared,
    numbers,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-3);
        font-size: var(--text-s);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: var(--tap);
      }
      i {
        display: inline-block;
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: var(--colour);
      }
      th:first-child {
        text-align: left;
      }
      .rows {
        scrollbar-width: thin;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    if (!lab) return nothing;
    const { many, ways, steps } = lab.state.value;
    const ends = lab.ends.value;
    const first = ways[0];
    return html`<label>
        <input
          type="checkbox"
          .checked=${many}
          @change=${(event: Event) => lab.change({ many: (event.target as HTMLInputElement).checked })}
        />
        ${t(lab.surface.value?.dims === 1 ? 'slopes.manyLine' : 'slopes.many')}
      </label>
      ${
        ends && first
          ? html`<p>${t('slopes.endsIn', { way: wayName(first, ways), steps: count(steps) })}</p>
              ${this.#groups()}
              <p class="quiet">${t('slopes.startsHow')}</p>`
          : html`<p class="quiet">${t('slopes.startsOff')}</p>`
      }`;
  }

  #groups() {
    const { lab } = this;
    const ends = lab.ends.value;
    if (!ends) return nothing;
    const dims = lab.surface.value?.dims ?? 2;
    const { groups, starts } = ends;
    const ran = starts.filter(({ group }) => group < 0).length;
    const others = groups.slice(MOST).reduce((sum, each) => sum + each.count, 0);
    return html`<div class="rows" tabindex="0" role="group" aria-label=${t('slopes.ends')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('slopes.end')}</th>
            <th scope="col">${t('slopes.loss')}</th>
            <th scope="col">${t('slopes.ofStarts')}</th>
          </tr>
        </thead>
        <tbody>
          ${groups.slice(0, MOST).map(
            (group, i) => html`<tr>
              <th scope="row"><i .style=${`--colour: ${classColour(i)}`}></i> ${pair(group.at, dims)}</th>
              <td>${brief(group.value)}</td>
              <td>${count(group.count)}</td>
            </tr>`,
          )}
          ${
            others > 0
              ? html`<tr><th scope="row">${t('slopes.elsewhere')}</th><td></td><td>${count(others)}</td></tr>`
              : nothing
          }
          ${
            ran > 0
              ? html`<tr><th scope="row">${t('slopes.away')}</th><td></td><td>${count(ran)}</td></tr>`
              : nothing
          }
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('gn-slopes-starts', GnSlopesStarts);
