// Widgets of a run on digits: its transport, its curves, what its layers do meanwhile, its settings, runs side by side.
import { html } from 'lit';
import { need } from '../locales';
import type { Widgets } from './widget';

const trained = () => Promise.all([need('deep'), need('train')]);

export const TRAIN: Widgets = {
  transport: {
    view: 'train',
    wide: 6,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-transport'), import('../widgets/gn-trouble'), trained()]),
    show: (desk) =>
      html`<gn-trouble .session=${desk.session} .training=${desk.train()}></gn-trouble
        ><gn-transport .session=${desk.session} .training=${desk.train()}></gn-transport>`,
  },
  curves: {
    view: 'train',
    wide: 4,
    high: 340,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-curves'), trained()]),
    show: (desk) => html`<gn-curves .session=${desk.session} .training=${desk.train()}></gn-curves>`,
  },
  layers: {
    view: 'train',
    wide: 3,
    high: 300,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-layers'), trained()]),
    show: (desk) => html`<gn-layers .session=${desk.session} .training=${desk.train()}></gn-layers>`,
  },
  // The lengths of the gradients in front, and every layer to be seen.
  'layers-gradient': {
    view: 'train',
    wide: 6,
    high: 640,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-layers'), trained()]),
    show: (desk) =>
      html`<gn-layers .what=${'gradient'} .session=${desk.session} .training=${desk.train()}></gn-layers>`,
  },
  weights: {
    view: 'train',
    wide: 3,
    high: 300,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-weights'), trained()]),
    show: (desk) => html`<gn-weights .session=${desk.session} .training=${desk.train()}></gn-weights>`,
  },
  mistakes: {
    view: 'train',
    wide: 3,
    high: 380,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-mistakes'), trained()]),
    show: (desk) => html`<gn-mistakes .session=${desk.session} .training=${desk.train()}></gn-mistakes>`,
  },
  activations: {
    view: 'train',
    wide: 3,
    high: 340,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-activations'), trained()]),
    show: (desk) =>
      html`<gn-activations .session=${desk.session} .training=${desk.train()}></gn-activations>`,
  },
  diagnosis: {
    view: 'train',
    wide: 6,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-diagnosis'), trained()]),
    show: (desk) => html`<gn-diagnosis .session=${desk.session} .training=${desk.train()}></gn-diagnosis>`,
  },
  settings: {
    view: 'train',
    wide: 2,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-train-settings'), trained()]),
    show: (desk) =>
      html`<gn-train-settings .session=${desk.session} .training=${desk.train()}></gn-train-settings>`,
  },
  compare: {
    view: 'race',
    wide: 6,
    load: () => Promise.all([import('../pages/gn-race-view'), need('deep'), need('train')]),
    show: ({ session }) => html`<gn-race-view given .session=${session}></gn-race-view>`,
  },
};
