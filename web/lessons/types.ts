// What a lesson is: its plan (lessons/NN-name/lesson.json) and its text (en.md, zh.md), as the build reads them.
// tools/lessons/check.mjs holds the files against these.
import type { Ref } from '../engine/look';

export type Inline =
  | string
  | { readonly kind: 'em' | 'strong'; readonly parts: readonly Inline[] }
  | { readonly kind: 'math'; readonly latex: string }
  | { readonly kind: 'live'; readonly measure: string } // a number of the moment
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'word'; readonly word: string; readonly text: string }; // of the glossary

export type Block =
  | { readonly kind: 'p'; readonly parts: readonly Inline[] }
  | { readonly kind: 'ul' | 'ol'; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'math'; readonly latex: string }
  | { readonly kind: 'code'; readonly text: string };

export type Prose = readonly Block[];

export interface AskText {
  readonly question: Prose;
  readonly options: readonly { readonly said: readonly Inline[]; readonly why: Prose }[];
}

export interface StepText {
  readonly id: string;
  readonly title: string;
  readonly body: Prose;
  readonly asks: Readonly<Record<string, AskText>>;
  readonly goals: Readonly<Record<string, Prose>>;
  readonly hints: Readonly<Record<string, readonly Prose[]>>; // of a goal, in stages
  readonly then: Prose; // when question and goals are done with
}

export interface LessonText {
  readonly title: string;
  readonly about: string;
  readonly steps: readonly StepText[];
}

// True of the desk at this moment; all that are given hold.
export interface Condition {
  readonly measure: string;
  readonly least?: number;
  readonly most?: number;
  readonly is?: number | string;
  readonly not?: number | string;
  readonly among?: readonly (number | string)[]; // one of these
  readonly begins?: string;
}

// What a learner could do by hand.
export type Action =
  | { readonly set: string } // settings, as a link has them
  | { readonly train: number } // on to this step
  | { readonly points: number }
  | { readonly words: 'train' } // to the end, at full speed
  | { readonly rewrite: number } // from text to text, on to this step
  | { readonly places: readonly [number, number] } // a pair of them, looked at
  | { readonly rewriteType: string } // letters of one's own to be rewritten
  | { readonly gpt: number } // the small GPT, on to this step
  | { readonly gptType: string } // what it is to go on with
  | { readonly gptWrite: number } // characters that it writes on
  | { readonly change: readonly [name: string, value: number] } // a setting of the run
  | { readonly retry: 'train' | 'points' } // from untrained weights
  | { readonly line: string } // another net: of the points, where they are learnt
  | { readonly pick: number } // a test digit
  | { readonly draw: readonly (readonly (readonly [x: number, y: number])[])[] } // strokes, in shares of the pad
  | { readonly hand: readonly (readonly [row: number, which: 0 | 1, index: number, value: number])[] } // weights (0) and biases (1) of the points' net
  | { readonly step: 'direction' | 'descend' | { readonly rate: number } | { readonly open: readonly Ref[] } } // under the glass
  | { readonly open: string } // a place in the network, as a link has it
  | { readonly edit: readonly [param: number, index: number, value: number] }; // a weight by hand

export interface Goal {
  readonly id: string;
  readonly when: readonly Condition[];
  readonly solution: readonly Action[];
  readonly shortcuts?: readonly Shortcut[];
}

// What does not do what the goal asks, and what gives it away: all else that the goal wants is so.
export interface Shortcut {
  readonly says: string;
  readonly do: readonly Action[];
  readonly misses: string; // a measure
}

interface Asked {
  readonly id: string;
  readonly first?: boolean; // the widgets wait for the answer
  readonly after?: string; // a goal that is reached before: it is about what was seen then
}

export type Ask = Asked &
  (
    | { readonly kind: 'choice'; readonly right: number }
    | { readonly kind: 'number'; readonly value: number; readonly within: number }
    | { readonly kind: 'rank' } // the options as written are in order
  );

export interface Step {
  readonly id: string;
  readonly start?: string; // begins a session of its own, as a link has it
  readonly set?: string; // else: what it sets in the session of the step before
  readonly widgets: readonly (readonly string[])[]; // rows
  readonly wide?: boolean; // widgets beneath the text
  readonly pace?: number; // of its runs, a place in PACES
  readonly veiled?: boolean; // its widgets would give the guess away: they are out of focus until it is made
  readonly asks?: readonly Ask[];
  readonly goals?: readonly Goal[];
}

export interface Range {
  readonly least?: number;
  readonly most?: number;
}

// How much more is measured here than in the other run, or how many times as much.
export interface Comparison {
  readonly measure: string;
  readonly ahead?: Range;
  readonly times?: Range;
}

export interface Stage {
  readonly says: string;
  readonly do: readonly Action[];
  readonly expect: readonly Condition[];
}

// Tried by the tests on the engine, from these seeds.
export interface Claim {
  readonly says: string;
  readonly seeds: readonly number[];
  readonly start: string; // {seed} is put in; without it chance has no part, and there is one seed
  readonly do: readonly Action[];
  readonly than?: { readonly start?: string; readonly do?: readonly Action[] }; // the other run: from the same seed, and in what is not said the same
  readonly expect: readonly (Condition | Comparison)[];
  readonly next?: readonly Stage[]; // goes on from there, one after the other
  readonly holds?: number; // for so many of the seeds and no more; without it, for each
}

export interface Source {
  readonly kind: 'paper' | 'film' | 'book' | 'course' | 'data' | 'page';
  readonly by: string;
  readonly title: string;
  readonly year?: number;
  readonly where?: string; // chapter, pages
  readonly url?: string;
}

export interface Plan {
  readonly name: string;
  readonly part: string;
  readonly minutes: number;
  readonly answers: Readonly<Record<string, readonly string[]>>; // learners' questions, by their numbers: in which steps
  readonly steps: readonly Step[];
  readonly claims: readonly Claim[];
  readonly sources: readonly Source[];
}
export type Language = 'en' | 'zh';

// Of the course's list.
export interface Entry extends Pick<Plan, 'name' | 'part' | 'minutes'> {
  readonly steps: readonly string[]; // their ids
  readonly title: Readonly<Record<Language, string>>;
  readonly about: Readonly<Record<Language, string>>;
  readonly reading: Readonly<Record<Language, number>>; // minutes
  plan(): Promise<{ readonly default: Plan }>;
  readonly text: Readonly<Record<Language, () => Promise<{ readonly default: LessonText }>>>;
}

export type Glossary = Readonly<
  Record<string, Readonly<Record<Language, { readonly word: string; readonly text: string }>>>
>;
