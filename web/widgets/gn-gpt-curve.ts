// The loss of a small GPT over its steps, in nats or in bits per character, with what guessing would cost.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import type { GptLab } from '../state/gpt';
import { byHeartSince, hasBlownUp, lossesOf } from '../state/gpt-losses';
import { GnElement } from './element';
import './gn-about';
import './gn-curve';
import type { Line } from './gn-curve';
import { said } from './gpt-words';
import { shared } from './styles';

const UNITS = ['nats', 'bits'] as const;

export class GnGptCurve extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false }, unit: { state: true } };
  declare lab: GptLab;
  declare unit: (typeof UNITS)[number];

  constructor() {
    super();
    this.unit = 'nats';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
      }
      gn-curve {
        flex: 1;
        min-height: 190px;
      }
      .note {
        font-size: var(--text-s);
        line-height: 1.5;
        color: var(--ink-soft);
        max-width: 66ch;
      }
      .units button {
        min-height: 24px;
        padding: 0 6px;
        border-radius: var(--radius-s);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      .units [aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const { lab } = this;
    void lab.grown.value;
    const { scores, steps } = lab.history;
    const each = lab.perCharacter;
    const by = this.unit === 'bits' ? each / Math.LN2 : 1;
    const curve = lossesOf(lab.history);
    const guessing = lab.guessing * by;
    const blownUp = hasBlownUp(lab.history, lab.guessing);
    const byHeart = blownUp ? undefined : byHeartSince(lab.history);
    const lines: Line[] = [
      { name: t('curves.batch'), look: 'thin', x: curve.steps, y: curve.values.map((y) => y * by) },
      { name: t('curves.train'), look: 'bold', x: curve.steps, y: curve.smooth.map((y) => y * by) },
      {
        name: t('curves.test'),
        look: 'dashed',
        x: scores.map(({ step }) => step),
        y: scores.map(({ test }) => (test ? test.loss * by : undefined)),
      },
      {
        name: said(lab, `gpt.guessing.${this.unit}`, {
          kinds: count(lab.lesson.value?.kinds ?? 1),
          each: (1 / each).toFixed(2),
        }),
        look: 'past',
        x: [0, Math.max(1, steps)],
        y: [guessing, guessing],
      },
    ];
    return html`<gn-curve
      about="gptCurve"
      .heading=${said(lab, `gpt.curve.${this.unit}`)}
      .axis=${t('axis.step')}
      .lines=${lines}
      .low=${0}
      .high=${guessing * 1.12}
      .form=${(y: number) => y.toFixed(2)}
    >
      <span class="units" role="group" aria-label=${t('gpt.units')}>
        ${UNITS.map(
          (each) => html`<button
            type="button"
            aria-pressed=${each === this.unit}
            @click=${() => {
              this.unit = each;
            }}
          >
            ${t(`gpt.unit.${each}`)}
          </button>`,
        )}
      </span>
    </gn-curve>
    <p class="note" role="status">
        ${blownUp ? t('text.blownUp') : byHeart === undefined ? nothing : t('gpt.byHeart', { n: count(byHeart) })}
      </p>`;
  }
}

customElements.define('gn-gpt-curve', GnGptCurve);
