// The learning rate of every step, as the core will have it: what has been, and what is to come.
import { css, html } from 'lit';
import { number, t } from '../locales';
import type { Learner } from '../state/learner';
import { GnElement } from './element';
import './gn-curve';
import { shared } from './styles';

export class GnSchedule extends GnElement {
  static override properties = { ...GnElement.properties, training: { attribute: false } };
  declare training: Learner;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        height: 168px;
        min-width: 0;
      }
      gn-curve {
        flex: 1;
      }
    `,
  ];

  override render() {
    void this.training.grown.value;
    const { steps, rates } = this.training.setup.value.schedule;
    const now = this.training.frame.peek()?.steps ?? 0;
    const past = steps.filter((step) => step <= now).length;
    // The two touch where the run is.
    const lines = [
      { name: t('schedule.past'), look: 'bold', x: steps.slice(0, past), y: rates.slice(0, past) },
      {
        name: t('schedule.next'),
        look: 'dashed',
        x: steps.slice(Math.max(0, past - 1)),
        y: rates.slice(Math.max(0, past - 1)),
      },
    ] as const;
    return html`<gn-curve
      about="schedule"
      .heading=${t('schedule.curve')}
      .axis=${t('axis.step')}
      .form=${number}
      .lines=${lines}
    ></gn-curve>`;
  }
}

customElements.define('gn-schedule', GnSchedule);
