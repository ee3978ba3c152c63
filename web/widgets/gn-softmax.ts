// Softmax taken apart: scores, their exponentials, the sum, the probabilities, at a temperature of choice.
import { css, html, nothing } from 'lit';
import { count, number, percent, percentShort, probability, t } from '../locales';
import { begins, written } from './gn-entry';
import { GnLensed } from './lens';
import { isAnswer } from './names';
import { shared } from './styles';

const FEW = 5;
const MOST = 64; // rows
const UNDO_DEPTH = 50;
const SCORE_PX = 20; // of a drag that make a score one larger
const SCORE_KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 0.1,
  ArrowUp: 0.1,
  ArrowLeft: -0.1,
  ArrowDown: -0.1,
  PageUp: 1,
  PageDown: -1,
};

// Another temperature or other scores than the network's own.
export interface WhatIf {
  readonly temperature: number;
  readonly scores: readonly number[] | undefined; // by hand
  readonly share: number; // of the number that is explained
}

type Setting = Omit<WhatIf, 'share'>;

export class GnSoftmax extends GnLensed {
  static override properties = {
    ...GnLensed.properties,
    row: { type: Number }, // softmax or softmax_ce
    index: { type: Number }, // the number that is explained; −1: all alike
    sample: { type: Number },
    few: { type: Boolean }, // only the largest, until asked
    temperature: { state: true },
    moved: { state: true },
    typed: { state: true },
  };
  declare row: number;
  declare index: number;
  declare sample: number;
  declare few: boolean;
  declare temperature: number;
  declare moved: readonly number[] | undefined; // scores by hand, of a what-if
  declare typed: { readonly i: number; readonly text: string } | undefined;

  #drag: { readonly i: number; readonly x: number; readonly from: number } | undefined;
  #past: Setting[] = []; // for Ctrl+Z while the focus is here
  #going = false; // the temperature is being dragged
  #share = 0;
  #byHand: readonly number[] | undefined; // without what is masked
  #told: string | undefined; // what whoever shows it was told last

