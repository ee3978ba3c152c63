// The ways that walk down: what each is called, its settings when it is opened, and the step it makes next in numbers:
// direction m, in which signs cancel, over size σ, in which squares cannot.
import { css, html, nothing } from 'lit';
import type { Vector } from '../engine/surface';
import type { Setting, Wishes } from '../engine/train-settings';
import { wished, wishOf } from '../engine/train-settings';
import { count, t } from '../locales';
import { MOST_WAYS } from '../state/slopes-text';
import './gn-about';
import './gn-setting';
import { icons } from './icons';
import { latex } from './latex';
import { numbers } from './panel-styles';
import { SlopesElement } from './slopes-element';
import { brief, optimizerName, pair, wayName } from './slopes-words';
import { shared } from './styles';
import { titled } from './titled';

// Settings beside the rate.
const OWN = ['momentum', 'beta1', 'beta2', 'alpha', 'eps', 'weight_decay'];
const SCHEDULE = ['schedule', 'gamma', 'step_every', 'schedule_steps', 'final_rate', 'warmup_steps'];
const MARKS = ['●', '■', '▲', '◆'];

// One number above the other.
const upright = ([x, y]: Vector, dims: number) =>
  dims === 1 ? brief(x) : html`<span class="vector"><span>${brief(x)}</span> <span>${brief(y)}</span></span>`;

