// The tape as the transport: a row of operations forwards, beneath it the same row backwards, δ by δ, and the step.
import { css, html, nothing } from 'lit';
import type { Row } from '../engine/plan';
import type { Phase } from '../engine/stepper';
import { t } from '../locales';
import { Step } from '../state/step';
import type { Place } from '../state/step-place';
import { fullScale, ramps } from './colour';
import './gn-about';
import { icons } from './icons';
import { fade, faded, more } from './more';
import { planesOf } from './names';
import { GnPlaced } from './placed';
import { fitted, Raster } from './raster';
import { shared } from './styles';

const PLAY_MS = 1400;
const THUMB_PX = 26;
const SMALL_PX = 18; // where the row is long
const LONG = 10;

export class GnTape extends GnPlaced {
  static override properties = { ...GnPlaced.properties, playing: { state: true } };
  declare playing: boolean;

  #timer: ReturnType<typeof setInterval> | undefined;
  #goal = 0; // where playing ends
  #raster = new Raster();
  #shown = -1;
  #sizes = new ResizeObserver(() => fade(this.renderRoot.querySelector<HTMLElement>('.scroll')));

  constructor() {
    super();
    this.playing = false;
  }

  static override styles = [
    shared,
    more,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .transport {
        position: relative;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px;
      }
      .transport .button {
        min-height: 32px;
        min-width: 32px;
        padding: 0 8px;
      }
      input {
        flex: 1;
        min-width: 90px;
        max-width: 280px;
        margin-inline: var(--space-2);
        accent-color: var(--ink-soft);
      }
      .way {
        position: absolute;
        inset: auto 0 -3px;
        width: 100%;
        height: 3px;
        accent-color: var(--ink);
      }
      .now {
        font-size: var(--text-xs);
        color: var(--ink-faint);
        min-width: 9em;
      }
      .scroll {
        overflow-x: auto;
        scrollbar-width: thin;
        padding: 4px 3px 5px;
        margin: 0 -3px;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(var(--rows), minmax(0, 1fr));
        min-width: calc(var(--rows) * 94px);
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ol + ol {
        margin-top: 4px;
      }
      li {
        min-width: 0;
        display: grid;
      }
      .chip {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 34px;
        min-width: 0;
        padding: 3px 6px 3px 4px;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
        font-size: var(--text-xs);
        text-align: left;
        white-space: nowrap;
        overflow: hidden;
      }
      .chip:hover {
        border-color: var(--line-strong);
      }
      .chip.ahead {
        background: none;
        border-style: dashed;
        color: var(--ink-faint);
      }
      .chip[aria-current='step'] {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
        font-weight: 600;
      }
      .chip span {
        min-width: 0;
        white-space: normal;
        overflow-wrap: anywhere; /* a long name in two lines, where the operations are many */
        line-height: 1.15;
      }
      canvas {
        flex: none;
        border-radius: 2px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#keydown);
    this.#sizes.observe(this);
    this.follow(() => {
      const step = this.step;
      void ramps.value;
      void step.frame.value;
      void step.sample.value;
      this.#draw();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#keydown);
    this.#sizes.disconnect();
    this.#stop();
  }

  override render() {
    const step = this.step;
    const stepper = step.stepper.value;
    const at = step.at.value;
    const aim = step.aim.value;
    const goal = step.goal.value;
    if (!stepper) return nothing;
    const { phases, plan, forwards } = stepper;
    const { total } = step;
    const run = step instanceof Step ? step : undefined;
    const direction = phases.length - (stepper.lossRow < 0 ? 0 : 1);
    const button = (name: Parameters<typeof t>[0], icon: unknown, run: () => void, off = false) =>
      html`<button class="button bare" type="button" aria-label=${t(name)} title=${t(name)} ?disabled=${off} @click=${run}>
        ${icon}
      </button>`;
    const chip = (phase: Phase, place: number) => {
      const row = plan.rows[phase.row];
      const done = place < at;
      const name = row
        ? `${phase.kind === 'backward' ? 'δ ' : ''}${this.via.rowName?.(row) ?? row.name}`
        : t('step.update');
      const title =
        phase.kind === 'update' ? name : t(phase.kind === 'forward' ? 'step.forth' : 'step.back', { name });
      return html`<li data-column=${phase.kind === 'update' ? -1 : phase.row}>
        <button
          class="chip ${done ? '' : 'ahead'}"
          type="button"
          aria-label=${title}
          title=${title}
          aria-current=${place === at - 1 ? 'step' : 'false'}
          @click=${() => this.#go(place + 1)}
        >
          ${
            row && done
              ? html`<canvas aria-hidden="true" data-row=${this.#of(row, phase)} data-kind=${phase.kind}></canvas>`
              : nothing
          }<span>${name.split('_').map((part, i) => (i > 0 ? html`_<wbr />${part}` : part))}</span>
        </button>
      </li>`;
    };
    return html`<div class="transport" role="group" aria-label=${t('step.transport')}>
        ${button('step.start', icons.first, () => this.#go(0), aim === 0)}
        ${button('step.previous', icons.left, () => this.#go(step.aim.peek() - 1), aim === 0)}
        ${button(this.playing ? 'steps.pause' : 'step.play', this.playing ? icons.pause : icons.play, () => this.#play(step, total))}
        ${button('step.next', icons.right, () => this.#go(step.aim.peek() + 1), aim >= total)}
        ${button('step.end', icons.last, () => this.#go(total), aim >= total)}
        <input
          type="range"
          min="0"
          max=${total}
          step="1"
          aria-label=${t('step.scrub')}
          aria-valuetext=${t('step.at', { done: aim, count: total })}
          .value=${String(aim)}
          @input=${(event: Event) => this.#go(Number((event.target as HTMLInputElement).value))}
        />
        <span class="now">${t('step.at', { done: at, count: total })}</span>
        <gn-about topic="stepTape" .panel=${t('step.transport')}></gn-about>
        ${
          step.turns.busy.value
            ? html`<progress
                class="way"
                aria-label=${t('step.working')}
                max=${goal ?? nothing}
                value=${goal === undefined ? nothing : step.along.value}
              ></progress>`
            : nothing
        }
        <button class="button" type="button" ?disabled=${aim === forwards} @click=${() => this.#go(forwards)}>
          ${t('step.toLoss')}
        </button>
        ${
          stepper.lossRow < 0
            ? nothing
            : html`<button
                class="button ${aim >= direction ? '' : 'primary'}"
                type="button"
                ?disabled=${aim >= direction}
                title=${t('step.directionHint')}
                @click=${() => this.#go(direction)}
              >
                ${t('step.direction')}
              </button>
              ${run ? this.#descend(run, aim, direction, total) : nothing}`
        }
      </div>
      <div class="scroll more" @scroll=${faded}>
        <ol aria-label=${t('step.forwardRow')}>
          ${phases.slice(0, forwards).map(chip)}
        </ol>
        ${
          stepper.lossRow < 0
            ? nothing
            : html`<ol aria-label=${t('step.backwardRow')} class="back">
                ${this.#backRow(phases, forwards, plan.rows, chip)}
              </ol>`
        }
      </div>`;
  }

  #descend(run: Step, aim: number, direction: number, total: number) {
    const made = run.outcome.value !== undefined;
    return html`<button
      class="button ${aim >= direction && !made ? 'primary' : ''}"
      type="button"
      ?disabled=${aim < direction || made}
      title=${t('step.descendHint')}
      @click=${() => {
        this.#go(total);
        run.descend();
      }}
    >
      ${t('step.descend')}
    </button>`;
  }

  // Beneath each operation its way back, so that time runs to the left; the step stands at the left end.
  #backRow(
    phases: readonly Phase[],
    forwards: number,
    rows: readonly Row[],
    chip: (phase: Phase, place: number) => unknown,
  ) {
    const last = phases.length - 1;
    const update = last < this.step.total ? phases[last] : undefined;
    let updated = false;
    return rows.map(({ index }) => {
      const place = phases.findIndex(({ kind, row }) => kind === 'backward' && row === index);
      const phase = phases[place];
      if (phase && place >= forwards) return chip(phase, place);
      if (updated || !update) return html`<li></li>`;
      updated = true;
      return chip(update, last);
    });
  }

  // What an operation has made: forwards its values, backwards the δ of its input.
  #of(row: Row, { kind }: Phase): number {
    return kind === 'forward' ? row.index : (row.inputs[0] ?? row.index);
  }

  override updated(): void {
    this.style.setProperty('--rows', String(this.step.stepper.peek()?.forwards ?? 1));
    this.#draw();
    fade(this.renderRoot.querySelector<HTMLElement>('.scroll'));
    const at = this.step.at.peek();
    if (at === this.#shown) return;
    this.#shown = at;
    const chip = this.renderRoot.querySelector<HTMLElement>("[aria-current='step']");
    const scroll = this.renderRoot.querySelector<HTMLElement>('.scroll');
    if (!chip || !scroll) return;
    const [a, b] = [chip.getBoundingClientRect(), scroll.getBoundingClientRect()];
    if (a.left < b.left || a.right > b.right) scroll.scrollBy({ left: a.left - b.left - b.width / 3 });
  }

  #draw(): void {
    const colours = ramps.peek();
    const step = this.session && this.step;
    const plan = step?.stepper.peek()?.plan;
    if (!colours || !step || !plan || !this.renderRoot) return;
    const thumb = plan.rows.length > LONG ? SMALL_PX : THUMB_PX;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const row = plan.rows[Number(canvas.dataset.row)];
      if (!row) continue;
      const kind = canvas.dataset.kind === 'forward' ? 'value' : 'gradient';
      const { absent } = this.via;
      const made = step.tensor({ kind, id: row.index });
      const values = absent
        ? made.map((value, index) => (absent({ kind, id: row.index, index }) ? 0 : value))
        : made;
      const [planes, height, width] = this.via.planes?.(row) ?? planesOf(row);
      const long = height === 1 && width > 24;
      const across = height === 1 ? (long ? Math.ceil(Math.sqrt(width)) : 1) : width;
      const down = height === 1 ? Math.ceil(width / across) : height;
      const context = fitted(canvas, height === 1 && !long ? 8 : thumb, thumb);
      if (!context || values.length === 0) continue;
      canvas.style.width = `${height === 1 && !long ? 8 : thumb}px`;
      canvas.style.height = `${thumb}px`;
      const pixels = kind === 'value' && row.op === 'in' && row.size === 784;
      // Of many maps the first four, as a square.
      const shown = planes >= 4 ? 4 : 1;
      const each = across * down;
      const part = Float32Array.from({ length: shown * each }, (_, i) => values[i] ?? 0);
      this.#raster.draw(part, across, shown * down, colours, pixels ? 'pixels' : fullScale(values));
      context.imageSmoothingEnabled = false;
      const side = shown === 4 ? thumb / 2 : thumb;
      for (let i = 0; i < shown; i++) {
        const wide = height === 1 && !long ? 8 : side;
        context.drawImage(
          this.#raster.canvas,
          0,
          i * down,
          across,
          down,
          (i % 2) * side,
          Math.floor(i / 2) * side,
          wide,
          side,
        );
      }
    }
  }

  // ---------------------------------------------------------------- moving

  #go(to: number): void {
    this.#stop();
    this.step.go(to);
  }

  #play(step: Place, total: number): void {
    if (this.playing) {
      this.#stop();
      return;
    }
    if (step.at.peek() >= total) step.go(0);
    this.#goal = total;
    this.playing = true;
    this.#timer = setInterval(() => {
      if (step.goal.peek() !== undefined) return; // the operation before is still under way
      if (step.at.peek() >= this.#goal) this.#stop();
      else step.go(step.at.peek() + 1);
    }, PLAY_MS);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  // Arrows step wherever the focus is, unless something there takes them itself.
  #keydown = (event: KeyboardEvent) => {
    const taken = event
      .composedPath()
      .some(
        (each) =>
          each instanceof HTMLElement &&
          (each.matches('input, select, textarea, [role=slider], [role=radio]') || each.isContentEditable),
      );
    if (taken || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = this.step;
    const to = {
      ArrowRight: step.aim.peek() + 1,
      ArrowLeft: step.aim.peek() - 1,
      Home: 0,
      End: step.total,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#go(to);
  };
}

customElements.define('gn-tape', GnTape);
