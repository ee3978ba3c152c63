// Slopes: the stories at the left, each with a picture of its function; what the open one is about; and its descent.
import { css, html } from 'lit';
import { t } from '../locales';
import { SlopesLab } from '../state/slopes';
import { STORIES, type StoryName, told } from '../state/slopes-stories';
import { ramps } from '../widgets/colour';
import '../widgets/gn-slopes';
import { SlopesElement } from '../widgets/slopes-element';
import { mapOf, paintContours } from '../widgets/slopes-paint';
import { surfaceName } from '../widgets/slopes-words';
import { shared } from '../widgets/styles';

const TILE = 64; // px of the picture of a story
const LEVELS = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9];

let kept: SlopesLab | undefined; // stays as it is while other views are open

export class GnSlopesView extends SlopesElement {
  #painted: unknown;

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      main {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template-columns: clamp(176px, 15vw, 260px) minmax(0, 1fr);
        gap: 0 clamp(20px, 2vw, 40px);
        padding: var(--space-1) var(--edge) 0;
      }
      .stories {
        display: flex;
        flex-direction: column;
        gap: 1px;
        min-height: 0;
        overflow-y: auto;
        scrollbar-width: thin;
        padding: 2px 2px var(--space-3);
      }
      .stories button {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        flex: none;
        min-height: 40px;
        padding: 3px 6px;
        border-radius: var(--radius-m);
        font-size: var(--text-s);
        line-height: 1.25;
        text-align: left;
        color: var(--ink-soft);
      }
      .stories button:hover {
        color: var(--ink);
        background: var(--sunken);
      }
      .stories [aria-checked='true'] {
        color: var(--ink);
        font-weight: 600;
        background: var(--sunken);
      }
      canvas {
        flex: none;
        width: 32px;
        height: 32px;
        border-radius: 6px;
        border: 1px solid var(--line);
        background: var(--raised);
      }
      .descent {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
        height: calc(100dvh - var(--above) - var(--space-1));
      }
      .about {
        max-width: 84ch;
        min-height: 2.9em;
        padding: 2px 0 var(--space-2);
        font-size: var(--text-m);
        line-height: 1.45;
      }
      gn-slopes {
        flex: 1;
      }
      @media (max-width: 900px) {
        main {
          display: flex;
          flex-direction: column;
        }
        .stories {
          flex-direction: row;
          flex: none;
          overflow-x: auto;
          overflow-y: hidden;
          padding-bottom: var(--space-2);
          margin: 0 calc(-1 * var(--edge));
          padding-inline: var(--edge);
        }
        .stories button {
          flex-direction: column;
          gap: 3px;
          width: 76px;
          padding: 5px 3px;
          font-size: var(--text-xs);
          text-align: center;
        }
        .descent {
          height: auto;
        }
      }
      @media (min-width: 901px) and (max-height: 600px) {
        .descent {
          height: 600px;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const { slopes } = this.session.settings;
    kept ??= new SlopesLab(this.session, slopes.peek());
    this.lab = kept;
    const { lab } = this;
    // Link and lab say the same: whichever changes leads.
    this.follow(() => {
      const text = slopes.value;
      if (text !== lab.text && !lab.playing.peek()) lab.read(text);
    });
    this.follow(() => {
      const { value } = lab.state;
      if (!lab.playing.value && value) slopes.value = lab.text;
    });
    this.follow(() => {
      if (lab.wrong.value === undefined) return;
      this.session.notice.value = { kind: 'unknown-setting', where: 'slopes' };
      lab.wrong.value = undefined;
    });
    this.follow(() => {
      void ramps.value;
      void lab.core.value;
      void this.updateComplete.then(() => this.#paint());
    });
  }

  override disconnectedCallback(): void {
    this.lab.pause(); // while the link still follows
    super.disconnectedCallback();
  }

  override updated(): void {
    this.#paint();
    // Where the stories are a strip, the open one is in sight; only they scroll.
    const strip = this.renderRoot.querySelector<HTMLElement>('.stories');
    const open = strip?.querySelector<HTMLElement>('[aria-checked=true]');
    if (!strip || !open || strip.scrollWidth <= strip.clientWidth) return;
    const [from, to] = [open.offsetLeft - strip.offsetLeft, open.offsetWidth];
    if (from < strip.scrollLeft || from + to > strip.scrollLeft + strip.clientWidth)
      strip.scrollLeft = from - (strip.clientWidth - to) / 2;
  }

  override render() {
    const { lab } = this;
    const { story } = lab.state.value;
    return html`<main aria-label=${t('slopes.main')}>
      <div class="stories" role="radiogroup" aria-label=${t('slopes.stories')} @keydown=${this.#key}>
        ${STORIES.map(
          (each) => html`<button
            type="button"
            role="radio"
            data-story=${each}
            tabindex=${each === story ? 0 : -1}
            aria-checked=${each === story}
            @click=${() => lab.tell(each)}
          >
            <canvas width=${2 * TILE} height=${2 * TILE} aria-hidden="true"></canvas>
            <span>${t(`slopes.story.${each}`)}</span>
          </button>`,
        )}
      </div>
      <div class="descent">
        <p class="about">${this.#about()}</p>
        <gn-slopes .session=${this.session} .lab=${lab}></gn-slopes>
      </div>
    </main>`;
  }

  // What the story says is true of its own function only.
  #about(): string {
    const { story, surface } = this.lab.state.value;
    const own = surface !== told(story).surface && !(story === 'level' && surface === 'shelf');
    return own ? t('slopes.ownAbout', { name: surfaceName(surface) }) : t(`slopes.about.${story}`);
  }

  // Arrow keys go on to the next story, as in every group of radios.
  #key = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = STORIES.indexOf(this.lab.state.peek().story);
    const next = STORIES[(at + by + STORIES.length) % STORIES.length] as StoryName;
    this.lab.tell(next);
    this.renderRoot.querySelector<HTMLElement>(`[data-story=${next}]`)?.focus();
  };

  // A picture each, anew when the theme changes.
  #paint(): void {
    const ink = ramps.peek();
    const core = this.lab?.core.peek();
    if (!ink || !core || this.#painted === ink) return;
    const tiles = this.renderRoot.querySelectorAll<HTMLCanvasElement>('.stories canvas');
    if (tiles.length === 0) return;
    this.#painted = ink;
    for (const [i, canvas] of tiles.entries()) {
      const context = canvas.getContext('2d');
      const name = told(STORIES[i] as StoryName).surface;
      const surface = core.all.find((each) => each.name === name);
      if (!context || !surface) continue;
      const side = canvas.width;
      context.clearRect(0, 0, side, side);
      if (surface.dims === 2) {
        const { shades, lines } = core.picture(surface, TILE, TILE, LEVELS);
        context.drawImage(mapOf(shades, TILE, TILE, ink), 0, 0, side, side);
        paintContours(context, lines, TILE, { surface, w: side, h: side }, ink.faint);
        continue;
      }
      const { value } = core.curve(surface, TILE);
      const most = Math.max(...value);
      context.strokeStyle = ink.ink;
      context.lineWidth = 4;
      context.beginPath();
      for (const [k, each] of value.entries())
        context.lineTo((side * k) / (TILE - 1), side * (0.88 - (0.8 * each) / most));
      context.stroke();
    }
  }
}

customElements.define('gn-slopes-view', GnSlopesView);
