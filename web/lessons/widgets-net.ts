// Widgets about a net and a digit: what goes in, what each layer makes of it, one step through it.
import { html } from 'lit';
import { need } from '../locales';
import { lateLab, type Widgets } from './widget';

const glass = lateLab(
  () => import('../state/step').then(({ stepOf }) => stepOf),
  (desk) => desk.step,
);

export const NET: Widgets = {
  pad: {
    wide: 2,
    load: () => import('../widgets/gn-draw-pad'),
    show: ({ session }) => html`<gn-draw-pad .session=${session}></gn-draw-pad>`,
  },
  stages: {
    wide: 2,
    load: () => Promise.all([import('../widgets/gn-stages'), need('deep')]),
    show: ({ session }) => html`<gn-stages .session=${session}></gn-stages>`,
  },
  samples: {
    wide: 6,
    load: () => import('../widgets/gn-samples'),
    show: ({ session }) => html`<gn-samples .session=${session}></gn-samples>`,
  },
  network: {
    wide: 4,
    high: 400,
    grows: true,
    load: () => Promise.all([import('../widgets/gn-inspector'), need('deep')]),
    show: ({ session }) => html`<gn-inspector .session=${session}></gn-inspector>`,
  },
  // With a layer or a number of it opened.
  'network-tall': {
    wide: 6,
    high: 820,
    grows: true,
    load: () => Promise.all([import('../widgets/gn-inspector'), need('deep')]),
    show: ({ session }) => html`<gn-inspector .session=${session}></gn-inspector>`,
  },
  bars: {
    wide: 2,
    high: 290,
    load: () => import('../widgets/gn-bars'),
    show: ({ session }) => html`<gn-bars .session=${session}></gn-bars>`,
  },
  models: {
    wide: 4,
    load: () => import('../widgets/gn-model-picker'),
    show: ({ session }) => html`<gn-model-picker .session=${session}></gn-model-picker>`,
  },
  line: {
    wide: 4,
    load: () => Promise.all([import('../widgets/gn-notation'), need('deep')]),
    show: ({ session }) => html`<gn-notation .session=${session}></gn-notation>`,
  },
  experiments: {
    wide: 3,
    load: () => Promise.all([import('../widgets/gn-experiments'), need('deep')]),
    show: ({ session }) => html`<gn-experiments .session=${session}></gn-experiments>`,
  },
  onehot: {
    wide: 3,
    load: () => Promise.all([import('../widgets/gn-onehot'), need('deep'), need('layers')]),
    show: ({ session }) => html`<gn-onehot .session=${session}></gn-onehot>`,
  },
  step: {
    view: 'step',
    wide: 6,
    load: () =>
      Promise.all([import('../pages/gn-step-view'), glass.come(), need('deep'), need('step'), need('train')]),
    show: (desk) => {
      glass.at(desk);
      return html`<gn-step-view .session=${desk.session}></gn-step-view>`;
    },
  },
};
