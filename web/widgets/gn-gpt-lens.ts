// What a small GPT would answer if it ended after each of its layers: the logit lens, a place a column, a layer a row.
import { css, html, nothing } from 'lit';
import type { Reading } from '../engine/writer';
import { percent, t } from '../locales';
import type { GptLab } from '../state/gpt';
import type { Lens, Letters } from '../state/gpt-writing';
import { GnElement } from './element';
import { letterSign, said } from './gpt-words';
import { signNote } from './sign-note';
import { shared } from './styles';
import { textStyles } from './text-styles';
import './gn-about';
import './gn-save';
import { pictureOf } from './picture-of';
import type { Table } from './plot-files';

interface Cell {
  readonly stage: number;
  readonly place: number;
}

export class GnGptLens extends GnElement {
  static override properties = {
    ...GnElement.properties,
    lab: { attribute: false },
    cell: { state: true },
  };
  declare lab: GptLab;
  declare cell: Cell | undefined; // none: the last place, after the last layer

  static override styles = [
    shared,
    textStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      summary {
        width: fit-content;
        min-height: 24px;
        font-weight: 600;
        cursor: pointer;
      }
      .body {
        display: grid;
        gap: var(--space-2);
        margin-top: var(--space-2);
        min-width: 0;
      }
      .scroll {
        overflow-x: auto;
        padding: 2px;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-size: var(--text-s);
      }
      th {
        font-weight: 400;
        color: var(--ink-soft);
      }
      th[scope='row'] {
        position: sticky;
        left: 0;
        z-index: 1;
        padding-right: 6px;
        text-align: left;
        white-space: nowrap;
        background: var(--paper);
      }
      td,
      th[scope='col'] {
        min-width: 26px;
        text-align: center;
      }
      td button {
        display: grid;
        place-content: center;
        width: 100%;
        min-width: 26px;
        height: 26px;
        padding: 0 3px;
        border-radius: 4px;
        background: color-mix(in srgb, var(--positive-half) calc(100% * var(--p)), var(--zero));
        white-space: nowrap;
      }
      td button.right {
        font-weight: 700;
        box-shadow: inset 0 -3px var(--ink);
      }
      td button[aria-pressed='true'] {
        outline: 2px solid var(--ink);
        outline-offset: 0;
      }
      .truth th,
      .truth td {
        padding-top: 4px;
      }
      ol {
        display: grid;
        gap: 1px;
        max-width: 440px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(2.2em, max-content) minmax(0, 1fr) 4.4em;
        align-items: center;
        gap: var(--space-2);
        min-height: 22px;
        font-size: var(--text-s);
      }
      li span:first-child {
        text-align: center;
        white-space: nowrap;
      }
      li span:last-child {
        text-align: right;
      }
      .track {
        height: 12px;
        border-radius: 4px;
        background: var(--zero);
      }
      .track i {
        display: block;
        height: 100%;
        border-radius: 4px;
        background: var(--positive-half);
        transform-origin: left;
      }
    `,
  ];

  override render() {
    const { writing } = this.lab;
    return html`<details
      ?open=${writing.lensOpen.value}
      @toggle=${(event: Event) => {
        writing.lensOpen.value = (event.target as HTMLDetailsElement).open;
      }}
    >
      <summary>${t('gpt.lens')}</summary>
      ${writing.lensOpen.value ? this.#body(writing.lens.value, writing.letters.value) : nothing}
    </details>`;
  }

  #body(lens: Lens | undefined, letters: Letters | undefined) {
    if (!lens || !letters) return html`<p class="hint">${t('transport.starting')}</p>`;
    const { tokens, readings } = lens;
    const sign = (token: number) => letterSign(letters.letter(token));
    const stage = Math.min(this.cell?.stage ?? readings.length - 1, readings.length - 1);
    const place = Math.min(this.cell?.place ?? tokens.length - 1, tokens.length - 1);
    return html`<div class="body">
      <p class="hint">${said(this.lab, 'gpt.lensHint')} <gn-about topic="gptLens" .panel=${t('gpt.lens')}></gn-about></p>
      <gn-save .heading=${t('gpt.lens')} .table=${this.#numbers} .picture=${this.#picture}></gn-save>
      <div class="scroll">
        <table aria-label=${t('gpt.lens')} @keydown=${this.#keydown}>
          <thead>
            <tr>
              <th scope="row">${t('gpt.lensSeen')}</th>
              ${Array.from(tokens, (token) => html`<th scope="col">${sign(token)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${readings.map(
              (reading, i) => html`<tr>
                <th scope="row">${stageName(reading)}</th>
                ${Array.from(tokens, (_, at) => this.#cell(reading, i, at, tokens, sign, i === stage && at === place))}
              </tr>`,
            )}
            <tr class="truth">
              <th scope="row">${t('gpt.lensTruth')}</th>
              ${Array.from(tokens, (_, at) => html`<td>${at + 1 < tokens.length ? sign(tokens[at + 1] ?? 0) : '?'}</td>`)}
            </tr>
          </tbody>
        </table>
      </div>
      ${this.#open(readings[stage], place, sign(tokens[place] ?? 0), sign)}
      <p class="quiet">
        ${t('gpt.lensHeat')} ${signNote(letters.spell([...tokens, ...readings.flatMap((each) => [...each.tokens])]))}
      </p>
    </div>`;
  }

  #cell(
    { tokens: answers, p, each, part, layer }: Reading,
    stage: number,
    place: number,
    tokens: Int32Array,
    sign: (token: number) => string,
    pressed: boolean,
  ) {
    const answer = answers[place * each] ?? 0;
    const share = p[place * each] ?? 0;
    const right = place + 1 < tokens.length && tokens[place + 1] === answer;
    const name = t(right ? 'gpt.lensRight' : 'gpt.lensCell', {
      stage: stageName({ part, layer }),
      after: sign(tokens[place] ?? 0),
      i: place + 1,
      letter: sign(answer),
      share: percent(share),
    });
    return html`<td>
      <button
        type="button"
        class=${right ? 'right' : ''}
        tabindex=${pressed ? 0 : -1}
        aria-pressed=${pressed}
        aria-label=${name}
        title=${name}
        data-cell="${stage} ${place}"
        .style=${`--p: ${share.toFixed(3)}`}
        @click=${() => {
          this.cell = { stage, place };
        }}
      >
        ${sign(answer)}
      </button>
    </td>`;
  }

  #open(reading: Reading | undefined, place: number, after: string, sign: (token: number) => string) {
    if (!reading) return html`<p class="hint">${t('gpt.lensNone')}</p>`;
    const { each, tokens, p } = reading;
    return html`<p class="hint" role="status">
        ${t('gpt.lensOpen', { stage: stageName(reading), after, i: place + 1 })}
      </p>
      <ol aria-label=${t('gpt.lensBars')}>
        ${Array.from({ length: each }, (_, k) => {
          const share = p[place * each + k] ?? 0;
          return html`<li>
            <span>${sign(tokens[place * each + k] ?? 0)}</span
            ><span class="track"><i .style=${`transform: scaleX(${share})`}></i></span
            ><span>${percent(share)}</span>
          </li>`;
        })}
      </ol>`;
  }

  // A line for each answer: of which stage, at which place, how likely.
  #numbers = (): Table => {
    const { lens, letters } = this.lab.writing;
    const [seen, known] = [lens.peek(), letters.peek()];
    if (!seen || !known) return { columns: [], rows: [] };
    const sign = (token: number) => letterSign(known.letter(token));
    return {
      columns: [t('gpt.lensStage'), t('gpt.lensPlace'), t('gpt.lensSeen'), t('gpt.lensAnswer'), 'p'],
      rows: seen.readings.flatMap((reading) =>
        Array.from(reading.tokens, (token, i) => {
          const place = Math.floor(i / reading.each);
          return [
            stageName(reading),
            place + 1,
            sign(seen.tokens[place] ?? 0),
            sign(token),
            reading.p[i] ?? 0,
          ];
        }),
      ),
    };
  };

  #picture = (): HTMLCanvasElement | undefined => {
    const table = this.renderRoot.querySelector('table');
    return table ? pictureOf(table) : undefined;
  };

  #keydown = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).dataset?.cell?.split(' ').map(Number);
    const lens = this.lab.writing.lens.peek();
    const [dStage, dPlace] =
      { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
    if (!from || !lens || dStage === undefined || dPlace === undefined) return;
    event.preventDefault();
    const within = (x: number, n: number) => Math.min(n - 1, Math.max(0, x));
    const stage = within((from[0] ?? 0) + dStage, lens.readings.length);
    const place = within((from[1] ?? 0) + dPlace, lens.tokens.length);
    this.cell = { stage, place };
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-cell="${stage} ${place}"]`)?.focus(),
    );
  };
}

function stageName({ part, layer }: Pick<Reading, 'part' | 'layer'>): string {
  return t(`gpt.lens.${part}`, { layer });
}

customElements.define('gn-gpt-lens', GnGptLens);
