// Widgets of points in the plane: the data, what a small net makes of them, its run.
import { html } from 'lit';
import { need } from '../locales';
import { later, type Widgets } from './widget';

const plane = () => Promise.all([need('deep'), need('train'), need('points')]);
const choices = later(() => import('../widgets/points-choices'));

export const POINTS: Widgets = {
  'points-data': {
    view: 'points',
    wide: 2,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-points-data'), plane()]),
    show: (desk) => html`<gn-points-data .session=${desk.session} .lab=${desk.plane()}></gn-points-data>`,
  },
  plane: {
    view: 'points',
    wide: 3,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-plane'), plane()]),
    show: (desk) => html`<gn-plane .session=${desk.session} .lab=${desk.plane()}></gn-plane>`,
  },
  'points-net': {
    view: 'points',
    wide: 4,
    high: 330,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-points-net'), plane()]),
    show: (desk) => html`<gn-points-net .session=${desk.session} .lab=${desk.plane()}></gn-points-net>`,
  },
  'points-layers': {
    view: 'points',
    wide: 4,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-points-layers'), plane()]),
    show: (desk) => html`<gn-points-layers .session=${desk.session} .lab=${desk.plane()}></gn-points-layers>`,
  },
  'points-curves': {
    view: 'points',
    wide: 3,
    high: 300,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-curves'), plane()]),
    show: (desk) =>
      html`<gn-curves .session=${desk.session} .training=${desk.plane()} .only=${'loss'}></gn-curves>`,
  },
  'points-settings': {
    view: 'points',
    wide: 2,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-train-settings'), choices.come(), plane()]),
    show: (desk) =>
      html`${choices.now?.choicesInFront(desk.plane())}<gn-train-settings
          .session=${desk.session}
          .training=${desk.plane()}
          .first=${['rate']}
          .data=${() => choices.now?.otherChoices(desk.plane())}
          .extra=${choices.now?.changedChoices(desk.plane()) ?? []}
        ></gn-train-settings>`,
  },
  'points-transport': {
    view: 'points',
    wide: 6,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-transport'), import('../widgets/gn-trouble'), plane()]),
    show: (desk) =>
      html`<gn-trouble .session=${desk.session} .training=${desk.plane()}></gn-trouble
        ><gn-transport .session=${desk.session} .training=${desk.plane()}></gn-transport>`,
  },
};
