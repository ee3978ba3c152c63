// The widgets a lesson may show: the playground's own, each fetched when a step first wants it. `wide`: its share of the
// row's width; `high`: its height in pixels, where it has none of its own.
import type { Signal } from '@preact/signals-core';
import { html, type TemplateResult } from 'lit';
import { need } from '../locales';
import type { Session } from '../state/session';
import type { Desk } from './desk';

type Need = 'train' | 'points' | 'slopes' | 'rewrite' | 'lens';

interface Widget {
  readonly wide: number;
  readonly high?: number;
  readonly grows?: true; // where its content wants more than that
  readonly needs?: Need; // a run, a descent
  load(): Promise<unknown>;
  show(desk: Desk): TemplateResult;
}

const trained = () => Promise.all([need('deep'), need('train')]);
const plane = () => Promise.all([need('deep'), need('train'), need('points')]);

// Code that comes with the widgets that want it.
function later<T>(load: () => Promise<T>) {
  const code = {
    now: undefined as T | undefined,
    come: () =>
      load().then((come) => {
        code.now = come;
      }),
  };
  return code;
}
const choices = later(() => import('../widgets/points-choices'));

// A lab whose code comes with its widgets; `place`: where the measures find it.
function lateLab<Lab>(
  load: () => Promise<(session: Session) => Lab>,
  place: (desk: Desk) => Signal<Lab | undefined>,
) {
  const code = later(load);
  return {
    come: code.come,
    at(desk: Desk): Lab | undefined {
      const lab = code.now?.(desk.session);
      const found = place(desk);
      // Not while it is being drawn.
      if (found.peek() !== lab)
        queueMicrotask(() => {
          found.value = lab;
        });
      return lab;
    },
  };
}
const text = lateLab(
  () => import('../state/text').then(({ textOf }) => textOf),
  (desk) => desk.text,
);
const vectors = lateLab(
  () => import('../state/vectors').then(({ vectorsOf }) => vectorsOf),
  (desk) => desk.vectors,
);
const glass = lateLab(
  () => import('../state/step').then(({ stepOf }) => stepOf),
  (desk) => desk.step,
);
const rewrite = lateLab(
  () => import('../state/rewrite').then(({ rewriteOf }) => rewriteOf),
  (desk) => desk.rewriting,
);
const words = lateLab(
  () => import('../state/words').then(({ wordsOf }) => wordsOf),
  (desk) => desk.words,
);

const gpt = lateLab(
  () => import('../state/gpt').then(({ gptOf }) => gptOf),
  (desk) => desk.gpt,
);

// Parts of the views of words, of vectors and of the small GPT.
const wordsPart = (code: () => Promise<unknown>) => () =>
  Promise.all([code(), words.come(), need('deep'), need('train'), need('text'), need('words')]);
const vectorsPart = (code: () => Promise<unknown>) => () =>
  Promise.all([code(), vectors.come(), need('deep'), need('train'), need('text'), need('vectors')]);
const gptPart = (code: () => Promise<unknown>) => () =>
  Promise.all([code(), gpt.come(), need('deep'), need('train'), need('text'), need('gpt')]);

const slopes = () => Promise.all([need('deep'), need('train'), need('slopes')]);

