// Widgets of descent on functions of one and two variables.
import { html } from 'lit';
import { need } from '../locales';
import type { Widgets } from './widget';

const slopes = () => Promise.all([need('deep'), need('train'), need('slopes')]);

export const SLOPES: Widgets = {
  slopes: {
    view: 'slopes',
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes'), slopes()]),
    show: (desk) => html`<gn-slopes bare .session=${desk.session} .lab=${desk.slopes()}></gn-slopes>`,
  },
  'slopes-ways': {
    view: 'slopes',
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-race'), slopes()]),
    show: (desk) => html`<gn-slopes-race .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-race>`,
  },
  'slopes-direction': {
    view: 'slopes',
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-direction'), slopes()]),
    show: (desk) =>
      html`<gn-slopes-direction .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-direction>`,
  },
  'slopes-point': {
    view: 'slopes',
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-point'), slopes()]),
    show: (desk) => html`<gn-slopes-point .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-point>`,
  },
  'slopes-starts': {
    view: 'slopes',
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-starts'), slopes()]),
    show: (desk) =>
      html`<gn-slopes-starts .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-starts>`,
  },
  'slopes-more': {
    view: 'slopes',
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-more'), slopes()]),
    show: (desk) => html`<gn-slopes-more .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-more>`,
  },
};
