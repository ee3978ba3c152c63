// Forward, one operation at a time: step, play slowly, scrub; the operation's formula with this input's numbers.
import { css, html, nothing } from 'lit';
import type { Plan } from '../engine/plan';
import { t } from '../locales';
import { GnElement } from './element';
import { numericLine } from './formula';
import { icons } from './icons';
import { latex, statements } from './latex';
import { layerOf, layerTitle, shortName } from './names';
import { shared } from './styles';

const PLAY_MS = 1600;

export class GnSteps extends GnElement {
  static override properties = { ...GnElement.properties, playing: { state: true } };
  declare playing: boolean;

  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.playing = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
        border-top: 1px solid var(--line);
        margin-top: 6px;
        padding-top: 4px;
      }
      .transport {
        display: flex;
        align-items: center;
        gap: 2px;
        min-height: 34px;
      }
      .transport .button {
        min-height: 32px;
        min-width: 32px;
        padding: 0 6px;
      }
      input {
        flex: 1;
        min-width: 40px;
        max-width: 220px;
        margin-inline: var(--space-2);
        accent-color: var(--ink-soft);
      }
      .now {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--space-4);
        font-size: var(--text-s);
        min-height: 44px;
        padding-bottom: 2px;
      }
      .now b {
        font-weight: 600;
      }
      math {
        font-size: 0.9375rem;
        margin: 0;
        width: max-content;
      }
      .numbers {
        max-width: 100%;
      }
      .title {
        font-size: var(--text-xs);
        color: var(--ink-soft);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        min-width: 0;
      }
      @container (max-width: 460px) {
        .transport {
          flex-wrap: wrap;
        }
        .title {
          order: -1;
          flex-basis: 100%;
        }
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override render() {
    void this.session.frame.value;
    const plan = this.session.running.value?.plan;
    if (!plan) return nothing;
    const { inspect } = this.session;
    const total = plan.rows.length;
    const done = Math.min(inspect.rows.value, total);
    const go = (rows: number) => {
      this.#stop();
      inspect.step(rows, plan);
    };
    const button = (name: Parameters<typeof t>[0], icon: unknown, run: () => void, off = false) =>
      html`<button class="button bare" type="button" aria-label=${t(name)} title=${t(name)} ?disabled=${off} @click=${run}>
        ${icon}
      </button>`;
    return html`<div class="transport" role="group" aria-label=${t('steps.name')} @keydown=${this.#keydown}>
        ${button('steps.first', icons.first, () => go(0), done === 0)}
        ${button('steps.back', icons.left, () => go(done - 1), done === 0)}
        ${button(this.playing ? 'steps.pause' : 'steps.play', this.playing ? icons.pause : icons.play, () => this.#play(plan))}
        ${button('steps.next', icons.right, () => go(done === total ? 1 : done + 1))}
        ${button('steps.last', icons.last, () => go(total), done === total)}
        <input
          type="range"
          min="0"
          max=${total}
          step="1"
          aria-label=${t('steps.scrub')}
          aria-valuetext=${t('steps.at', { done, count: total })}
          .value=${String(done)}
          @input=${(event: Event) => go(Number((event.target as HTMLInputElement).value))}
        />
        <span class="title">${done === total ? t('steps.name') : t('steps.at', { done, count: total })}</span>
      </div>
      ${done === total ? nothing : this.#now(plan, done)}`;
  }

  #now(plan: Plan, done: number) {
    const row = plan.rows[done - 1];
    if (!row) return html`<p class="now" role="status">${t('steps.none')}</p>`;
    const layer = layerOf(plan, row.index);
    const look = this.session.probe?.look;
    if (!look || !layer) return nothing;
    const values = this.session.values(row.index);
    let index = 0;
    for (let i = 1; i < values.length; i++)
      if (Math.abs(values[i] ?? 0) > Math.abs(values[index] ?? 0)) index = i;
    const what = { kind: 'value', id: row.index, index } as const;
    const terms = look.terms(what);
    const parts = statements(look.formula(row.index));
    return html`<div class="now" role="status">
      <span><b>${row.name}</b> <span class="quiet">${layerTitle(plan, layer)} · ${row.shape.join('×')}</span></span>
      ${(row.isLoss ? parts.slice(-1) : parts).map((part) => latex(part))}
      ${
        terms && terms.form !== 'given'
          ? html`<span class="quiet">${t('steps.example', { name: shortName(plan, what) })}</span>
              <span class="numbers">${numericLine(row, terms, look.normed(what))}</span>`
          : nothing
      }
    </div>`;
  }

  #play(plan: Plan): void {
    if (this.playing) {
      this.#stop();
      return;
    }
    const { inspect } = this.session;
    if (inspect.rows.peek() >= plan.rows.length) inspect.step(0, plan);
    this.playing = true;
    this.#timer = setInterval(() => {
      const now = this.session.running.peek()?.plan;
      if (!now || inspect.rows.peek() >= now.rows.length) this.#stop();
      else inspect.step(inspect.rows.peek() + 1, now);
    }, PLAY_MS);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  #keydown = (event: KeyboardEvent) => {
    const plan = this.session.running.peek()?.plan;
    if (!plan || event.target instanceof HTMLInputElement) return;
    const done = Math.min(this.session.inspect.rows.peek(), plan.rows.length);
    const to = {
      ArrowRight: done === plan.rows.length ? 1 : done + 1,
      ArrowLeft: done - 1,
      Home: 0,
      End: plan.rows.length,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#stop();
    this.session.inspect.step(to, plan);
  };
}

customElements.define('gn-steps', GnSteps);
