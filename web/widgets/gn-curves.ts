// Loss and accuracy of the run, over what the learner chooses: steps, epochs, samples or seconds.
import { css, html } from 'lit';
import type { Scored } from '../engine/run-messages';
import { percent, t } from '../locales';
import type { History } from '../state/history';
import type { Training } from '../state/training';
import { GnElement } from './element';
import './gn-curve';
import type { Line } from './gn-curve';
import { shared } from './styles';

const AXES = ['step', 'epoch', 'samples', 'seconds'] as const;
type Axis = (typeof AXES)[number];

export class GnCurves extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    axis: { state: true },
  };
  declare training: Training;
  declare axis: Axis;

  constructor() {
    super();
    this.axis = 'step';
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        gap: var(--space-2);
      }
      gn-curve {
        flex: 1;
        min-height: 104px;
      }
      .axes {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px;
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      .axes button {
        min-height: 24px;
        padding: 0 6px;
        border-radius: var(--radius-s);
        color: var(--ink-soft);
      }
      .axes button[aria-pressed='true'] {
        background: var(--sunken);
        color: var(--ink);
        font-weight: 600;
      }
    `,
  ];

  override render() {
    void this.training.grown.value;
    const { history } = this.training;
    const past = this.training.before.value;
    const axis = t(`axis.${this.axis}`);
    return html`<gn-curve
        .heading=${t('curves.loss')}
        logs
        .axis=${axis}
        .lines=${[...this.#losses(history), ...this.#past(past, 'loss')]}
      ></gn-curve>
      <gn-curve
        .heading=${t('curves.accuracy')}
        .axis=${axis}
        .low=${0}
        .high=${1}
        .form=${share}
        .lines=${[...this.#scores(history, 'accuracy'), ...this.#past(past, 'accuracy')]}
      ></gn-curve>
      <div class="axes" role="group" aria-label=${t('curves.axis')}>
        ${AXES.map(
          (each) => html`<button
            type="button"
            aria-pressed=${each === this.axis}
            @click=${() => {
              this.axis = each;
            }}
          >
            ${t(`axis.${each}`)}
          </button>`,
        )}
      </div>`;
  }

  // Of a step, what the axis counts: between two scores as much as passes between them.
  #place(scores: readonly Scored[], step: number): number {
    if (this.axis === 'step') return step;
    const after = scores.findIndex((each) => each.step >= step);
    const [a, b] = [scores[Math.max(0, after - 1)], scores[after < 0 ? scores.length - 1 : after]];
    if (!a || !b) return step;
    const share = b.step === a.step ? 0 : (step - a.step) / (b.step - a.step);
    return a[this.axis] + share * (b[this.axis] - a[this.axis]);
  }

  #losses(history: History): Line[] {
    const curve = history.curve();
    return [
      {
        name: t('curves.batch'),
        look: 'thin',
        x: curve.steps.map((step) => this.#place(history.scores, step)),
        y: curve.values,
      },
      ...this.#scores(history, 'loss'),
    ];
  }

  #scores({ scores }: History, what: 'loss' | 'accuracy'): Line[] {
    return (['train', 'test'] as const).map((of) => ({
      name: t(`curves.${of}`),
      look: of === 'train' ? 'bold' : 'dashed',
      x: scores.map((each) => each[this.axis]),
      y: scores.map((each) => each[of]?.[what]),
    }));
  }

  #past(history: History | undefined, what: 'loss' | 'accuracy'): Line[] {
    if (!history || history.scores.length < 2) return [];
    return [
      {
        name: t('curves.before'),
        look: 'past',
        x: history.scores.map((each) => each[this.axis]),
        y: history.scores.map((each) => each.test?.[what]),
      },
    ];
  }
}

const share = (value: number): string => percent(value).replace('.0', '');

customElements.define('gn-curves', GnCurves);
