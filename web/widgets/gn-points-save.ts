// Beside the settings of a run of points: its weights as a file, which can be opened again, and a PyTorch program that
// makes it once more.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import type { PointsLab } from '../state/points';
import { openPoints, takePoints } from '../state/points-export';
import { NotWritten } from '../state/run-export';
import { download } from './download';
import { GnElement } from './element';
import { shared } from './styles';

export class GnPointsSave extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    said: { state: true },
  };
  declare lab: PointsLab;
  declare said: { readonly run: number; say(): string } | undefined; // in the language of the moment

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 8px;
        border-top: 1px solid var(--line);
        padding-top: var(--space-1);
        font-size: var(--text-xs);
      }
      .name {
        width: 100%;
        color: var(--ink-faint);
      }
      .button {
        min-height: 26px;
        padding: 0 6px;
        margin-left: -6px;
        font-size: var(--text-xs);
      }
      p {
        padding-top: 2px;
        font-size: var(--text-xs);
        color: var(--ink);
        line-height: 1.45;
      }
    `,
  ];

  override render() {
    const { lab, said } = this;
    const none = (lab.frame.value?.steps ?? 0) === 0;
    return html`<div class="acts" role="group" aria-label=${t('points.save')}>
        <span class="name">${t('points.save')}</span>
        <button
          class="button bare"
          type="button"
          title=${t('points.save.weightsHint')}
          ?disabled=${lab.probe.value === undefined}
          @click=${() => void this.#take('weights')}
        >
          ${t('points.save.weights')}
        </button>
        <button
          class="button bare"
          type="button"
          title=${t(none ? 'points.save.none' : 'points.save.torchHint')}
          ?disabled=${none}
          @click=${() => void this.#take('torch')}
        >
          ${t('points.save.torch')}
        </button>
        <button
          class="button bare"
          type="button"
          title=${t('points.save.openHint')}
          @click=${() => this.renderRoot.querySelector('input')?.click()}
        >
          ${t('points.save.open')}
        </button>
        <input type="file" hidden accept=".safetensors" aria-label=${t('points.save.open')} @change=${this.#chosen} />
      </div>
      <div role="status">${said && said.run === lab.run ? html`<p>${said.say()}</p>` : nothing}</div>`;
  }

  #chosen = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) void this.open(file);
    input.value = ''; // the same one again is another choice
  };

  // Chosen, or dropped on the view.
  async open(file: File): Promise<void> {
    const how = await openPoints(this.lab, file);
    this.said = { run: this.lab.run, say: () => t(`points.save.${how}`, { name: file.name }) };
  }

  async #take(what: 'weights' | 'torch'): Promise<void> {
    const { lab } = this;
    const say = (say: (() => string) | undefined) => {
      this.said = say && { run: lab.run, say };
    };
    try {
      const made = await takePoints(lab, what);
      if (made) download(made.name, made.blob);
      const strays = made?.strays.includes('dropout');
      say(made ? (strays ? () => t('points.save.dropout') : undefined) : () => t('points.save.unknown'));
    } catch (error) {
      if (!(error instanceof NotWritten)) throw error;
      const what = error.missing.join(', ');
      say(() => t('points.save.notWritten', { what }));
    }
  }
}

customElements.define('gn-points-save', GnPointsSave);
