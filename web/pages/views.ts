// The views beside the first: their code and text, fetched when one is first opened, and how each is shown.
import { html, type TemplateResult } from 'lit';
import { need } from '../locales';
import type { Session } from '../state/session';
import type { View } from '../state/settings';

interface Page {
  load(): Promise<unknown>;
  show(session: Session): TemplateResult;
}

export type LaterView = Exclude<View, 'draw'>;

export const views: Readonly<Record<LaterView, Page>> = {
  train: {
    load: () => Promise.all([import('./gn-train-view'), need('deep'), need('train')]),
    show: (session) => html`<gn-train-view .session=${session}></gn-train-view>`,
  },
  race: {
    load: () => Promise.all([import('./gn-race-view'), need('deep'), need('train')]),
    show: (session) => html`<gn-race-view .session=${session}></gn-race-view>`,
  },
  slopes: {
    load: () => Promise.all([import('./gn-slopes-view'), need('deep'), need('train'), need('slopes')]),
    show: (session) => html`<gn-slopes-view .session=${session}></gn-slopes-view>`,
  },
  points: {
    load: () =>
      Promise.all([import('./gn-points-view'), need('deep'), need('layers'), need('train'), need('points')]),
    show: (session) => html`<gn-points-view .session=${session}></gn-points-view>`,
  },
  text: {
    load: () => Promise.all([import('./gn-text-view'), need('deep'), need('train'), need('text')]),
    show: (session) => html`<gn-text-view .session=${session}></gn-text-view>`,
  },
  gpt: {
    load: () =>
      Promise.all([import('./gn-gpt-view'), need('deep'), need('train'), need('text'), need('gpt')]),
    show: (session) => html`<gn-gpt-view .session=${session}></gn-gpt-view>`,
  },
  sentence: {
    load: () =>
      Promise.all([
        import('./gn-sentence-view'),
        need('deep'),
        need('train'),
        need('step'),
        need('text'),
        need('gpt'),
        need('sentence'),
      ]),
    show: (session) => html`<gn-sentence-view .session=${session}></gn-sentence-view>`,
  },
  rewrite: {
    load: () =>
      Promise.all([import('./gn-rewrite-view'), need('deep'), need('train'), need('text'), need('rewrite')]),
    show: (session) => html`<gn-rewrite-view .session=${session}></gn-rewrite-view>`,
  },
  vectors: {
    load: () =>
      Promise.all([import('./gn-vectors-view'), need('deep'), need('train'), need('text'), need('vectors')]),
    show: (session) => html`<gn-vectors-view .session=${session}></gn-vectors-view>`,
  },
  words: {
    load: () =>
      Promise.all([import('./gn-words-view'), need('deep'), need('train'), need('text'), need('words')]),
    show: (session) => html`<gn-words-view .session=${session}></gn-words-view>`,
  },
  lessons: {
    load: () => Promise.all([import('./gn-lessons-view'), need('deep'), need('lessons')]),
    show: (session) => html`<gn-lessons-view .session=${session}></gn-lessons-view>`,
  },
  step: {
    load: () => Promise.all([import('./gn-step-view'), need('deep'), need('step'), need('train')]),
    show: (session) => html`<gn-step-view .session=${session}></gn-step-view>`,
  },
};
