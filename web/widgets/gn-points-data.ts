// What is learnt: the made sets as small pictures of themselves, points of one's own with their brushes, a table.
import { css, html, nothing } from 'lit';
import { count, type Key, t } from '../locales';
import type { PointsLab } from '../state/points';
import { OWN, TABLE_SET } from '../state/points-deal';
import { MOST_DOTS } from '../state/points-own';
import { classColour, classColours } from './class-colours';
import { ramps, signedIndex } from './colour';
import { GnElement } from './element';
import { chosenFile } from './file-choice';
import { icons } from './icons';
import { parts } from './panel-styles';
import { shared } from './styles';
import { titled } from './titled';

const TILE = 44;
const DRAWN = 130; // points of a picture
const MOST_CLASSES = 12;

export class GnPointsData extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: PointsLab;

  static override styles = [
    shared,
    parts,
    css`
      .sets {
        display: grid;
        grid-template-columns: repeat(5, 1fr);
        gap: 5px;
      }
      .sets button {
        display: grid;
        place-items: center;
        aspect-ratio: 1;
        min-width: 0;
        border-radius: var(--radius-s);
        border: 1px solid var(--line);
        background: var(--raised);
        overflow: hidden;
        font-size: var(--text-xs);
        color: var(--ink-soft);
        line-height: 1.15;
      }
      .sets button:hover {
        border-color: var(--line-strong);
      }
      .sets [aria-checked='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
        color: var(--ink);
        font-weight: 600;
      }
      canvas {
        width: 100%;
        height: 100%;
      }
      .row {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 4px;
      }
      .name {
        color: var(--ink-faint);
        font-weight: 400;
      }
      .brush {
        width: 28px;
        height: 28px;
        display: grid;
        place-content: center;
        border-radius: 50%;
        border: 2px solid transparent;
      }
      .brush i {
        width: 18px;
        height: 18px;
        border-radius: 50%;
        background: var(--colour);
      }
      .brush[aria-checked='true'] {
        border-color: var(--ink);
      }
      .row .button {
        min-height: 28px;
        padding: 0 8px;
      }
      .row .button[aria-checked='true'] {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
      }
      .wrong {
        color: var(--error);
        font-size: var(--text-xs);
        line-height: 1.4;
      }
      .quiet {
        line-height: 1.4;
      }
      @media (max-width: 640px) {
        .sets {
          grid-template-columns: repeat(7, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow(() => {
      void this.lab?.maker.value;
      void this.session?.settings.pointsClasses.value;
      void ramps.value;
      queueMicrotask(() => this.#draw());
    });
  }

  override updated(): void {
    this.#draw();
  }

  override render() {
    const { lab, session } = this;
    const sets = lab.maker.value?.sets ?? [];
    const chosen = lab.dealing.value?.set;
    const pick = (set: string) => {
      session.settings.points.value = set;
    };
    const tile = (set: string, body: unknown, press = () => pick(set)) => html`<button
      type="button"
      role="radio"
      data-set=${set}
      tabindex=${chosen === set ? 0 : -1}
      aria-checked=${chosen === set}
      aria-label=${t(`points.set.${set}` as Key)}
      title=${t(`points.set.${set}` as Key)}
      @click=${press}
    >
      ${body}
    </button>`;
    return html`${titled('pointsData', t('points.data'), html`${t('points.data')} <span class="name">${chosen ? t(`points.set.${chosen}` as Key) : ''}</span>`)}
      <div class="sets" role="radiogroup" aria-label=${t('points.data')} @keydown=${this.#key}>
        ${sets.map(({ name }) => tile(name, html`<canvas width=${2 * TILE} height=${2 * TILE}></canvas>`))}
        ${tile(OWN, html`<span aria-hidden="true">${icons.pen}</span>`)}
        ${tile(TABLE_SET, html`<span aria-hidden="true">CSV</span>`, () => {
          if (lab.file.sheet.value && chosen !== TABLE_SET) pick(TABLE_SET);
          else this.#choose();
        })}
      </div>
      <input type="file" accept=".csv,.tsv,.txt,text/csv" hidden aria-label=${t('points.file')} @change=${this.#file} />
      ${lab.file.trouble.value ? html`<p class="wrong" role="alert">${t(`points.${lab.file.trouble.value}`)}</p>` : nothing}
      ${chosen === OWN ? this.#brushes() : chosen === TABLE_SET ? this.#sheet() : nothing}`;
  }

  #brushes() {
    const { lab } = this;
    const brush = lab.own.label.value;
    const classes = this.lab.dealing.value?.points.classes ?? 2;
    const dots = lab.own.dots.value.length;
    return html`<div class="row" role="radiogroup" aria-label=${t('points.brush')} @keydown=${this.#key}>
        ${Array.from(
          { length: classes },
          (_, label) => html`<button
            class="brush"
            type="button"
            role="radio"
            .style=${`--colour:${classColour(label)}`}
            tabindex=${brush === label ? 0 : -1}
            aria-checked=${brush === label}
            aria-label=${t('points.class', { n: label + 1 })}
            @click=${() => {
              lab.own.label.value = label;
            }}
          >
            <i></i>
          </button>`,
        )}
        <button
          class="button"
          type="button"
          role="radio"
          tabindex=${brush < 0 ? 0 : -1}
          aria-checked=${brush < 0}
          @click=${() => {
            lab.own.label.value = -1;
          }}
        >
          ${t('points.rub')}
        </button>
      </div>
      <div class="row">
        <button
          class="button"
          type="button"
          ?disabled=${classes >= MOST_CLASSES}
          @click=${() => {
            this.session.settings.pointsClasses.value = classes + 1;
            lab.own.label.value = classes;
          }}
        >
          ${icons.plus}${t('points.addClass')}
        </button>
        <button class="button" type="button" ?disabled=${!lab.own.canUndo.value} aria-label=${t('points.undo')} title=${t('points.undo')} @click=${() => lab.own.undo()}>
          ${icons.undo}
        </button>
        <button class="button" type="button" ?disabled=${dots === 0} @click=${() => lab.own.clear()}>${t('points.clear')}</button>
      </div>
      <p class="quiet">${t('points.dots', { n: count(dots), most: count(MOST_DOTS), classes: MOST_CLASSES })}</p>`;
  }

  #sheet() {
    return html`<div class="row">
      <button class="button" type="button" @click=${() => this.lab.file.reopen()}>${t('points.columns')}</button>
      <button class="button" type="button" @click=${() => this.#choose()}>${t('points.otherFile')}</button>
    </div>`;
  }

  #choose(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
  }

  #file = (event: Event) => {
    const file = chosenFile(event);
    if (file) void this.lab.file.open(file);
  };

  // Arrow keys go on to the next choice, as in every group of radios.
  #key = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const all = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role=radio]')];
    const at = all.indexOf(event.target as HTMLElement);
    const next = all[(at + by + all.length) % all.length];
    event.preventDefault();
    next?.focus();
    if (next && next.dataset.set !== TABLE_SET) next.click();
  };

  #draw(): void {
    const { lab } = this;
    const maker = lab?.maker.peek();
    const ramp = ramps.peek();
    if (!maker || !ramp) return;
    const colours = classColours();
    const classes = this.session.settings.pointsClasses.peek();
    const side = 2 * TILE;
    for (const { name, size } of maker.sets) {
      const context = this.renderRoot
        .querySelector<HTMLCanvasElement>(`[data-set=${name}] canvas`)
        ?.getContext('2d');
      if (!context) continue;
      const points = maker.make(name, classes, 0, 1, DRAWN);
      context.clearRect(0, 0, side, side);
      for (let i = 0; i < points.count; i++) {
        const x = points.x[i * size] ?? 0;
        const y = size === 1 ? (points.targets[i] ?? 0) : (points.x[i * size + 1] ?? 0);
        context.fillStyle =
          points.classes > 0
            ? (colours.css[(points.labels[i] ?? 0) % colours.css.length] ?? '')
            : size === 1
              ? ramp.ink
              : (ramp.signedCss[signedIndex(points.targets[i] ?? 0, 1)] ?? '');
        context.beginPath();
        context.arc((side / 2) * (1 + 0.88 * x), (side / 2) * (1 - 0.88 * y), 2.6, 0, 2 * Math.PI);
        context.fill();
      }
    }
  }
}

customElements.define('gn-points-data', GnPointsData);
