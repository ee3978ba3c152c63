// One parameter, many samples: a dot for each sample's gradient on a line of numbers, and their mean as a bar.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import { number, t } from '../locales';
import { stepOf } from '../state/step';
import { fullScale } from './colour';
import { GnElement } from './element';
import { paramName } from './names';
import { numbers } from './panel-styles';
import { pictureOf } from './picture-of';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { dotsTable } from './step-tables';
import { shared } from './styles';
import { titled } from './titled';

const DOT_PX = 11;
const LINE_PX = 92; // that a pile of dots may be high

export class GnDots extends GnElement {
  static override properties = {
    ...GnElement.properties,
    what: { attribute: false },
    table: { state: true },
  };
  declare what: Ref;
  declare table: boolean;

  #each: Float32Array = new Float32Array(0);

  constructor() {
    super();
    this.table = false;
  }

  static override styles = [
    shared,
    numbers,
    toolStyles,
    css`
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2);
      }
      .rows {
        max-height: 240px;
      }
      :host {
        display: block;
        font-size: var(--text-s);
        max-width: 560px;
      }
      .line {
        position: relative;
        height: 96px;
        margin: 6px 14px 0;
        border-bottom: 1px solid var(--line-strong);
      }
      .zero,
      .mean {
        position: absolute;
        top: 0;
        bottom: -5px;
        left: 50%;
        border-left: 1px dashed var(--line-strong);
      }
      .mean {
        border-left: 3px solid var(--ink);
        margin-left: -1.5px;
        transition: left var(--calm);
      }
      .line button {
        position: absolute;
        width: ${DOT_PX}px;
        height: ${DOT_PX}px;
        margin-left: ${-DOT_PX / 2}px;
        border-radius: 50%;
        background: var(--positive);
        border: 1px solid var(--paper);
      }
      .line button.minus {
        background: var(--negative);
      }
      .line button.none {
        background: var(--line-strong);
      }
      .line button[aria-pressed='true'] {
        z-index: 1;
        box-shadow: 0 0 0 2px var(--ink);
      }
      .scale {
        display: flex;
        justify-content: space-between;
        padding-top: 4px;
      }
    `,
  ];

  override render() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    const key = `${this.what.id} ${this.what.index} ${step.frame.value}`;
    if (!stepper || step.pending({ ...this.what, kind: 'paramGradient' })) return nothing;
    const each = step.turns.ask(this, key, () => stepper.samplesGradients(this.what));
    if (!each)
      return html`<div role="group" aria-label=${t('dots.title')}>
        <header>${titled('dots', t('dots.title'))}</header>
        <p role="status">${t('step.working')}</p>
      </div>`;
    this.#each = each;
    const full = fullScale(this.#each);
    const gradient = stepper.look.number({ ...this.what, kind: 'paramGradient' });
    const mean = stepper.sums ? gradient / this.#each.length : gradient;
    const name = paramName(stepper.plan, { ...this.what, kind: 'param' });
    const table = () => dotsTable(step, stepper, name, this.#each);
    return html`<div role="group" aria-label=${t('dots.title')}>
      <header>
        ${titled('dots', t('dots.title'))}
        ${plotTools({ heading: t('dots.title'), table, picture: this.#picture }, this.table, () => {
          this.table = !this.table;
        })}
      </header>
      ${this.table ? tableRows(t('dots.title'), table()) : nothing}
      <div class="line" ?hidden=${this.table}>
        <span class="zero"></span>
        <span class="mean" data-at=${mean / full} data-mean=${mean}></span>
        ${Array.from(this.#each, (value, b) => {
          const name = t('dots.one', {
            sample: b + 1,
            label: this.#class(stepper.samples[b]?.label ?? 0),
            value: number(value),
          });
          return html`<button
            type="button"
            class=${value < 0 ? 'minus' : value > 0 ? '' : 'none'}
            title=${name}
            aria-label=${name}
            aria-pressed=${b === step.sample.value}
            data-at=${value / full}
            data-gradient=${value}
            @click=${() => {
              step.sample.value = b;
            }}
          ></button>`;
        })}
      </div>
      <div class="scale quiet" ?hidden=${this.table}>
        <span>${number(-full)}</span><span>0</span><span>${number(full)}</span>
      </div>
      <p>${t(stepper.sums ? 'dots.sum' : 'dots.mean', { count: this.#each.length, mean: number(mean), sum: number(gradient) })}</p>
    </div>`;
  }

  #class = (label: number) => stepOf(this.session).names.value[label] ?? label;

  #picture = () => (this.table ? undefined : pictureOf(this.renderRoot.querySelector('div') ?? this));

  override updated(): void {
    for (const mark of this.renderRoot.querySelectorAll<HTMLElement>('[data-at]'))
      mark.style.left = `${50 + 50 * Number(mark.dataset.at)}%`;
    this.#pile([...this.renderRoot.querySelectorAll<HTMLElement>('[data-gradient]')]);
  }

  // Dots that would hide each other lie on top of each other, the higher a pile the closer.
  #pile(dots: readonly HTMLElement[]): void {
    const half = (dots[0]?.parentElement?.clientWidth ?? 0) / 2;
    const ends: number[] = []; // of each level, where its last dot is
    const levels = dots
      .map((dot) => ({ dot, at: half * Number(dot.dataset.at) }))
      .sort((a, b) => a.at - b.at)
      .map(({ dot, at }) => {
        const free = ends.findIndex((end) => at - end >= DOT_PX - 1);
        const level = free < 0 ? ends.length : free;
        ends[level] = at;
        return { dot, level };
      });
    const step = Math.min(DOT_PX + 2, (LINE_PX - DOT_PX - 4) / Math.max(1, ends.length - 1));
    for (const { dot, level } of levels) dot.style.bottom = `${4 + step * level}px`;
  }
}

customElements.define('gn-dots', GnDots);