  constructor() {
    super();
    this.addEventListener('keydown', this.#back);
    this.row = -1;
    this.index = -1;
    this.sample = 0;
    this.few = false;
    this.temperature = 1;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
      }
      table {
        border-collapse: collapse;
        width: 100%;
        max-width: 560px;
      }
      th {
        font-weight: 400;
        font-size: var(--text-xs);
        color: var(--ink-faint);
        text-align: right;
        padding-left: 10px;
      }
      p {
        padding: 2px 0 var(--space-2);
      }
      td {
        padding: 2px 0 2px 10px;
        text-align: right;
        white-space: nowrap;
      }
      td:first-child {
        padding-left: 0;
        text-align: left;
      }
      tr.this td {
        font-weight: 600;
      }
      .from {
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
      }
      .knob {
        display: inline-block;
        cursor: ew-resize;
        touch-action: pan-y;
        user-select: none;
        border-radius: 5px;
        padding: 3px 4px;
        margin: -3px -4px;
        text-decoration: underline dotted var(--ink-faint);
        text-underline-offset: 3px;
      }
      .knob:hover {
        background: var(--sunken);
      }
      .bar {
        display: block;
        width: clamp(60px, 14vw, 150px);
        height: 10px;
        border-radius: 3px;
        background: var(--zero);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        background: var(--positive);
        transform-origin: left;
      }
      .quietly td {
        color: var(--ink-soft);
      }
      .sum td {
        border-top: 1px solid var(--line-strong);
        color: var(--ink-soft);
      }
      .heat,
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      .heat {
        padding: var(--space-2) 0;
      }
      input {
        width: 160px;
      }
      .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: var(--text-xs);
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('row') && !changed.has('sample')) return;
    this.moved = this.typed = undefined;
    this.#past = [];
  }

  override render() {
    this.via.watch();
    const plan = this.via.plan;
    const row = plan?.rows[this.row];
    const look = this.via.look;
    const scores = plan?.rows[row?.inputs[0] ?? -1];
    if (!plan || !row || !scores || !look) return nothing;
    if (this.via.pending({ kind: 'value', id: this.row, index: 0 }))
      return html`<p class="quiet">${t('number.waiting')}</p>`;
    const n = row.shape[row.shape.length - 1] ?? 1;
    const first = this.index < 0 ? 0 : Math.floor(this.index / n) * n;
    const x = this.moved ?? Array.from(this.via.values(scores.index).subarray(first, first + n));
    const { y, exps, sum } = look.softmax(
      scores.index,
      this.sample * scores.size + first,
      n,
      this.temperature,
      this.moved,
    );
    const score = (i: number) =>
      ({ kind: 'value', id: scores.index, index: first + i, sample: this.sample }) as const;
    const named = (i: number) => this.via.part?.(score(i)) ?? String(i);
    // Within a net it shares among positions or neurons, not classes.
    const name = (i: number) =>
      this.via.part?.(score(i)) ??
      (isAnswer(plan, row)
        ? t('short.class', { index: i })
        : this.via.name(plan, { kind: 'value', id: row.index, index: first + i }));
    const all = Array.from({ length: n }, (_, i) => i).filter((i) => !this.via.absent?.(score(i)));
    const largest = [...all].sort((a, b) => (y[b] ?? 0) - (y[a] ?? 0)).slice(0, FEW);
    const meant = this.index - first;
    this.#share = y[meant] ?? 0;
    this.#byHand = this.moved && all.map((i) => x[i] ?? 0);
    const shown = this.few ? all.filter((i) => largest.includes(i) || i === meant) : all.slice(0, MOST);
    const left = all.filter((i) => !shown.includes(i));
    const rest = (list: Float32Array) => look.sum(left.map((i) => list[i] ?? 0));
    return html`<table>
        <tr>
          <td></td>
          <th scope="col">${t('number.score')}</th>
          <th scope="col">${t('number.exp')}</th>
          <th scope="col">${t('number.probability')}</th>
          <td></td>
        </tr>
        ${shown.map(
          (i) => html`<tr class=${i === meant ? 'this' : ''} data-share=${y[i] ?? 0}>
            <td>${name(i)}</td>
            <td>
${
  this.moved
    ? this.#knob(i, x[i] ?? 0)
    : html`<button
                class="from"
                type="button"
                aria-label=${t('number.from', { name: `${t('number.score')} ${named(i)}`, value: number(x[i] ?? 0) })}
                @click=${() => this.via.follow(score(i))}
              >
                ${number(x[i] ?? 0)}
              </button>`
}
            </td>
            <td>${number(exps[i] ?? 0)}</td>
            <td>${probability(y[i] ?? 0)}</td>
            <td><span class="bar" aria-hidden="true"><i data-bar=${y[i] ?? 0}></i></span></td>
          </tr>`,
        )}
        ${
          left.length > 0
            ? html`<tr class="quietly" data-others>
                <td colspan="2">
                  ${left.length === 1 ? t('number.oneOther') : t('number.others', { count: count(left.length) })}
                </td>
                <td>${number(rest(exps))}</td>
                <td>${probability(rest(y))}</td>
                <td></td>
              </tr>`
            : nothing
        }
        <tr class="sum">
          <td colspan="2">${t('number.total')}</td>
          <td data-sum=${sum}>${number(sum)}</td>
          <td>${Number.isFinite(sum) ? percentShort(1) : percent(sum)}</td>
          <td></td>
        </tr>
      </table>
      <p class="quiet">${t(this.temperature === 1 ? 'number.largest' : 'number.largestOver')}</p>
      ${
        n <= MOST
          ? html`<button
              class="button"
              type="button"
              aria-pressed=${this.moved !== undefined}
              @click=${() => {
                this.#keep();
                this.moved = this.moved ? undefined : [...x];
              }}
            >
              ${t(this.moved ? 'number.ownScores' : 'number.moveScores')}
            </button>`
          : nothing
      }
      <div class="heat"><label
        ><span>${t('layerview.temperature', { value: number(this.temperature) })}</span>
        <input
          type="range"
          min="-2"
          max="2"
          step="0.05"
          aria-label=${t('layerview.temperatureName')}
          aria-valuetext=${number(this.temperature)}
          .value=${String(Math.log2(this.temperature))}
          @input=${(event: Event) => {
            if (!this.#going) this.#keep();
            this.#going = true;
            this.temperature = 2 ** Number((event.target as HTMLInputElement).value);
          }}
          @change=${() => {
            this.#going = false;
          }}
      /></label>
        ${
          this.temperature === 1
            ? nothing
            : html`<button
                class="button"
                type="button"
                @click=${() => {
                  this.#keep();
                  this.temperature = 1;
                }}
              >
                ${t('number.ownTemperature')}
              </button>`
        }</div>
      ${
        this.few && all.length > shown.length
          ? html`<button
              class="button"
              type="button"
              @click=${() => {
                this.few = false;
              }}
            >
              ${t('number.all', { count: count(all.length) })}
            </button>`
          : nothing
      }`;
  }

  // A score by hand: drag it sideways, use the arrow keys, or type it.
  #knob(i: number, value: number) {
    const set = (to: number) => {
      this.moved = this.moved?.map((each, k) => (k === i ? to : each));
    };
    const end = (event: CustomEvent<number | null>) => {
      const here = this.shadowRoot?.activeElement === event.currentTarget;
      this.typed = undefined;
      if (event.detail !== null) {
        this.#keep();
        set(event.detail);
      }
      if (here)
        void this.updateComplete.then(() =>
          this.renderRoot.querySelector<HTMLElement>(`[data-score="${i}"]`)?.focus(),
        );
    };
    if (this.typed?.i === i) {
      return html`<gn-entry
        label=${`${t('number.score')} ${i}`}
        text=${this.typed.text}
        @take=${end}
        @leave=${end}
      ></gn-entry>`;
    }
    return html`<span
      class="knob"
      data-score=${i}
      role="slider"
      tabindex="0"
      title=${t('number.drag')}
      aria-label=${`${t('number.score')} ${i}`}
      aria-valuenow=${value}
      aria-valuetext=${number(value)}
      @pointerdown=${(event: PointerEvent) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        this.#drag = { i, x: event.clientX, from: value };
        this.#keep();
      }}
      @pointermove=${(event: PointerEvent) => {
        if (this.#drag?.i === i) set(this.#drag.from + (event.clientX - this.#drag.x) / SCORE_PX);
      }}
      @pointerup=${this.#release}
      @pointercancel=${this.#release}
      @dblclick=${() => {
        this.typed = { i, text: written(value) };
      }}
      @keydown=${(event: KeyboardEvent) => {
        const by = SCORE_KEYS[event.key];
        const text = by === undefined ? begins(event, value) : undefined;
        if (by === undefined && text === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        if (by !== undefined) {
          this.#keep();
          set(value + by);
        } else if (text !== undefined) this.typed = { i, text };
      }}
      >${number(value)}</span
    >`;
  }

  #release = () => {
    this.#drag = undefined;
  };

  // For Ctrl+Z to come back to.
  #keep(): void {
    const { temperature, moved: scores } = this;
    const last = this.#past.at(-1);
    if (last?.temperature !== temperature || last.scores !== scores)
      this.#past = [...this.#past.slice(1 - UNDO_DEPTH), { temperature, scores }];
  }

  #back = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || this.typed) return;
    const before = this.#past.findLast(
      ({ temperature, scores }) => temperature !== this.temperature || scores !== this.moved,
    );
    if (!before) return;
    event.preventDefault();
    event.stopPropagation(); // the drawing stays as it is
    this.#past = this.#past.slice(0, this.#past.indexOf(before));
    [this.temperature, this.moved] = [before.temperature, before.scores];
  };

  // Whoever shows the number in its head says what it is here.
  #tell(): void {
    const [{ temperature }, scores] = [this, this.#byHand];
    const detail: WhatIf | undefined =
      this.index >= 0 && (temperature !== 1 || scores)
        ? { temperature, scores, share: this.#share }
        : undefined;
    const words = JSON.stringify(detail);
    if (words === this.#told) return;
    this.#told = words;
    this.dispatchEvent(new CustomEvent('what-if', { detail }));
  }

  override updated(): void {
    this.#tell();
    for (const bar of this.renderRoot.querySelectorAll<HTMLElement>('[data-bar]')) {
      bar.style.transform = `scaleX(${Number(bar.dataset.bar) || 0})`;
    }
  }
}

customElements.define('gn-softmax', GnSoftmax);