export const WIDGETS: Readonly<Record<string, Widget>> = {
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
    high: 680,
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
  transport: {
    wide: 6,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-transport'), import('../widgets/gn-trouble'), trained()]),
    show: (desk) =>
      html`<gn-trouble .session=${desk.session} .training=${desk.train()}></gn-trouble
        ><gn-transport .session=${desk.session} .training=${desk.train()}></gn-transport>`,
  },
  curves: {
    wide: 4,
    high: 340,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-curves'), trained()]),
    show: (desk) => html`<gn-curves .session=${desk.session} .training=${desk.train()}></gn-curves>`,
  },
  layers: {
    wide: 3,
    high: 300,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-layers'), trained()]),
    show: (desk) => html`<gn-layers .session=${desk.session} .training=${desk.train()}></gn-layers>`,
  },
  // The lengths of the gradients in front, and every layer to be seen.
  'layers-gradient': {
    wide: 6,
    high: 640,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-layers'), trained()]),
    show: (desk) =>
      html`<gn-layers .what=${'gradient'} .session=${desk.session} .training=${desk.train()}></gn-layers>`,
  },
  weights: {
    wide: 3,
    high: 300,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-weights'), trained()]),
    show: (desk) => html`<gn-weights .session=${desk.session} .training=${desk.train()}></gn-weights>`,
  },
  mistakes: {
    wide: 3,
    high: 380,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-mistakes'), trained()]),
    show: (desk) => html`<gn-mistakes .session=${desk.session} .training=${desk.train()}></gn-mistakes>`,
  },
  activations: {
    wide: 3,
    high: 340,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-activations'), trained()]),
    show: (desk) =>
      html`<gn-activations .session=${desk.session} .training=${desk.train()}></gn-activations>`,
  },
  diagnosis: {
    wide: 6,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-diagnosis'), trained()]),
    show: (desk) => html`<gn-diagnosis .session=${desk.session} .training=${desk.train()}></gn-diagnosis>`,
  },
  settings: {
    wide: 2,
    needs: 'train',
    load: () => Promise.all([import('../widgets/gn-train-settings'), trained()]),
    show: (desk) =>
      html`<gn-train-settings .session=${desk.session} .training=${desk.train()}></gn-train-settings>`,
  },
  'points-data': {
    wide: 2,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-points-data'), plane()]),
    show: (desk) => html`<gn-points-data .session=${desk.session} .lab=${desk.plane()}></gn-points-data>`,
  },
  plane: {
    wide: 3,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-plane'), plane()]),
    show: (desk) => html`<gn-plane .session=${desk.session} .lab=${desk.plane()}></gn-plane>`,
  },
  'points-net': {
    wide: 4,
    high: 330,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-points-net'), plane()]),
    show: (desk) => html`<gn-points-net .session=${desk.session} .lab=${desk.plane()}></gn-points-net>`,
  },
  'points-layers': {
    wide: 4,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-points-layers'), plane()]),
    show: (desk) => html`<gn-points-layers .session=${desk.session} .lab=${desk.plane()}></gn-points-layers>`,
  },
  'points-curves': {
    wide: 3,
    high: 300,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-curves'), plane()]),
    show: (desk) =>
      html`<gn-curves .session=${desk.session} .training=${desk.plane()} .only=${'loss'}></gn-curves>`,
  },
  'points-settings': {
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
    wide: 6,
    needs: 'points',
    load: () => Promise.all([import('../widgets/gn-transport'), import('../widgets/gn-trouble'), plane()]),
    show: (desk) =>
      html`<gn-trouble .session=${desk.session} .training=${desk.plane()}></gn-trouble
        ><gn-transport .session=${desk.session} .training=${desk.plane()}></gn-transport>`,
  },
  slopes: {
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes'), slopes()]),
    show: (desk) => html`<gn-slopes bare .session=${desk.session} .lab=${desk.slopes()}></gn-slopes>`,
  },
  'slopes-ways': {
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-race'), slopes()]),
    show: (desk) => html`<gn-slopes-race .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-race>`,
  },
  'slopes-direction': {
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-direction'), slopes()]),
    show: (desk) =>
      html`<gn-slopes-direction .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-direction>`,
  },
  'slopes-point': {
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-point'), slopes()]),
    show: (desk) => html`<gn-slopes-point .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-point>`,
  },
  'slopes-starts': {
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-starts'), slopes()]),
    show: (desk) =>
      html`<gn-slopes-starts .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-starts>`,
  },
  'slopes-more': {
    wide: 6,
    needs: 'slopes',
    load: () => Promise.all([import('../widgets/gn-slopes-more'), slopes()]),
    show: (desk) => html`<gn-slopes-more .session=${desk.session} .lab=${desk.slopes()}></gn-slopes-more>`,
  },
  step: {
    wide: 6,
    load: () =>
      Promise.all([import('../pages/gn-step-view'), glass.come(), need('deep'), need('step'), need('train')]),
    show: (desk) => {
      glass.at(desk);
      return html`<gn-step-view .session=${desk.session}></gn-step-view>`;
    },
  },
  compare: {
    wide: 6,
    load: () => Promise.all([import('../pages/gn-race-view'), need('deep'), need('train')]),
    show: ({ session }) => html`<gn-race-view .session=${session}></gn-race-view>`,
  },
  text: {
    wide: 6,
    load: () =>
      Promise.all([import('../pages/gn-text-view'), text.come(), need('deep'), need('train'), need('text')]),
    show: (desk) => {
      text.at(desk);
      return html`<gn-text-view .session=${desk.session}></gn-text-view>`;
    },
  },
  lookup: {
    wide: 6,
    load: vectorsPart(() => import('../widgets/gn-lookup')),
    show: (desk) => html`<gn-lookup .session=${desk.session} .lab=${vectors.at(desk)}></gn-lookup>`,
  },
  places: {
    wide: 6,
    load: vectorsPart(() => import('../widgets/gn-places')),
    show: (desk) => html`<gn-places .session=${desk.session} .lab=${vectors.at(desk)}></gn-places>`,
  },
  words: {
    wide: 6,
    load: wordsPart(() => import('../pages/gn-words-view')),
    show: (desk) => {
      words.at(desk);
      return html`<gn-words-view .session=${desk.session}></gn-words-view>`;
    },
  },
  'words-learn': {
    wide: 3,
    load: wordsPart(() => import('../widgets/gn-words-learn')),
    show: (desk) => html`<gn-words-learn .session=${desk.session} .lab=${words.at(desk)}></gn-words-learn>`,
  },
  'words-near': {
    wide: 3,
    load: wordsPart(() => import('../widgets/gn-words-near')),
    show: (desk) => html`<gn-words-near .session=${desk.session} .lab=${words.at(desk)}></gn-words-near>`,
  },
  'words-map': {
    wide: 4,
    load: wordsPart(() => import('../widgets/gn-words-map')),
    show: (desk) => html`<gn-words-map .session=${desk.session} .lab=${words.at(desk)}></gn-words-map>`,
  },
  'words-quality': {
    wide: 4,
    load: wordsPart(() => import('../widgets/gn-words-quality')),
    show: (desk) =>
      html`<gn-words-quality .session=${desk.session} .lab=${words.at(desk)}></gn-words-quality>`,
  },
  gpt: {
    wide: 6,
    load: gptPart(() => import('../pages/gn-gpt-view')),
    show: (desk) => {
      gpt.at(desk);
      return html`<gn-gpt-view .session=${desk.session}></gn-gpt-view>`;
    },
  },
  'gpt-setup': {
    wide: 2,
    load: gptPart(() => import('../widgets/gn-gpt-setup')),
    show: (desk) => html`<gn-gpt-setup .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-setup>`,
  },
  'gpt-run': {
    wide: 6,
    load: gptPart(() => Promise.all([import('../widgets/gn-gpt-run'), import('../widgets/gn-trouble')])),
    show: (desk) =>
      html`<gn-trouble onward .session=${desk.session} .training=${gpt.at(desk)}></gn-trouble
        ><gn-gpt-run .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-run>`,
  },
  'gpt-curve': {
    wide: 3,
    high: 280,
    load: gptPart(() => import('../widgets/gn-gpt-curve')),
    show: (desk) => html`<gn-gpt-curve .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-curve>`,
  },
  'gpt-samples': {
    wide: 3,
    load: gptPart(() => import('../widgets/gn-gpt-samples')),
    show: (desk) => html`<gn-gpt-samples .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-samples>`,
  },
  'gpt-write': {
    wide: 3,
    load: gptPart(() => import('../widgets/gn-gpt-write')),
    show: (desk) => html`<gn-gpt-write .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-write>`,
  },
  'gpt-attention': {
    wide: 3,
    load: gptPart(() => import('../widgets/gn-gpt-attention')),
    show: (desk) => html`<gn-gpt-attention .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-attention>`,
  },
  'gpt-lens': {
    wide: 3,
    needs: 'lens', // open
    load: gptPart(() => import('../widgets/gn-gpt-lens')),
    show: (desk) => html`<gn-gpt-lens .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-lens>`,
  },
  // From text to text.
  rewrite: {
    wide: 6,
    needs: 'rewrite',
    load: () =>
      Promise.all([
        import('../pages/gn-rewrite-view'),
        rewrite.come(),
        need('deep'),
        need('train'),
        need('text'),
        need('rewrite'),
      ]),
    show: (desk) => {
      rewrite.at(desk);
      return html`<gn-rewrite-view .session=${desk.session}></gn-rewrite-view>`;
    },
  },
};

export const WIDGET_NAMES = Object.keys(WIDGETS);

export const needs = (names: readonly string[]): ReadonlySet<Need> =>
  new Set(names.flatMap((name) => WIDGETS[name]?.needs ?? []));

export const load = (names: readonly string[]): Promise<unknown> =>
  Promise.all(names.map((name) => WIDGETS[name]?.load()));
