// Loss and accuracy of the run, over what the learner chooses: steps, epochs, samples or seconds.
import { css, html, nothing } from 'lit';
import { number, percentShort, t } from '../locales';
import { AXES, type History } from '../state/history';
import type { Learner } from '../state/learner';
import { changedOf } from './change-words';
import type { Mark } from './curve-marks';
import { GnElement } from './element';
import './gn-curve';
import type { Gap, Line } from './gn-curve';
import { shared } from './styles';

export class GnCurves extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    only: {},
    squares: { type: Boolean },
  };
  declare training: Learner;
  declare only: '' | 'loss' | 'accuracy'; // where there is room for one
  declare squares: boolean; // the loss is of squares, and there is no accuracy

  constructor() {
    super();
    this.only = '';
    this.squares = false;
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
      select {
        min-height: 24px;
        padding: 0 2px;
        border: 0;
        background: none;
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
    `,
  ];

  get axis() {
    return this.training.axis.value;
  }

  // Where one has gone back to.
  #mark(history: History): number | undefined {
    const now = this.training.frame.value?.steps ?? 0;
    return now < history.steps ? history.place(this.axis, now) : undefined;
  }

  // What was changed by hand, as far as the curves go.
  #marks(history: History): Mark[] {
    return changedOf(this.training)
      .filter(({ step }) => step <= history.steps)
      .map(({ step, ...said }) => ({ x: history.place(this.axis, step), ...said }));
  }

  override render() {
    void this.training.grown.value;
    const { history } = this.training;
    const past = this.training.before.value;
    const { axis } = this;
    const mark = this.#mark(history);
    const marks = this.#marks(history);
    const most = history.place(axis, history.steps);
    const loss = this.squares || this.only !== 'accuracy';
    const accuracy = !this.squares && this.only !== 'loss';
    const only = this.only !== ''; // named and keyed by who shows it
    const axes = html`<select
      aria-label=${t('curves.axis')}
      @change=${(event: Event) => {
        this.training.axis.value = AXES[(event.target as HTMLSelectElement).selectedIndex] ?? 'step';
      }}
    >
      ${AXES.map((each) => html`<option .selected=${each === axis}>${t(`axis.${each}`)}</option>`)}
    </select>`;
    return html`<gn-curve
        ?hidden=${!loss}
        ?bare=${only}
        ?nameless=${only}
        about=${this.squares ? 'curveSquares' : 'curveLoss'}
        .heading=${t(this.squares ? 'curves.squares' : 'curves.loss')}
        logs
        .axis=${t(`axis.${axis}`)}
        .mark=${mark}
        .marks=${marks}
        .most=${most}
        .gap=${this.#gap(history, 'loss')}
        .lines=${[...this.#losses(history), ...this.#past(past, 'loss')]}
        >${accuracy ? nothing : axes}</gn-curve
      >
      <gn-curve
        ?hidden=${!accuracy}
        about="curveAccuracy"
        .heading=${t('curves.accuracy')}
        ?bare=${loss || only}
        ?nameless=${only}
        .axis=${t(`axis.${axis}`)}
        .mark=${mark}
        .marks=${marks.map((each) => ({ ...each, name: '' }))}
        .most=${most}
        .low=${0}
        .high=${1}
        .form=${percentShort}
        .gap=${this.#gap(history, 'accuracy')}
        .lines=${[...this.#scores(history, 'accuracy'), ...this.#past(past, 'accuracy')]}
        >${accuracy ? axes : nothing}</gn-curve
      >`;
  }

  #losses(history: History): Line[] {
    const curve = history.curve();
    return [
      {
        name: t('curves.batch'),
        look: 'thin',
        x: curve.steps.map((step) => history.place(this.axis, step)),
        y: curve.values,
      },
      ...this.#scores(history, 'loss'),
    ];
  }

  #scores({ scores }: History, what: 'loss' | 'accuracy'): Line[] {
    const held = scores.some(({ validation }) => validation);
    const parts = held ? (['train', 'validation', 'test'] as const) : (['train', 'test'] as const);
    return parts.map((of) => ({
      name: t(`curves.${of}`),
      look: of === 'train' ? 'bold' : of === 'test' ? 'dashed' : 'held',
      x: scores.map((each) => each[this.axis]),
      y: scores.map((each) => each[of]?.[what]),
    }));
  }

  // What it does worse on samples that it has never learnt from: overfitting, where it grows.
  #gap({ scores }: History, what: 'loss' | 'accuracy'): Gap | undefined {
    const last = scores.findLast(({ train, test }) => train && test);
    if (!last?.train || !last.test || last.step === 0) return undefined;
    const [from, held] = [last.train[what], last.test[what]];
    const rest = scores.some(({ validation }) => validation) ? 2 : 1; // from training to test
    const gap = what === 'loss' ? held - from : from - held;
    if (!Number.isFinite(gap)) return undefined;
    const text =
      what === 'loss'
        ? t('curves.gap', { gap: number(gap) })
        : t('curves.gapPoints', { gap: (100 * gap).toFixed(1).replace('-', '−') });
    return what === 'loss' ? { over: 1 + rest, under: 1, text } : { over: 0, under: rest, text };
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

customElements.define('gn-curves', GnCurves);
