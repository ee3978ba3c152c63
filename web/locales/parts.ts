// Text that comes later: with a view, when it is first opened; `deep`, of all that lies beneath the first screen, once
// the first answer is there.
interface Part {
  en(): Promise<{ readonly default: Readonly<Record<string, string>> }>;
  zh(): Promise<{ readonly default: Readonly<Record<string, string>> }>;
}

export const parts = {
  deep: { en: () => import('./deep/en.json'), zh: () => import('./deep/zh.json') },
  layers: { en: () => import('./layers/en.json'), zh: () => import('./layers/zh.json') },
  train: { en: () => import('./train/en.json'), zh: () => import('./train/zh.json') },
  step: { en: () => import('./step/en.json'), zh: () => import('./step/zh.json') },
  text: { en: () => import('./text/en.json'), zh: () => import('./text/zh.json') },
  gpt: { en: () => import('./gpt/en.json'), zh: () => import('./gpt/zh.json') },
  sentence: { en: () => import('./sentence/en.json'), zh: () => import('./sentence/zh.json') },
  rewrite: { en: () => import('./rewrite/en.json'), zh: () => import('./rewrite/zh.json') },
  vectors: { en: () => import('./vectors/en.json'), zh: () => import('./vectors/zh.json') },
  words: { en: () => import('./words/en.json'), zh: () => import('./words/zh.json') },
  lessons: { en: () => import('./lessons/en.json'), zh: () => import('./lessons/zh.json') },
  slopes: { en: () => import('./slopes/en.json'), zh: () => import('./slopes/zh.json') },
  points: { en: () => import('./points/en.json'), zh: () => import('./points/zh.json') },
} satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof parts;
type Texts<P extends PartName> = Awaited<ReturnType<(typeof parts)[P]['en']>>['default'];
export type PartKey = { [P in PartName]: keyof Texts<P> }[PartName];
