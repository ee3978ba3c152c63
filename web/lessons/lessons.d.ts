declare module 'virtual:lessons' {
  import type { Entry, Glossary } from './types';
  export const lessons: readonly Entry[];
  export const glossary: () => Promise<{ readonly default: Glossary }>;
}
