// What is mistaken for what, over the whole test set: the matrix, and the samples behind a cell, worst first.
import { css, html, nothing } from 'lit';
import { PIXELS, SIDE } from '../engine/digit';
import { count, number, t } from '../locales';
import { shortened } from '../state/picture-names';
import type { Training } from '../state/training';
import { ramps } from './colour';
import { GnElement } from './element';
import './gn-plot';
import { type Table, tablePicture } from './plot-files';
import { Raster } from './raster';
import { readout, stays } from './readout';
import { shared } from './styles';

const SHOWN = 24; // samples
const MATRIX_PX = 25;

export class GnMistakes extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    cell: { state: true },
    at: { state: true },
  };
  declare training: Training;
  declare cell: readonly [label: number, answer: number] | undefined; // undefined: the worst of all mistakes

  declare at: readonly [label: number, answer: number]; // the keys' place in the matrix

  #asked = ''; // the state of the run at the last asking
  #raster = new Raster();

  constructor() {
    super();
    this.cell = undefined;
    this.at = [0, 0];
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow: auto;
        scrollbar-width: thin;
      }
      p {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.45;
        padding-bottom: var(--space-2);
      }
      .matrix {
        border-collapse: separate;
        border-spacing: 1px;
        width: 100%;
        font-size: var(--text-xs);
      }
      th {
        font-weight: 400;
        color: var(--ink-faint);
        padding: 0 4px;
      }
      tbody th {
        width: 1px; /* the numbers share the rest */
        white-space: nowrap;
        text-align: right;
      }
      td {
        padding: 0;
      }
      td button {
        display: block;
        width: 100%;
        min-width: ${MATRIX_PX}px;
        height: ${MATRIX_PX}px;
        border-radius: 3px;
        background: color-mix(in oklab, var(--negative-half) var(--share), var(--sunken));
      }
      td .right {
        background: color-mix(in oklab, var(--positive-half) var(--share), var(--sunken));
      }
      td [aria-pressed='true'] {
        outline: 2px solid var(--ink);
        outline-offset: -1px;
      }
      .samples {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(44px, 1fr));
        gap: var(--space-2);
        padding-top: var(--space-3);
      }
      .samples button {
        display: grid;
        gap: 2px;
        justify-items: center;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      canvas {
        width: 42px;
        height: 42px;
        border: 1px solid var(--line);
        border-radius: 4px;
        image-rendering: pixelated;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      const { state } = this.training;
      if (state === this.#asked || this.training.history.scores.length === 0) return;
      this.#asked = state;
      this.training.confuse();
    });
    this.follow(() => {
      if (this.training.confusion.value) this.#ask();
    });
  }

  // The samples of the cell, worst first.
  #chosen(): readonly number[] {
    const { answers, labels, losses } = this.training.confusion.peek() ?? {};
    if (!answers || !labels || !losses) return [];
    const { cell } = this;
    return Array.from(answers.keys())
      .filter((i) => (cell ? labels[i] === cell[0] && answers[i] === cell[1] : labels[i] !== answers[i]))
      .sort((a, b) => (losses[b] ?? 0) - (losses[a] ?? 0) || a - b)
      .slice(0, SHOWN);
  }

  #ask(): void {
    this.training.picture(this.#chosen());
  }

  override render() {
    const confusion = this.training.confusion.value;
    if (!confusion) return html`<p>${t('mistakes.empty')}</p>`;
    const { classes, matrix, step, answers, labels } = confusion;
    const wrong = answers.reduce((sum, answer, i) => sum + Number(answer !== labels[i]), 0);
    const totals = Array.from({ length: classes }, (_, i) =>
      matrix.subarray(i * classes, (i + 1) * classes).reduce((a, b) => a + b, 0),
    );
    const name = (i: number) => this.session.classes.value[i] ?? String(i);
    const letters = Math.max(3, Math.floor(30 / classes)); // of a name in the margin
    const table = (): Table => ({
      columns: [t('mistakes.corner'), ...totals.map((_, i) => name(i))],
      rows: totals.map((_, i) => [name(i), ...matrix.subarray(i * classes, (i + 1) * classes)]),
    });
    const picture = () => {
      const ink = ramps.peek();
      return (
        ink &&
        tablePicture(table(), ink, String, (label, column) => {
          if (column === 0) return undefined;
          const shown = strength(label, column - 1) / 100;
          return ink.signedCss[255 + Math.round((label === column - 1 ? 128 : -128) * shown)];
        })
      );
    };
    // Mistakes are few: their colour is stronger for the same share.
    const strength = (label: number, answer: number): number =>
      Math.min(
        100,
        ((label === answer ? 80 : 600) * (matrix[label * classes + answer] ?? 0)) / (totals[label] || 1),
      );
    return html`<p>
        ${t('mistakes.caption', { step: count(step), wrong: count(wrong), count: count(labels.length) })}
      </p>
      <gn-plot plain about="mistakes" .heading=${t('mistakes.title')} .table=${table} .picture=${picture}>
      <table class="matrix" @keydown=${(event: KeyboardEvent) => this.#walk(event, classes)}>
        <thead>
          <tr>
            <th></th>
            ${totals.map((_, i) => html`<th scope="col" title=${name(i)}>${shortened(name(i), letters)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${totals.map(
            (_, label) => html`<tr>
              <th scope="row" title=${name(label)}>${shortened(name(label), letters)}</th>
              ${totals.map((_, answer) => {
                const n = matrix[label * classes + answer] ?? 0;
                const on = this.cell?.[0] === label && this.cell[1] === answer;
                const words = t('mistakes.cell', {
                  label: name(label),
                  answer: name(answer),
                  count: count(n),
                });
                return html`<td>
                  <button
                    type="button"
                    class=${label === answer ? 'right' : ''}
                    data-share=${strength(label, answer).toFixed(0)}
                    tabindex=${label === Math.min(this.at[0], classes - 1) && answer === Math.min(this.at[1], classes - 1) ? 0 : -1}
                    data-cell=${`${label} ${answer}`}
                    aria-pressed=${on}
                    aria-label=${words}
                    @pointerenter=${(event: Event) => this.#tell(event, t('mistakes.title'), count(n), words)}
                    @pointerleave=${this.#leave}
                    @focus=${(event: Event) => this.#settle(event, t('mistakes.title'), count(n), words)}
                    @blur=${this.#leave}
                    @click=${() => {
                      this.at = [label, answer];
                      this.cell = on ? undefined : this.at;
                      this.#ask();
                    }}
                  >
                    ${n > 0 ? count(n) : ''}
                  </button>
                </td>`;
              })}
            </tr>`,
          )}
        </tbody>
      </table>
      </gn-plot>
      ${this.#samples(name)}`;
  }

  // One stop of the Tab key for all cells; arrows go from one to the next.
  #walk(event: KeyboardEvent, classes: number): void {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (i: number) => Math.max(0, Math.min(classes - 1, i));
    this.at = [within(this.at[0] + (step[0] ?? 0)), within(this.at[1] + (step[1] ?? 0))];
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-cell="${this.at[0]} ${this.at[1]}"]`)?.focus(),
    );
  }

  #samples(name: (i: number) => string) {
    const { samples } = this.training.pictures.value;
    const { answers, labels, losses } = this.training.confusion.value ?? {};
    if (!answers || !labels || !losses || samples.length === 0) return nothing;
    return html`<div class="samples" role="group" aria-label=${t('mistakes.samples')}>
      ${samples.map((sample) => {
        const words = t('mistakes.sample', {
          label: name(labels[sample] ?? 0),
          answer: name(answers[sample] ?? 0),
          loss: number(losses[sample] ?? 0),
        });
        return html`<button
          type="button"
          aria-label=${words}
          @click=${() => this.#take(sample)}
          @pointerenter=${(event: Event) => this.#tell(event, t('mistakes.loss'), losses[sample] ?? 0, words)}
          @pointerleave=${this.#leave}
          @focus=${(event: Event) => this.#settle(event, t('mistakes.loss'), losses[sample] ?? 0, words)}
          @blur=${this.#leave}
        >
          <canvas></canvas>${name(labels[sample] ?? 0)} → ${name(answers[sample] ?? 0)}
        </button>`;
      })}
    </div>`;
  }

  // The focus may scroll its element into view, which puts away what is said: said once that is done.
  #settle(event: Event, title: string, value: number | string, note: string): void {
    const of = event.currentTarget as HTMLElement;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (of.matches(':focus')) this.#say(of, title, value, note);
      }),
    );
  }

  #tell(event: Event, title: string, value: number | string, note: string): void {
    this.#say(event.currentTarget as HTMLElement, title, value, note);
  }

  #say(of: HTMLElement, title: string, value: number | string, note: string): void {
    const box = of.getBoundingClientRect();
    readout.value = { x: box.left, y: box.top, title, value, note };
  }

  #leave = (event: Event) => {
    if (!stays(event)) readout.value = undefined;
  };

  // It goes onto the pad.
  #take(sample: number): void {
    const { samples, pixels } = this.training.pictures.peek();
    const at = samples.indexOf(sample) * PIXELS;
    this.session.take({ kind: 'pixels', pixels: pixels.slice(at, at + PIXELS) });
  }

  override updated(): void {
    const ink = ramps.value;
    const { pixels } = this.training.pictures.peek();
    if (!ink) return;
    // Not as an attribute: the page's policy lets no style come with the markup.
    for (const cell of this.renderRoot.querySelectorAll<HTMLElement>('[data-share]'))
      cell.style.setProperty('--share', `${cell.dataset.share}%`);
    for (const [i, canvas] of [...this.renderRoot.querySelectorAll('canvas')].entries()) {
      const values = Float32Array.from(pixels.subarray(i * PIXELS, (i + 1) * PIXELS), (each) => each / 255);
      this.#raster.draw(values, SIDE, SIDE, ink, 'pixels');
      canvas.width = SIDE;
      canvas.height = SIDE;
      canvas.getContext('2d')?.drawImage(this.#raster.canvas, 0, 0);
    }
  }
}

customElements.define('gn-mistakes', GnMistakes);