export class GnSlopesRace extends SlopesElement {
  static override styles = [
    shared,
    numbers,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-2);
        min-width: 0;
      }
      ul {
        display: grid;
        gap: 2px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .way {
        display: flex;
        align-items: center;
        gap: 6px;
        width: 100%;
        min-height: var(--tap);
        padding: 0 6px;
        border-radius: var(--radius-s);
        font-size: var(--text-s);
        text-align: left;
      }
      .way:hover,
      .way[aria-expanded='true'] {
        background: var(--sunken);
      }
      .way .value {
        margin-left: auto;
        color: var(--ink-soft);
        font-size: var(--text-xs);
      }
      .way svg {
        width: 12px;
        height: 12px;
        color: var(--ink-faint);
      }
      .mark {
        width: 34px;
        white-space: nowrap;
        display: inline-flex;
        align-items: center;
      }
      .mark i {
        width: 100%;
        margin-right: -23px;
        border-top: 2px solid currentColor;
      }
      .way1 {
        color: var(--positive);
      }
      .way2 {
        color: var(--negative);
      }
      .way3 {
        color: var(--ink-faint);
      }
      .way1 i,
      .way3 i {
        border-top-style: dashed;
      }
      .way2 i {
        border-top-style: dotted;
      }
      .mark b {
        z-index: 1;
        font-weight: 400;
      }
      .settings {
        display: grid;
        gap: var(--space-1);
        padding: 4px 6px var(--space-2);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .row .button {
        min-height: 28px;
      }
      .numbers .quiet {
        color: var(--ink-soft);
      }
      .numbers {
        display: grid;
        gap: 4px;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        font-size: var(--text-s);
      }
      .numbers p {
        overflow-wrap: anywhere;
      }
      math {
        width: fit-content;
        margin: 0;
      }
      .vector {
        display: inline-grid;
        padding: 0 5px;
        border-inline: 1px solid var(--line-strong);
        border-radius: 4px;
        line-height: 1.3;
      }
      h3 {
        margin: 0;
        font-size: var(--text-xs);
        font-weight: 600;
        color: var(--ink-soft);
      }
      .parts {
        overflow-x: auto;
        scrollbar-width: thin;
      }
      .parts :is(th, td) {
        padding-inline: 4px;
      }
      .parts th:first-child {
        text-align: left;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    if (!lab?.core.value) return nothing;
    const { ways } = lab.state.value;
    const open = ways.length === 1 ? 0 : lab.open.value;
    return html`<ul>
        ${ways.map((way, i) => this.#way(way, i, ways, open))}
      </ul>
      ${
        ways.length < MOST_WAYS
          ? html`<div class="row">
              <button class="button" type="button" @click=${() => lab.addWay()}>${icons.plus}${t('slopes.another')}</button>
            </div>`
          : nothing
      }
      ${open < 0 ? nothing : this.#inNumbers(Math.min(open, ways.length - 1), ways)} ${this.#parts(ways)}`;
  }

  #way(way: Wishes, i: number, ways: readonly Wishes[], open: number) {
    const { lab } = this;
    const walk = lab.walks.value[i];
    const at = walk ? Math.min(lab.t.value, walk.length - 1) : 0;
    const value = walk?.values[at] ?? Number.NaN;
    const name = optimizerName(String(way.optimizer ?? 'sgd'));
    const head = html`<span class="mark way${i}" aria-hidden="true"><i></i><b>${MARKS[i]}</b></span>
      <span>${name}, η ${brief(Number(way.rate ?? 0.1))}</span>
      <span class="value">${t('slopes.loss')} ${brief(value)}</span>`;
    return html`<li>
      ${
        ways.length === 1
          ? html`<div class="way">${head}</div>`
          : html`<button
              class="way"
              type="button"
              aria-expanded=${open === i}
              @click=${() => {
                lab.open.value = open === i ? -1 : i;
              }}
            >
              ${head}${open === i ? icons.up : icons.down}
            </button>`
      }
      ${open === i ? this.#settings(way, i, ways.length > 1) : nothing}
    </li>`;
  }

  #settings(way: Wishes, i: number, all: boolean) {
    const { lab } = this;
    const used = lab.core.value?.used(way) ?? new Set();
    const shown =
      all || lab.open.value === i
        ? ['optimizer', 'rate', ...[...OWN, ...SCHEDULE].filter((name) => used.has(name))]
        : ['rate'];
    const settings = shown
      .map((name) => lab.table.find((each) => each.name === name))
      .filter((each): each is Setting => each !== undefined);
    return html`<div class="settings">
      ${settings.map(
        (setting) => html`<gn-setting
          .setting=${setting}
          .value=${wished(setting, way[setting.name])}
          @set=${(event: CustomEvent<number>) => lab.setWay(i, setting.name, wishOf(setting, event.detail))}
        ></gn-setting>`,
      )}
      <div class="row">
        ${
          all
            ? html`<button class="button" type="button" @click=${() => lab.removeWay(i)}>
                ${icons.clear}${t('slopes.remove')}
              </button>`
            : html`<button
                class="button bare"
                type="button"
                aria-expanded=${lab.open.value === i}
                @click=${() => {
                  lab.open.value = lab.open.value === i ? -1 : i;
                }}
              >
                ${icons.sliders}${t('slopes.optimizer')}
              </button>`
        }
      </div>
    </div>`;
  }

  // The next step as a sum: with the letters, then with the values of the moment.
  #inNumbers(i: number, ways: readonly Wishes[]) {
    const { lab } = this;
    const walk = lab.walks.value[i];
    const dims = lab.surface.value?.dims ?? 2;
    const way = ways[i];
    if (!walk || !way) return nothing;
    const at = Math.min(lab.t.value, walk.length - 1);
    const { w, m, scale, rate, step } = walk.step(at);
    const plain = String(way.optimizer ?? 'sgd') === 'sgd';
    const letter = dims === 1 ? 'x' : 'w';
    const slope = dims === 1 ? `f'(x_{${at}})` : `∇ f(w_{${at}})`;
    const by = plain ? slope : '\\frac{m}{\\sigma}';
    const inner = plain ? pair(m, dims) : `${pair(m, dims)} / ${pair(scale, dims)}`;
    const bracketed = dims === 1 && (m[0] < 0 || !plain) ? `(${inner})` : inner;
    const next = [w[0] + step[0], w[1] + step[1]] as const;
    return html`<section class="numbers" aria-label=${t('slopes.inNumbers')}>
      ${titled('slopesStep', `${t('slopes.inNumbers')}${ways.length > 1 ? `: ${wayName(way, ways)}` : ''}`)}
      <p>${latex(`${letter}_{${at + 1}} = ${letter}_{${at}} - \\eta\\, ${by}`, 'block', 'slopes')}</p>
      <p class="line">${pair(w, dims)} − ${brief(rate)} · ${bracketed} = <b>${pair(next, dims)}</b></p>
      <p class="quiet">${t('slopes.stepIs', { step: pair(step, dims), length: brief(Math.hypot(...step)) })}</p>
    </section>`;
  }

  #parts(ways: readonly Wishes[]) {
    const { lab } = this;
    const dims = lab.surface.value?.dims ?? 2;
    const steps = lab.walks.value.map((walk) => walk.step(lab.t.value));
    const many = ways.length > 1 || dims === 2;
    if (!many) return nothing;
    return html`<section>
      ${titled('slopesParts', t('slopes.parts'))}
      <div class="parts" tabindex="0" role="group" aria-label=${t('slopes.parts')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('about.set.optimizer.name')}</th>
              <th scope="col">${t('slopes.m')}</th>
              <th scope="col">${t('slopes.sigma')}</th>
              <th scope="col">Δ</th>
            </tr>
          </thead>
          <tbody>
            ${steps.map(
              ({ m, scale, step }, i) => html`<tr>
                <th scope="row">${MARKS[i]} ${wayName(ways[i] ?? {}, ways)}</th>
                ${[m, scale, step].map((each) => html`<td>${upright(each, dims)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="quiet">${t('slopes.partsHow', { step: count(lab.t.value) })}</p>
    </section>`;
  }
}

customElements.define('gn-slopes-race', GnSlopesRace);
