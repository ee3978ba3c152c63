// The run's transport: forget, teach, pause; one operation, step or epoch; speed; and the scrubber back in time.
import { css, html, nothing } from 'lit';
import type { Frame } from '../engine/run-messages';
import { count, number, t } from '../locales';
import { type Learner, PACES } from '../state/learner';
import { GnElement } from './element';
import './gn-about';
import { icons } from './icons';
import { shared } from './styles';

export class GnTransport extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Learner;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        border-top: 1px solid var(--line);
        padding: var(--space-2) 0;
        min-height: 56px;
      }
      .group {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .primary {
        min-width: 116px;
      }
      .small {
        padding: 0 var(--space-2);
      }
      .speed {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .speed span {
        min-width: 92px;
      }
      input[type='range'] {
        width: 104px;
        accent-color: var(--ink-soft);
      }
      .time {
        flex: 1 1 360px;
        min-width: 0;
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .time input {
        flex: 1;
        min-width: 60px;
      }
      .now {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .now b {
        font-size: var(--text-s);
        color: var(--ink);
      }
      @media (max-width: 640px) {
        :host {
          gap: var(--space-1) var(--space-2);
        }
        .group {
          flex-basis: 100%;
        }
        .group .button {
          flex: auto;
          padding: 0 6px;
        }
        .recall span,
        .fresh .aged {
          display: none;
        }
        .knows {
          flex-wrap: wrap;
        }
        .knows > :not(.small) {
          flex: 1 1 40%;
        }
        .primary {
          min-width: 100px;
        }
        .speed span {
          min-width: 0;
        }
        .speed input {
          width: 72px;
        }
        .wordy {
          display: none;
        }
        .time {
          flex-basis: 100%;
          gap: 4px;
        }
        /* nothing to go back to yet: what is left of it stands beside the speed */
        .time.fresh {
          flex: 1 1 0;
          justify-content: flex-end;
        }
      }
      @media (max-width: 360px) {
        .group .button {
          padding: 0 2px;
          min-width: 0;
        }
      }
    `,
  ];

  override render() {
    const { training } = this;
    const frame = training.frame.value;
    const ready = training.status.value !== 'failed' && frame !== undefined;
    const running = training.running.value;
    const busy = running && !training.counting.value;
    const fresh = (frame?.steps ?? 0) === 0;
    const knows = fresh && !training.forgot.value;
    return html`<div class="group ${knows && !running ? 'knows' : ''}" role="group" aria-label=${t('transport.name')} @keydown=${this.#key}>
        ${
          knows && !running
            ? html`<button class="button primary" type="button" ?disabled=${!ready} @click=${this.#forget}>
                ${t('transport.forget')}
              </button>`
            : nothing
        }
        <button
          id="teach"
          class="button ${knows && !running ? '' : 'primary'}"
          type="button"
          ?disabled=${!ready}
          @click=${() => (running ? training.pause() : training.teach())}
        >
          ${running ? icons.pause : icons.play}${t(running ? 'transport.pause' : fresh ? 'transport.teach' : 'transport.on')}
        </button>
        ${
          fresh && !running && training.forgotten.value?.run === training.run
            ? html`<button class="button bare small recall" type="button" aria-label=${t('transport.recall')} title=${t('transport.recallHint')} @click=${this.#recall}>
                ${icons.undo}<span>${t('transport.recall')}</span>
              </button>`
            : nothing
        }
        ${this.#small('operation', () => training.operation(), !ready || running)}
        ${this.#small('step', () => training.step(), !ready || busy)}
        ${this.#small('epoch', () => training.epoch(), !ready || busy)}
      </div>
      <label class="speed">
        <input
          type="range"
          min="0"
          max=${PACES.length - 1}
          step="1"
          aria-label=${t('transport.speed')}
          aria-valuetext=${this.#pace()}
          .value=${String(training.pace.value)}
          @input=${(event: Event) => training.setPace(Number((event.target as HTMLInputElement).value))}
        /><span>${this.#pace()}</span>
      </label>
      <div class="time ${fresh ? 'fresh' : ''}">
        ${
          fresh && training.forgot.value
            ? nothing
            : html`<button class="button bare small aged" type="button" ?disabled=${fresh} aria-label=${t('transport.rewind')} title=${t('transport.rewindHint')} @click=${() => training.seek(0)}>
                ${icons.first}<span class="wordy">${t('transport.rewind')}</span>
              </button>`
        }
        <button
          class="button bare small"
          type="button"
          ?disabled=${!ready}
          aria-label=${t('transport.reroll')}
          title=${t('transport.reroll')}
          @click=${() => training.reroll()}
        >
          ${icons.dice}
        </button>
        <input
          class="aged"
          type="range"
          min="0"
          max=${Math.max(1, training.history.steps)}
          step="1"
          ?disabled=${training.history.steps === 0}
          aria-label=${t('transport.scrub')}
          aria-valuetext=${t('transport.at', { step: count(frame?.steps ?? 0) })}
          .value=${String(frame?.steps ?? 0)}
          @input=${(event: Event) => training.seek(Number((event.target as HTMLInputElement).value))}
        />
        <span class="now">${this.#now()}</span>
      </div>`;
  }

  // The button that was pressed goes: the focus moves to what is in its place, as soon as that can be pressed.
  #moves = false;

  #forget = () => {
    this.#moves = true;
    this.training.forget();
  };

  #recall = () => {
    this.#moves = true;
    this.training.forgotten.peek()?.restore();
  };

  override updated(): void {
    const teach = this.renderRoot.querySelector<HTMLButtonElement>('#teach');
    if (!this.#moves || !teach || teach.disabled) return;
    this.#moves = false;
    teach.focus();
  }

  #small(what: 'operation' | 'step' | 'epoch', run: () => void, off: boolean) {
    return html`<button
      class="button small"
      type="button"
      ?disabled=${off}
      title=${t(`transport.${what}Hint`)}
      @click=${run}
    >
      ${t(`transport.${what}`)}
    </button>`;
  }

  #pace(): string {
    const pace = PACES[this.training.pace.value];
    if (!pace) return '';
    if (!Number.isFinite(pace.perSecond)) return t('transport.full');
    if (pace.unit === 'step' && pace.perSecond === 1) return t('transport.stepASecond');
    return t(pace.unit === 'operation' ? 'transport.operations' : 'transport.steps', {
      count: pace.perSecond,
    });
  }

  #now() {
    void this.training.grown.value;
    const { status, frame, history } = this.training;
    const now = frame.value;
    if (status.value === 'failed' || (!now && status.value === 'idle')) return nothing;
    if (!now) return t('transport.starting');
    if (status.value === 'fetching' && now.state === 'waiting') {
      return t('transport.fetching', { share: Math.round(100 * this.training.fetched.value) });
    }
    return html`<b>${count(now.steps)}</b> ${t(now.steps === 1 ? 'transport.unitOne' : 'transport.unit')}
      ${now.steps > 0 ? html`<span class="wordy">· ${t('transport.loss', { loss: number(history.lossAt(now.steps)) })}</span>` : nothing}
      <span class="wordy">· ${this.#epoch(now)}</span>`;
  }

  // Between two epochs, it is the one that ended that is spoken of.
  #epoch({ epoch, position }: Frame): string {
    return position === 0 && epoch > 0
      ? t('transport.epochDone', { epoch: count(epoch) })
      : t('transport.epochs', { epoch: count(epoch + 1) });
  }

  #key = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight') return;
    if (this.training.running.peek() && !this.training.counting.peek()) return;
    event.preventDefault();
    this.training.step();
  };
}

customElements.define('gn-transport', GnTransport);
