// Widgets of text: tokens, vectors of tokens and places, words, the small GPT, from text to text.
import { html } from 'lit';
import { need } from '../locales';
import { lateLab, type Widgets } from './widget';

const text = lateLab(
  () => import('../state/text').then(({ textOf }) => textOf),
  (desk) => desk.text,
);
const vectors = lateLab(
  () => import('../state/vectors').then(({ vectorsOf }) => vectorsOf),
  (desk) => desk.vectors,
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

export const TEXT: Widgets = {
  text: {
    view: 'text',
    wide: 6,
    load: () =>
      Promise.all([import('../pages/gn-text-view'), text.come(), need('deep'), need('train'), need('text')]),
    show: (desk) => {
      text.at(desk);
      return html`<gn-text-view .session=${desk.session}></gn-text-view>`;
    },
  },
  lookup: {
    view: 'vectors',
    wide: 6,
    load: vectorsPart(() => import('../widgets/gn-lookup')),
    show: (desk) => html`<gn-lookup .session=${desk.session} .lab=${vectors.at(desk)}></gn-lookup>`,
  },
  places: {
    view: 'vectors',
    wide: 6,
    load: vectorsPart(() => import('../widgets/gn-places')),
    show: (desk) => html`<gn-places .session=${desk.session} .lab=${vectors.at(desk)}></gn-places>`,
  },
  words: {
    view: 'words',
    wide: 6,
    load: wordsPart(() => import('../pages/gn-words-view')),
    show: (desk) => {
      words.at(desk);
      return html`<gn-words-view .session=${desk.session}></gn-words-view>`;
    },
  },
  'words-learn': {
    view: 'words',
    wide: 3,
    load: wordsPart(() => import('../widgets/gn-words-learn')),
    show: (desk) => html`<gn-words-learn .session=${desk.session} .lab=${words.at(desk)}></gn-words-learn>`,
  },
  'words-near': {
    view: 'words',
    wide: 3,
    load: wordsPart(() => import('../widgets/gn-words-near')),
    show: (desk) => html`<gn-words-near .session=${desk.session} .lab=${words.at(desk)}></gn-words-near>`,
  },
  'words-map': {
    view: 'words',
    wide: 4,
    load: wordsPart(() => import('../widgets/gn-words-map')),
    show: (desk) => html`<gn-words-map .session=${desk.session} .lab=${words.at(desk)}></gn-words-map>`,
  },
  'words-quality': {
    view: 'words',
    wide: 4,
    load: wordsPart(() => import('../widgets/gn-words-quality')),
    show: (desk) =>
      html`<gn-words-quality .session=${desk.session} .lab=${words.at(desk)}></gn-words-quality>`,
  },
  gpt: {
    view: 'gpt',
    wide: 6,
    load: gptPart(() => import('../pages/gn-gpt-view')),
    show: (desk) => {
      gpt.at(desk);
      return html`<gn-gpt-view .session=${desk.session}></gn-gpt-view>`;
    },
  },
  'gpt-setup': {
    view: 'gpt',
    wide: 2,
    load: gptPart(() => import('../widgets/gn-gpt-setup')),
    show: (desk) => html`<gn-gpt-setup .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-setup>`,
  },
  'gpt-run': {
    view: 'gpt',
    wide: 6,
    load: gptPart(() => Promise.all([import('../widgets/gn-gpt-run'), import('../widgets/gn-trouble')])),
    show: (desk) =>
      html`<gn-trouble onward .session=${desk.session} .training=${gpt.at(desk)}></gn-trouble
        ><gn-gpt-run .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-run>`,
  },
  'gpt-curve': {
    view: 'gpt',
    wide: 3,
    high: 280,
    load: gptPart(() => import('../widgets/gn-gpt-curve')),
    show: (desk) => html`<gn-gpt-curve .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-curve>`,
  },
  'gpt-samples': {
    view: 'gpt',
    wide: 3,
    load: gptPart(() => import('../widgets/gn-gpt-samples')),
    show: (desk) => html`<gn-gpt-samples .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-samples>`,
  },
  'gpt-write': {
    view: 'gpt',
    wide: 3,
    load: gptPart(() => import('../widgets/gn-gpt-write')),
    show: (desk) => html`<gn-gpt-write .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-write>`,
  },
  'gpt-attention': {
    view: 'gpt',
    wide: 3,
    load: gptPart(() => import('../widgets/gn-gpt-attention')),
    show: (desk) => html`<gn-gpt-attention .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-attention>`,
  },
  'gpt-lens': {
    view: 'gpt',
    wide: 3,
    needs: 'lens', // open
    load: gptPart(() => import('../widgets/gn-gpt-lens')),
    show: (desk) => html`<gn-gpt-lens .session=${desk.session} .lab=${gpt.at(desk)}></gn-gpt-lens>`,
  },
  // From text to text.
  rewrite: {
    view: 'rewrite',
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
