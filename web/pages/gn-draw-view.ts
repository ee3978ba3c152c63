// Draw: pad and stages | network | answer, with the model above and real digits below.
import { css, html, nothing } from 'lit';
import { answers, argmax } from '../engine/engine';
import { probability, t } from '../locales';
import { pictureFrom } from '../state/picture';
import { GnElement } from '../widgets/element';
import { chooseFile, chosenFile } from '../widgets/file-choice';
import '../widgets/gn-about';
import '../widgets/gn-bars';
import '../widgets/gn-draw-pad';
import type { GnDrawPad } from '../widgets/gn-draw-pad';
import '../widgets/gn-drawer';
import '../widgets/gn-model-picker';
import '../widgets/gn-inspector';
import '../widgets/gn-notation';
import '../widgets/gn-samples';
import '../widgets/gn-stages';
import { icons } from '../widgets/icons';
import { shared } from '../widgets/styles';

const COMPACT_PX = 112; // height of the strip that stays: 96 and its padding
const ANNOUNCE_AFTER_MS = 1200; // of quiet, so that a screen reader hears the answer and not every frame

export class GnDrawView extends GnElement {
  static override properties = {
    ...GnElement.properties,
    announced: { state: true },
    compact: { state: true },
  };
  declare announced: string;
  declare compact: boolean;

  #announceTimer = 0;

