// A net that the page teaches, for a sentence to be read by: what it makes of the text as it stands at the moment.
import type { Engine } from '../engine/engine';
import type { Key } from '../locales';
import { gptOf } from './gpt';
import { rewriteOf } from './rewrite';
import { LETTERS } from './rewrite-line';
import { following, forPlaces, learntFor, MOST_PLACES, type Read } from './sentence-net';
import type { Session } from './session';
import type { TokenLearner } from './token-learner';

export interface Taught {
  readonly learner: TokenLearner;
  readonly example: string; // until the learner writes something; '': any sentence will do
  readonly ready: boolean; // it could read
  readonly most: number; // tokens of a text that it reads
  readonly stopped: Key | undefined; // what keeps it from reading
  again(): void; // it is tried once more
  follow(): void; // what its reading depends on, besides the learner's frame
  read(text: string, engine: Engine): Promise<Read | undefined>;
}

// A small GPT.
export function taughtGpt(session: Session): Taught {
  const lab = gptOf(session);
  const { gptSeed } = session.settings;
  return {
    learner: lab,
    example: '',
    most: MOST_PLACES,
    get stopped() {
      const trouble = lab.gptTrouble.value;
      return trouble && (trouble === 'short' ? 'sentence.short' : (`gpt.trouble.${trouble}` as const));
    },
    again: () => void lab.sitAgain(),
    get ready() {
      return lab.lesson.peek() !== undefined && lab.net.peek() !== undefined;
    },
    follow() {
      void [lab.lesson.value, lab.net.value];
    },
    async read(text, engine) {
      const lesson = lab.lesson.peek();
      const plan = lab.net.peek();
      if (!lesson || !plan) return undefined;
      const seed = gptSeed.peek();
      const { letters } = lesson;
      const unknown = [...new Set(text)].filter((each) => letters.place(each) < 0);
      if (unknown.length === new Set(text).size) return undefined; // it knows nothing of it
      const how = { temperature: 1, top: 0, seed, draw: 0, start: letters.start };
      const seen = await lab.lessons.desk()?.ask('look', { text, ...how });
      if (!seen || plan !== lab.net.peek()) return undefined;
      const { tokens } = seen;
      const learnt = lab.known ?? (await engine.probe({ notation: plan.notation, seed })).learnt();
      const spelt = Array.from(tokens, (token) => letters.letter(token)).join('').length;
      const known = [...text].filter((each) => letters.place(each) >= 0).join('').length;
      return {
        notation: forPlaces(plan.notation, tokens.length),
        seed,
        tokens,
        targets: following(tokens, letters.start),
        pieces: Array.from(tokens, (token) => letters.letter(token)),
        spell: (token) => letters.letter(token),
        left: Math.max(0, known - spelt),
        unknown,
        learnt: learntFor(tokens.length, learnt, plan, lab.params()),
        steps: lab.frame.peek()?.steps ?? 0,
      };
    },
  };
}

export const MARK = '⇒'; // between what is read and what is written
const spell = (token: number): string => (token < LETTERS ? String.fromCharCode(97 + token) : MARK);

// The encoder–decoder: it reads so many letters, and is looked at as it writes the last of its own answer to them.
export function taughtRewriter(session: Session): Taught {
  const lab = rewriteOf(session);
  const place = (letter: string) => {
    const at = letter.charCodeAt(0) - 97;
    return letter.length === 1 && at >= 0 && at < LETTERS ? at : -1;
  };
  return {
    learner: lab,
    get example() {
      return Array.from(lab.example, spell).join('');
    },
    get stopped() {
      return lab.gone.value ? ('rewrite.gone' as const) : undefined;
    },
    again: () => lab.sitAgain(),
    get most() {
      return lab.length.value;
    },
    get ready() {
      return lab.net.peek() !== undefined;
    },
    follow() {
      void [lab.net.value, lab.length.value];
    },
    async read(text, engine) {
      const plan = lab.net.peek();
      const length = lab.length.peek();
      if (!plan) return undefined;
      const seed = session.settings.rewriteSeed.peek();
      const unknown = [...new Set(text)].filter((each) => place(each) < 0);
      const letters = [...text].map(place).filter((each) => each >= 0);
      if (letters.length < length) return undefined;
      const sequence = Int32Array.from(letters.slice(0, length));
      const learnt = lab.known ?? (await engine.probe({ notation: plan.notation, seed })).learnt();
      const steps = lab.frame.peek()?.steps ?? 0;
      const written = await lab.rewrite(sequence);
      if (!written || plan !== lab.net.peek()) return undefined;
      const tokens = Int32Array.of(...sequence, LETTERS, ...written.letters.subarray(0, length - 1));
      return {
        notation: plan.notation,
        seed,
        tokens,
        targets: Float32Array.from(written.right),
        pieces: Array.from(tokens, spell),
        spell,
        left: letters.length - length,
        unknown,
        learnt,
        steps,
      };
    },
  };
}
