// Questions from the page to a worker, and their answers. `Asks`: of each kind of question, what is asked and what comes
// of it. Everything is a plain value.
export type AsksOf<Asks> = { [K in keyof Asks]: { readonly ask: object; readonly answer: unknown } };

export type QuestionOf<Asks extends AsksOf<Asks>> = {
  [K in keyof Asks]: { readonly kind: K } & Asks[K]['ask'];
}[keyof Asks];

// Undefined: there was nothing to ask about.
export type AnswerOf<Asks extends AsksOf<Asks>> = Asks[keyof Asks]['answer'] | undefined;

export interface Asked<Asks extends AsksOf<Asks>> {
  readonly kind: 'asked';
  readonly id: number;
  readonly ask: QuestionOf<Asks>;
}

export interface Answer<Asks extends AsksOf<Asks>> {
  readonly kind: 'answer';
  readonly id: number;
  readonly answer: AnswerOf<Asks>;
}

// What a worker says that is held by a lock: it lives; something threw, and it is of no more use.
export type FromHeld = { readonly kind: 'held' } | { readonly kind: 'trap'; readonly message: string };
