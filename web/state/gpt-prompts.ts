// What a small GPT is to go on with: of each text what was written last, kept for a next visit.
import { gptShelf } from './gpt-kept';
import { type Lesson, PROMPTS } from './gpt-text';

const MOST = 16; // characters of a text of one's own to begin with
const REST_MS = 500;

const placeOf = ({ name, merges }: Lesson): string => (merges > 0 ? `${name} tokens` : name);

export class GptPrompts {
  #all: Record<string, string> = {};
  #early: string | undefined; // typed before the text was there that it is for
  #timer = 0;

  constructor(readonly keeps: boolean) {}

  async load(): Promise<void> {
    this.#all = { ...(await gptShelf.load('prompts')), ...this.#all };
  }

  of(lesson: Lesson): string {
    const early = this.#early;
    this.#early = undefined;
    return early ?? this.#all[placeOf(lesson)] ?? usual(lesson);
  }

  // For the text that comes next.
  await(prompt: string): void {
    this.#early = prompt;
  }

  note(lesson: Lesson, prompt: string): void {
    const place = placeOf(lesson);
    if (prompt === this.#all[place]) return;
    this.#all[place] = prompt;
    if (!this.keeps) return;
    clearTimeout(this.#timer);
    const save = () => void gptShelf.save('prompts', this.#all);
    this.#timer = setTimeout(save, REST_MS) as unknown as number;
  }
}

// Of a text of one's own, its first word.
function usual({ name, letters, tokens, merges }: Lesson): string {
  // A space at the end is a token that nothing in the text begins a word with.
  if (name !== 'own') return merges > 0 ? PROMPTS[name].trimEnd() : PROMPTS[name];
  const text = letters.spell(tokens.subarray(0, MOST)).trimStart();
  return /^\S+\s/.exec(text)?.[0] ?? text.slice(0, 2);
}
