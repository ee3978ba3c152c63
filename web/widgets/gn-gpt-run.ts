// Teaching a small GPT: the buttons, how long it will take, how far it is.
import { css, html, nothing } from 'lit';
import { count, number, t } from '../locales';
import type { GptLab } from '../state/gpt';
import { GnElement } from './element';
import { duration } from './gpt-words';
import { icons } from './icons';
import { progress } from './panel-styles';
import { shared } from './styles';

export class GnGptRun extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: GptLab;

  static override styles = [
    shared,
    progress,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1);
      }
      .primary {
        min-width: 116px;
      }
      .now b {
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const frame = lab.frame.value;
    const ready = frame !== undefined && lab.status.value === 'ready' && lab.built.value;
    const running = lab.running.value;
    const fresh = (frame?.steps ?? 0) === 0;
    return html`<div class="row" role="group" aria-label=${t('transport.name')}>
        <button
          class="button primary"
          type="button"
          ?disabled=${!ready}
          @click=${() => (running ? lab.pause() : lab.teach())}
        >
          ${running ? icons.pause : icons.play}${t(
            running ? 'transport.pause' : fresh && lab.forgot.value ? 'transport.teach' : 'transport.on',
          )}
        </button>
        <button
          class="button"
          type="button"
          title=${t('transport.stepHint')}
          ?disabled=${!ready || running}
          @click=${() => lab.step()}
        >
          ${t('transport.step')}
        </button>
        <button
          class="button"
          type="button"
          ?disabled=${!ready || (fresh && lab.forgot.value)}
          @click=${() => lab.forget()}
        >
          ${t('transport.forget')}
        </button>
        ${
          lab.lost.value
            ? html`<button
                class="button bare"
                type="button"
                title=${t('transport.recallHint')}
                @click=${() => lab.bringBack()}
              >
                ${icons.undo}${t('transport.recall')}
              </button>`
            : nothing
        }
        <button
          class="button bare"
          type="button"
          ?disabled=${!ready}
          aria-label=${t('transport.reroll')}
          title=${t('transport.reroll')}
          @click=${() => lab.reroll()}
        >
          ${icons.dice}
        </button>
      </div>
      <progress
        aria-label=${t('gpt.progress')}
        max=${lab.timing.planned}
        value=${Math.min(lab.timing.planned, frame?.steps ?? 0)}
      ></progress>
      <p class="now">${this.#now(lab)}</p>`;
  }

  #now(lab: GptLab) {
    void lab.grown.value;
    const steps = lab.frame.value?.steps ?? 0;
    if (!lab.frame.value)
      return lab.status.value === 'failed' || lab.gptTrouble.value === 'short'
        ? nothing
        : t('transport.starting');
    const loss = html`<span>${t('gpt.loss', { loss: number(lab.smoothed(steps)) })}</span>`;
    return html`<span>${t('gpt.steps', { n: count(steps), all: count(lab.timing.planned) })}</span> ${loss}
      <span>${this.#time(lab, steps)}</span>`;
  }

  #time(lab: GptLab, steps: number) {
    const { left, planned } = lab.timing;
    if (steps >= planned) return t('gpt.done');
    if (left === undefined) return t('gpt.measuring');
    const time = duration(left);
    if (lab.running.value) return t('gpt.left', { time });
    if (steps > 0) return t('gpt.toGo', { time });
    return t(`gpt.before.${lab.text.value}`, { time });
  }
}

customElements.define('gn-gpt-run', GnGptRun);
