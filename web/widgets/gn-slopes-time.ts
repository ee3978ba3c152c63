// The transport of a descent: play, one step on or back, to the start, and any moment of the walk.
import { css, html } from 'lit';
import { count, t } from '../locales';
import { icons } from './icons';
import { SlopesElement } from './slopes-element';
import { shared } from './styles';

export class GnSlopesTime extends SlopesElement {
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
        gap: 4px;
      }
      .primary {
        min-width: 104px;
      }
      .small {
        padding: 0 var(--space-2);
      }
      .time {
        flex: 1;
        min-width: 200px;
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      input {
        flex: 1;
        min-width: 60px;
      }
      .time b {
        font-size: var(--text-s);
        color: var(--ink);
      }
      .now {
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    if (!lab) return '';
    const playing = lab.playing.value;
    const last = lab.last;
    const at = Math.min(lab.t.value, last);
    const small = (name: 'rewind' | 'back' | 'step', body: unknown, off: boolean, press: () => void) =>
      html`<button
        class="button small"
        type="button"
        ?disabled=${off}
        aria-label=${t(`slopes.${name}`)}
        title=${t(`slopes.${name}`)}
        @click=${press}
      >
        ${body}
      </button>`;
    return html`<div class="group" role="group" aria-label=${t('slopes.transport')}>
        <button
          class="button primary"
          type="button"
          ?disabled=${last === 0}
          @click=${() => (playing ? lab.pause() : lab.play())}
        >
          ${playing ? icons.pause : icons.play}${t(playing ? 'slopes.pause' : 'slopes.play')}
        </button>
        ${small('rewind', icons.first, at === 0, () => {
          lab.pause();
          lab.seek(0);
        })}
        ${small('back', icons.left, at === 0, () => lab.step(-1))}
        ${small('step', icons.right, at === last, () => lab.step(1))}
      </div>
      <label class="time">
        <input
          type="range"
          min="0"
          max=${Math.max(1, last)}
          step="1"
          aria-label=${t('slopes.scrub')}
          aria-valuetext=${t('slopes.at', { step: count(at), last: count(last) })}
          .value=${String(at)}
          @input=${(event: Event) => {
            lab.pause();
            lab.seek(Number((event.target as HTMLInputElement).value));
          }}
        />
        <span class="now">${t('slopes.unit')} <b>${count(at)}</b> / ${count(last)}</span>
      </label>`;
  }
}

customElements.define('gn-slopes-time', GnSlopesTime);
