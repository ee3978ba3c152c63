// The ways to cut a text that the page shows, and how far it learns one of them. No code: the settings name them too.
export const METHODS = ['bytes', 'characters', 'words', 'segments', 'bpe', 'gpt2'] as const;
export type Method = (typeof METHODS)[number];

export const MOST_MERGES = 2000;
