// Where a small encoder–decoder looked for each letter that it wrote: a row each, over the letters that it read. What
// is to be seen there is not said in a lesson: it is asked.
import { batch } from '@preact/signals-core';
import { css, html, nothing } from 'lit';
import { percent, t } from '../locales';
import type { RewriteLab } from '../state/rewrite';
import { GnElement } from './element';
import { letterOf } from './rewrite-words';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';
import './gn-save';
import { pictureOf } from './picture-of';
import type { Table } from './plot-files';

export class GnRewriteLooks extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    cell: { state: true },
  };
  declare lab: RewriteLab;
  declare cell: readonly [written: number, read: number];

  constructor() {
    super();
    this.cell = [0, 0];
  }

  static override styles = [
    shared,
    textStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        min-width: 0;
      }
      .scroll {
        overflow-x: auto;
        padding: 3px;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
      }
      th {
        min-width: 26px;
        font-family: var(--mono);
        font-weight: 400;
        color: var(--ink-soft);
      }
      th.wrong {
        padding: 0;
        font-size: inherit;
        text-decoration: line-through;
      }
      td button {
        display: block;
        width: 30px;
        height: 30px;
        border-radius: 4px;
        background: color-mix(in srgb, var(--positive) calc(100% * var(--a)), var(--zero));
      }
      td button[aria-pressed='true'] {
        outline: 2px solid var(--ink);
        outline-offset: 1px;
      }
      .said {
        min-height: 1.5em;
        font-size: var(--text-s);
        line-height: 1.5;
        color: var(--ink-soft);
      }
      @media (max-width: 420px) {
        td button {
          width: 24px;
          height: 24px;
        }
        th {
          min-width: 20px;
        }
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const answers = lab.answers.value;
    if (!answers) return nothing;
    const { length } = answers;
    const i = Math.min(lab.picked.value, answers.count - 1);
    const read = (k: number) => letterOf(lab.sequences.value[i * length + k] ?? 0);
    const written = (k: number) => letterOf(answers.letters[i * length + k] ?? 0);
    const weight = (row: number, column: number) => answers.looks[(i * length + row) * length + column] ?? 0;
    const places = Array.from({ length }, (_, k) => k);
    const [row, column] = this.cell.map((place) => Math.min(place, length - 1)) as [number, number];
    const numbers = (): Table => ({
      columns: ['', ...places.map(read)],
      rows: places.map((a) => [written(a), ...places.map((b) => weight(a, b))]),
    });
    const said = (a: number, b: number) =>
      t('rewrite.look', {
        written: written(a),
        i: a + 1,
        read: read(b),
        j: b + 1,
        weight: percent(weight(a, b)),
      });
    return html`<div class="row">${titled('rewriteLooks', t('rewrite.looks'))}
        <gn-save .heading=${t('rewrite.looks')} .table=${numbers} .picture=${this.#picture}></gn-save></div>
      <p class="hint">${t(this.session.embedded ? 'rewrite.looksAxes' : 'rewrite.looksHint')}</p>
      <div class="scroll">
        <table aria-label=${t('rewrite.looks')} @keydown=${(event: KeyboardEvent) => this.#keydown(event, length)}>
          <thead>
            <tr>
              <td></td>
              ${places.map((k) => html`<th scope="col">${read(k)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${places.map(
              (a) => html`<tr>
                <th scope="row" class=${answers.letters[i * length + a] === answers.right[i * length + a] ? '' : 'wrong'}>
                  ${written(a)}
                </th>
                ${places.map(
                  (b) => html`<td>
                    <button
                      type="button"
                      data-cell="${a} ${b}"
                      tabindex=${a === row && b === column ? 0 : -1}
                      aria-pressed=${a === row && b === column}
                      aria-label=${said(a, b)}
                      .style=${`--a: ${Math.sqrt(weight(a, b)).toFixed(3)}`}
                      @click=${() => {
                        this.cell = [a, b];
                      }}
                      @pointerenter=${() => {
                        this.cell = [a, b];
                      }}
                    ></button>
                  </td>`,
                )}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="said" role="status">${said(row, column)}</p>
      <p class="quiet">${t('rewrite.shade')}</p>
      ${
        this.session.embedded
          ? nothing
          : html`<div class="row">
              <button class="button" type="button" @click=${this.#step}>${t('rewrite.steps')}</button>
            </div>`
      }`;
  }

  // The same sequence, operation by operation.
  #step = () => {
    const { sentenceLetters, sentenceNet, sentenceDone, view } = this.session.settings;
    batch(() => {
      sentenceLetters.value = Array.from(this.lab.example, letterOf).join('');
      sentenceNet.value = 'rewriter';
      sentenceDone.value = ''; // where the attention between the two stands
      view.value = 'sentence';
    });
  };

  #picture = (): HTMLCanvasElement | undefined => {
    const table = this.renderRoot.querySelector('table');
    return table ? pictureOf(table) : undefined;
  };

  #keydown(event: KeyboardEvent, length: number): void {
    const [down, right] =
      { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
    if (down === undefined || right === undefined) return;
    event.preventDefault();
    const within = (place: number) => Math.min(length - 1, Math.max(0, place));
    const [a, b] = [within(this.cell[0] + down), within(this.cell[1] + right)];
    this.cell = [a, b];
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-cell="${a} ${b}"]`)?.focus(),
    );
  }
}

customElements.define('gn-rewrite-looks', GnRewriteLooks);
