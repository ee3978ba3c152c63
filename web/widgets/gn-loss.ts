// The loss at a glance: p as bars, what was wanted as outlines, δ = p − y as arrows, and the number itself.
import { css, html, nothing } from 'lit';
import { number, probability, t } from '../locales';
import { stepOf } from '../state/step';
import { GnElement } from './element';
import './gn-save';
import { classOf } from './letters';
import { answerName } from './names';
import { pictureOf } from './picture-of';
import { answerTable } from './step-tables';
import { shared } from './styles';
import { titled } from './titled';

const MOST = 12;

export class GnLoss extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px var(--space-3);
        padding-bottom: var(--space-2);
      }
      gn-save {
        align-self: center;
        margin-left: auto;
      }
      .total {
        font-size: 1.25rem;
        font-weight: 600;
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 4px;
      }
      table {
        border-collapse: collapse;
        width: 100%;
      }
      th {
        font-weight: 400;
        font-size: var(--text-xs);
        color: var(--ink-faint);
        text-align: right;
      }
      td {
        padding: 1px 0;
        text-align: right;
        white-space: nowrap;
      }
      td:first-child {
        min-width: 1.6em;
        max-width: 7em;
        overflow: hidden;
        text-overflow: ellipsis;
        text-align: left;
      }
      .right td:first-child {
        font-weight: 700;
      }
      .from {
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
        min-height: 24px;
      }
      .track {
        position: relative;
        display: block;
        height: 14px;
        margin: 0 10px;
        border-radius: 3px;
        background: var(--zero);
        overflow: hidden;
        min-width: 70px;
      }
      .track i {
        position: absolute;
        inset: 0;
        transform-origin: left;
        background: var(--positive);
      }
      .wanted {
        position: absolute;
        inset: 0;
        border: 2px solid var(--ink);
        border-radius: 3px;
      }
      .push {
        position: relative;
        display: block;
        width: 76px;
        height: 14px;
        margin-left: 10px;
      }
      .push::before {
        content: '';
        position: absolute;
        left: 50%;
        top: -1px;
        bottom: -1px;
        border-left: 1px solid var(--line-strong);
      }
      .push i {
        position: absolute;
        left: 50%;
        top: 5px;
        width: 50%;
        height: 4px;
        transform-origin: left;
        background: var(--positive);
      }
      .push i.minus {
        left: 0;
        transform-origin: right;
        background: var(--negative);
      }
      .push b {
        position: absolute;
        top: 2px;
        left: 50%;
        width: 0;
        border: 5px solid transparent;
        border-left-color: var(--positive);
        margin-left: -2px;
      }
      .push b.minus {
        border-color: transparent;
        border-right-color: var(--negative);
        margin-left: -8px;
      }
      p {
        padding-top: var(--space-2);
      }
    `,
  ];

  override render() {
    const step = stepOf(this.session);
    void step.frame.value;
    const stepper = step.stepper.value;
    const row = stepper?.plan.rows[stepper.lossRow];
    if (!stepper || !row) return html`<p class="quiet">${t('step.noLoss')}</p>`;
    const sample = step.sample.value;
    const id = row.index;
    const scores = row.inputs[0] ?? -1;
    const loss = { kind: 'loss', id, index: 0, sample } as const;
    const pending = step.pending(loss);
    const label = stepper.samples[sample]?.label ?? -1;
    if (pending) {
      return html`<header>${titled('stepLoss', t('step.loss'))}</header>
        <p class="quiet">${t('number.waiting')}</p>`;
    }
    const p = step.tensor({ kind: 'value', id });
    const delta = step.tensor({ kind: 'gradient', id: scores });
    const gone = step.pending({ kind: 'gradient', id: scores, index: 0 });
    const shares = row.op === 'softmax_ce';
    const name = answerName(row);
    const bars = p.every((value) => value >= 0 && value <= 1);
    const samples = stepper.samples.length;
    const parts = samples > 1 && !stepper.sums ? samples : 1;
    const shown = Math.min(MOST, p.length);
    return html`<header>
        ${titled('stepLoss', t('step.loss'))}
        <button
          class="total"
          type="button"
          aria-label=${t('number.from', { name: t('step.loss'), value: number(stepper.losses[sample] ?? 0) })}
          @click=${() => step.open(loss)}
        >
          ${number(stepper.losses[sample] ?? 0)}
        </button>
        <span class="quiet">${t(shares ? 'step.lossLine' : 'step.lossSquares', { label: step.names.value[label] ?? label })}</span>
        <gn-save
          .heading=${t('step.loss')}
          .table=${() => answerTable(step, stepper)}
          .picture=${() => pictureOf(this)}
        ></gn-save>
      </header>
      <table aria-label=${t('step.lossTable')}>
        <tr>
          <td></td>
          <th scope="col">${bars ? t('step.pAndY', { name }) : nothing}</th>
          <th scope="col">${name}</th>
          <th scope="col" class=${classOf('gradient')}>${deltaName(shares, row.size, parts)}</th>
          <td></td>
        </tr>
        ${Array.from({ length: shown }, (_, i) => {
          const value = p[i] ?? 0;
          const push = delta[i] ?? 0;
          return html`<tr class=${i === label ? 'right' : ''}>
            <td title=${step.names.value[i] ?? i}>${step.names.value[i] ?? i}</td>
            <td>
              ${
                bars
                  ? html`<span class="track"
                      ><i data-share=${value}></i>${i === label ? html`<span class="wanted"></span>` : nothing}</span
                    >`
                  : nothing
              }
            </td>
            <td>
              <button
                class="from"
                type="button"
                aria-label=${t('number.from', { name: `${name}[${i}]`, value: shares ? probability(value) : number(value) })}
                @click=${() => step.open({ kind: 'value', id, index: i, sample })}
              >
                ${shares ? probability(value) : number(value)}
              </button>
            </td>
            <td>
              ${
                gone
                  ? html`<span class="quiet">·</span>`
                  : html`<button
                      class="from"
                      type="button"
                      aria-label=${t('number.from', { name: `δ[${i}]`, value: number(push) })}
                      @click=${() => step.open({ kind: 'gradient', id: scores, index: i, sample })}
                    >
                      ${number(push)}
                    </button>`
              }
            </td>
            <td>
              ${
                gone
                  ? nothing
                  : html`<span class="push" aria-hidden="true"
                      ><i class=${push < 0 ? 'minus' : ''} data-push=${push}></i
                      ><b class=${push < 0 ? 'minus' : ''} data-tip=${push}></b
                    ></span>`
              }
            </td>
          </tr>`;
        })}
      </table>
      <p class="quiet">
        ${gone ? t('step.lossAhead', { delta: shares ? 'p − y' : `2(x − y) / ${row.size}` }) : t('step.lossNote')}
        ${samples > 1 ? t(stepper.sums ? 'step.lossSum' : 'step.lossShare', { count: samples, loss: number(stepper.loss) }) : nothing}
      </p>`;
  }

  override updated(): void {
    const all = <K extends string>(name: K) =>
      [...this.renderRoot.querySelectorAll<HTMLElement>(`[data-${name}]`)].map(
        (each) => [each, Number(each.dataset[name]) || 0] as const,
      );
    for (const [bar, share] of all('share'))
      bar.style.transform = `scaleX(${Math.min(1, Math.max(0, share))})`;
    const pushes = all('push');
    const most = Math.max(1e-30, ...pushes.map(([, push]) => Math.abs(push)));
    for (const [bar, push] of pushes) bar.style.transform = `scaleX(${(0.86 * Math.abs(push)) / most})`;
    for (const [tip, push] of all('tip')) {
      tip.style.transform = `translateX(${(0.86 * 38 * push) / most}px)`;
      tip.hidden = Math.abs(push) < 0.03 * most;
    }
  }
}

// "δ = (p − y) / 32", "δ = 2(x − y) / (10·32)"
function deltaName(shares: boolean, size: number, parts: number): string {
  if (shares) return parts > 1 ? `δ = (p − y) / ${parts}` : 'δ = p − y';
  return `δ = 2(x − y) / ${parts > 1 ? `(${size}·${parts})` : size}`;
}

customElements.define('gn-loss', GnLoss);