  constructor() {
    super();
    this.announced = '';
    this.compact = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      .models.top {
        padding: 2px var(--edge) var(--space-2);
      }
      main {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template:
          'left line says' auto
          'left net bars' minmax(250px, 1fr)
          'left samples samples' auto / var(--pad) minmax(0, 1fr) clamp(200px, 17vw, 380px);
        gap: var(--space-3) clamp(24px, 2.4vw, 56px);
        padding: var(--space-2) var(--edge) var(--space-4);
      }
      .hand {
        display: contents;
      }
      .left {
        grid-area: left;
        display: flex;
        flex-direction: column;
        gap: var(--space-3);
      }
      .actions {
        display: flex;
        gap: var(--space-2);
      }
      .actions {
        align-items: center;
      }
      .actions .bare {
        padding: 0 var(--space-2);
      }
      @media (max-width: 359px) {
        .actions {
          flex-wrap: wrap;
        }
      }
      .actions gn-about {
        margin-left: auto;
      }
      gn-stages {
        margin-top: var(--space-1);
      }
      .line {
        grid-area: line;
        min-width: 0;
        display: flex;
        align-items: flex-start;
        gap: var(--space-1);
      }
      .line gn-notation {
        flex: 1;
      }
      .line gn-about {
        margin-top: 7px;
      }
      .says gn-about {
        margin-left: auto;
      }
      .net {
        grid-area: net;
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      @media (min-width: 1024px) and (max-height: 900px) {
        /* what is looked at takes the place of the line above it and of the digits below; the bars stay where they are */
        .zoomed :is(.line, .samples) {
          visibility: hidden;
        }
        .zoomed .net {
          grid-row: 1 / 4;
        }
      }
      gn-drawer {
        grid-area: drawer;
      }
      @media (min-width: 1240px) {
        main.open {
          --pad: clamp(248px, min(20vw, 100dvh - 354px), 620px);
          grid-template:
            'left line says drawer' auto
            'left net bars drawer' minmax(250px, 1fr)
            'left samples samples drawer' auto / var(--pad) minmax(0, 1fr) clamp(180px, 14vw, 340px) 320px;
          column-gap: clamp(16px, 1.6vw, 40px);
        }
      }
      @media (min-width: 641px) and (max-width: 1239px) {
        main.open {
          grid-template:
            'left says' auto
            'left bars' minmax(0, 1fr)
            'drawer drawer' auto
            'line line' auto
            'net net' auto
            'samples samples' auto / minmax(220px, 46%) minmax(0, 1fr);
        }
      }
      .experiments {
        margin: -6px auto auto -8px;
        min-height: 28px;
        padding: 0 var(--space-2);
      }
      .experiments.on {
        border-color: var(--ink);
        color: var(--ink);
      }
      .says {
        grid-area: says;
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-height: 62px;
        margin: -14px 0;
        white-space: nowrap;
      }
      .digit {
        font-size: var(--text-huge);
        line-height: 1;
        font-weight: 600;
        letter-spacing: -0.04em;
        flex: none;
        min-width: 0.62em;
        text-align: center;
      }
      .digit.unsure {
        color: var(--ink-faint);
        font-weight: 400;
      }
      .digit.named {
        max-width: 60%;
        overflow: hidden;
        text-overflow: ellipsis;
        font-size: var(--text-l);
        letter-spacing: normal;
      }
      .why {
        font-size: var(--text-s);
        color: var(--ink-soft);
        white-space: normal;
        line-height: 1.35;
      }
      .bars {
        grid-area: bars;
        min-height: 0;
        container: bars / size;
      }
      .samples {
        grid-area: samples;
        min-width: 0;
        border-top: 1px solid var(--line);
        padding-top: var(--space-3);
      }
      @media (max-width: 1023px) {
        main {
          grid-template:
            'left says' auto
            'left bars' minmax(0, 1fr)
            'line line' auto
            'net net' auto
            'samples samples' auto / minmax(220px, 46%) minmax(0, 1fr);
        }
        .net {
          min-height: 420px;
        }
        .says {
          margin: 0;
        }
      }

      @media (max-width: 640px) {
        main {
          display: block;
        }
        .hand {
          position: sticky;
          top: calc(112px - var(--tall, 0px));
          z-index: 10;
          display: grid;
          grid-template: 'left says' auto 'left bars' minmax(0, 1fr) / minmax(0, 54%) minmax(0, 1fr);
          gap: 0 var(--space-3);
          margin: 0 calc(-1 * var(--edge));
          padding: var(--space-2) var(--edge) var(--space-2);
          background: var(--paper);
          border-bottom: 1px solid transparent;
        }
        .actions {
          gap: 4px;
        }
        .actions .button {
          padding: 0 8px;
        }
        .actions .bare {
          padding: 0 4px;
        }
        .experiments {
          margin-top: var(--space-1);
        }
        .says {
          min-height: 44px;
          gap: var(--space-2);
        }
        .digit {
          font-size: 2.25rem;
        }
        .hand:not(.compact) .bars {
          min-height: 240px;
        }
        .why {
          font-size: var(--text-xs);
        }
        .line,
        .net,
        .samples,
        .models,
        .deep {
          margin-top: var(--space-4);
        }
        .net {
          --strip: 112px;
          min-height: 0;
          display: block;
        }
        .hand.compact {
          grid-template: 'left bars' 96px / 96px minmax(0, 1fr);
          align-content: end;
          height: var(--tall);
          border-bottom-color: var(--line);
        }
        .compact .actions,
        .compact .says {
          display: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('paste', this.#paste);
    addEventListener('keydown', this.#keydown);
    addEventListener('scroll', this.#scroll, { passive: true });
    narrow.addEventListener('change', this.#scroll);
  }

  override updated(): void {
    const hand = this.#hand();
    if (hand) this.#sizes.observe(hand);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('paste', this.#paste);
    removeEventListener('keydown', this.#keydown);
    removeEventListener('scroll', this.#scroll);
    narrow.removeEventListener('change', this.#scroll);
    this.#sizes.disconnect();
  }

  override render() {
    return html`${narrow.matches ? nothing : this.#picker()} ${this.#main()}
      <div class="sr" role="status" aria-live="polite">${this.announced}</div>`;
  }

  #main() {
    const { session } = this;
    const panel = session.settings.panel.value;
    const zoomed = session.inspect.zoomed.value;
    return html`<main class="${zoomed ? 'zoomed' : ''} ${panel ? 'open' : ''}" aria-label=${t('app.main')}>
      <div class="hand ${this.compact ? 'compact' : ''}">
        <section class="left" aria-label=${t('pad.title')}>
          <gn-draw-pad .session=${session}></gn-draw-pad>
          ${this.#actions()} ${narrow.matches ? nothing : html`<gn-stages .session=${session}></gn-stages>${this.#experiments()}`}
        </section>
        <section class="says" aria-label=${t('app.says')}>
          ${this.#answer()}<gn-about topic="bars"></gn-about>
        </section>
        <section class="bars" aria-label=${t('bars.title')}><gn-bars .session=${session}></gn-bars></section>
      </div>
      ${narrow.matches ? html`<section class="deep"><gn-stages .session=${session}></gn-stages>${this.#experiments()}</section>` : nothing}
      ${narrow.matches ? this.#picker() : nothing}
      <div class="line">
        <gn-notation .session=${session}></gn-notation><gn-about topic="notation"></gn-about>
      </div>
      <section class="net" aria-label=${t('network.name')}>
        <gn-inspector .session=${session}></gn-inspector>
      </section>
      <section class="samples" aria-label=${t('samples.title')}>
        <gn-samples .session=${session}></gn-samples>
      </section>
      ${panel ? html`<gn-drawer .session=${session}></gn-drawer>` : nothing}
    </main>`;
  }

  #picker() {
    return html`<section class="models ${narrow.matches ? '' : 'top'}" aria-label=${t('picker.title')}>
      <gn-model-picker .session=${this.session}></gn-model-picker>
    </section>`;
  }

  #actions() {
    const { session } = this;
    return html`<div class="actions">
      ${
        session.canUndo.value
          ? html`<button
              class="button"
              type="button"
              @click=${() => session.undo()}
            >
              ${icons.undo}${t('pad.undo')}
            </button>`
          : html`<button class="button primary" type="button" @click=${this.#drawOwn}>
              ${icons.pen}${t('pad.draw')}
            </button>`
      }
      <button class="button" type="button" @click=${() => session.clear()}>${t('pad.clear')}</button>
      <button
        class="button bare"
        type="button"
        aria-label=${t('pad.picture')}
        title=${t('pad.pictureHint')}
        @click=${this.#choosePicture}
      >
        ${icons.picture}
      </button>
      <gn-about topic="pad"></gn-about>
      <input
        type="file"
        accept="image/*"
        hidden
        aria-label=${t('pad.pictureHint')}
        @change=${(event: Event) => {
          const file = chosenFile(event);
          if (file) void session.pickPicture(file);
        }}
      />
    </div>`;
  }

  #experiments() {
    const { panel } = this.session.settings;
    const open = panel.value === 'experiments';
    const changed = this.session.experiments.active.value;
    return html`<button
      class="button bare experiments ${changed ? 'on' : ''}"
      type="button"
      aria-expanded=${open ? 'true' : 'false'}
      @click=${() => {
        panel.value = open ? '' : 'experiments';
      }}
    >
      ${icons.sliders}${t(changed ? 'experiments.on' : 'experiments.open')}
    </button>`;
  }

  #answer() {
    const { session } = this;
    void session.frame.value;
    const p = session.answer();
    if (p.length === 0 || (session.running.value?.plan.input ?? 0) < 0) return nothing; // the bars say why
    if (!answers(p)) {
      this.#announce(t('answer.none'));
      return html`<span class="digit unsure">–</span><span class="why">${t('answer.none')}</span>`;
    }
    const best = argmax(p);
    const share = probability(p[best] as number).replaceAll(' ', '\u00a0'); // stays on one line
    const name = (i: number): string => session.classes.value[i] ?? String(i);
    const label = session.label();
    const blank = session.blank.value;
    // A test digit on its way is no blank paper.
    if (session.coming.value) {
      this.#announce(t('samples.loading'));
      return html`<span class="digit unsure">…</span><span class="why">${t('samples.loading')}</span>`;
    }
    const why = blank
      ? t('answer.blank')
      : label === undefined
        ? t('answer.sure', { share })
        : t(label === best ? 'answer.right' : 'answer.wrong', { share, label: name(label) });
    this.#announce(
      blank
        ? t('answer.blank')
        : t('app.announce', { digit: name(best), share: probability(p[best] as number) }),
    );
    const named = session.classes.value[best] !== undefined;
    return html`<span class="digit ${blank || (p[best] as number) < 0.5 ? 'unsure' : ''} ${named ? 'named' : ''}">${name(best)}</span>
      <span class="why">${why}</span>`;
  }

  #announce(text: string): void {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => {
      this.announced = text;
    }, ANNOUNCE_AFTER_MS) as unknown as number;
  }

  // On a phone pad and bars stay in sight: their strip scrolls until 96 px of it are left, then shows itself small.
  #sizes = new ResizeObserver(() => {
    const hand = this.#hand();
    if (!hand || this.compact) return;
    hand.style.setProperty('--tall', `${hand.offsetHeight}px`);
    this.#scroll();
  });

  #hand(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.hand');
  }

  #scroll = () => {
    const hand = this.#hand();
    if (!narrow.matches || !hand) {
      this.compact = false;
      this.requestUpdate();
      return;
    }
    this.compact = hand.getBoundingClientRect().bottom <= COMPACT_PX + 1;
  };

  #drawOwn = () => {
    this.session.clear();
    this.renderRoot.querySelector<GnDrawPad>('gn-draw-pad')?.takeUpPen();
  };

  #choosePicture = () => chooseFile(this);

  #paste = (event: ClipboardEvent) => {
    const file = pictureFrom(event.clipboardData);
    if (file) void this.session.pickPicture(file);
  };

  #keydown = (event: KeyboardEvent) => {
    const typing = event.composedPath()[0] instanceof HTMLTextAreaElement;
    if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    this.session.undoLast();
  };
}

const narrow = matchMedia('(max-width: 640px)');

customElements.define('gn-draw-view', GnDrawView);
