// What else can be set: the function, the length of the walk, noise and its seed, rates that fall.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import { MOST_STEPS } from '../state/slopes-text';
import { icons } from './icons';
import { latex } from './latex';
import { SlopesElement } from './slopes-element';
import { surfaceName } from './slopes-words';
import { shared } from './styles';

const NOISES = [0, 0.001, 0.01, 0.03, 0.1, 0.3, 1];
const LENGTHS = [30, 60, 100, 150, 200, 300, 400, 600, 1000, 1500, 2000, 3000, MOST_STEPS];

export class GnSlopesMore extends SlopesElement {
  static override styles = [
    shared,
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
      select {
        font: inherit;
        min-height: 28px;
        max-width: 200px;
        margin-left: auto;
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      .seed {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .seed b {
        margin-left: auto;
      }
      .formula {
        overflow-x: auto;
        scrollbar-width: thin;
        padding: 2px 0;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const [core, surface] = [lab?.core.value, lab?.surface.value];
    if (!core || !surface) return nothing;
    const { noise, steps, seed, decay } = lab.state.value;
    const some = (list: readonly number[], own: number) =>
      list.includes(own) ? list : [...list, own].sort((a, b) => a - b);
    const choose = (name: string, list: readonly number[], own: number, set: (value: number) => void) =>
      html`<label
        >${name}
        <select @change=${(event: Event) => set(Number((event.target as HTMLSelectElement).value))}>
          ${some(list, own).map((each) => html`<option value=${each} .selected=${each === own}>${each >= 1000 ? count(each) : each}</option>`)}
        </select></label
      >`;
    return html`<label
        >${t('slopes.landscape')}
        <select @change=${(event: Event) => lab.goOn((event.target as HTMLSelectElement).value)}>
          ${core.all.map(
            ({ name }) =>
              html`<option value=${name} .selected=${name === surface.name}>${surfaceName(name)}</option>`,
          )}
        </select></label
      >
      <div class="formula" tabindex="0" role="group" aria-label=${t('slopes.formula')}>${latex(`f = ${surface.formula}`, 'block', 'slopes')}</div>
      ${choose(t('slopes.length'), LENGTHS, steps, (value) => lab.change({ steps: value, t: value }))}
      ${choose(t('slopes.noise'), NOISES, noise, (value) => lab.change({ noise: value }))}
      <p class="quiet">${t('slopes.noiseHow')}</p>
      ${
        noise > 0
          ? html`<div class="seed">
              ${t('slopes.seed')} <b>${seed}</b>
              <button
                class="button"
                type="button"
                aria-label=${t('slopes.reroll')}
                title=${t('slopes.reroll')}
                @click=${() => lab.change({ seed: (seed + 1) % 2 ** 32 })}
              >
                ${icons.dice}
              </button>
            </div>`
          : nothing
      }
      <label>
        <input
          type="checkbox"
          .checked=${decay}
          @change=${(event: Event) => lab.change({ decay: (event.target as HTMLInputElement).checked })}
        />
        ${t('slopes.decay', { steps: count(Math.max(1, Math.round(steps / 2))) })}
      </label>`;
  }
}

customElements.define('gn-slopes-more', GnSlopesMore);
