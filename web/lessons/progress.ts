// How far a learner has come, kept on the device; storage may be forbidden or full: then it lasts as long as the page.
// It can be taken away as a file, and brought back.
import { signal } from '@preact/signals-core';

const KEY = 'glassnet.course';
const VERSION = 1;
const MOST_LESSONS = 200;

export type Given = number | readonly number[]; // an option, a number, an order

export interface Progress {
  readonly step: number; // that was open last
  readonly answers: Readonly<Record<string, Given>>; // by step/ask
  readonly goals: readonly string[]; // that were reached, step/goal
  readonly seen: readonly string[]; // steps
  readonly seconds: number; // that it was open
}

export type Course = Readonly<Record<string, Progress>>;

export const NOTHING: Progress = { step: 0, answers: {}, goals: [], seen: [], seconds: 0 };

export const course = signal<Course>(load());

function load(): Course {
  try {
    return parse(localStorage.getItem(KEY) ?? '') ?? {};
  } catch {
    return {};
  }
}

export function keep(name: string, progress: Progress | undefined): void {
  const { [name]: _, ...others } = course.peek();
  put(progress ? { ...others, [name]: progress } : others);
}

function put(next: Course): void {
  course.value = next;
  try {
    localStorage.setItem(KEY, written(next));
  } catch {
    // as long as the page
  }
}

export const written = (all: Course): string => JSON.stringify({ version: VERSION, lessons: all });

// A file of progress takes the place of what there is. False: it is none.
export function bring(text: string): boolean {
  const read = parse(text);
  if (read) put(read);
  return read !== undefined;
}

export const forget = (): void => put({});

function parse(text: string): Course | undefined {
  try {
    const { version, lessons } = JSON.parse(text) as { version?: unknown; lessons?: unknown };
    if (version !== VERSION || typeof lessons !== 'object' || lessons === null) return undefined;
    const sound = Object.entries(lessons).filter(
      ([name, each]) => /^[\w-]{1,60}$/.test(name) && isProgress(each),
    );
    return Object.fromEntries(sound.slice(0, MOST_LESSONS)) as Course;
  } catch {
    return undefined;
  }
}

function isText(x: unknown): x is string {
  return typeof x === 'string' && x.length <= 200;
}

function isNumber(x: unknown): x is number {
  return typeof x === 'number' && Number.isFinite(x);
}

function isGiven(x: unknown): x is Given {
  return isNumber(x) || (Array.isArray(x) && x.every(isNumber));
}

function isProgress(x: unknown): x is Progress {
  if (typeof x !== 'object' || x === null) return false;
  const { step, answers, goals, seen, seconds } = x as Record<string, unknown>;
  return (
    isNumber(step) &&
    step >= 0 &&
    isNumber(seconds) &&
    typeof answers === 'object' &&
    answers !== null &&
    Object.entries(answers).every(([key, given]) => isText(key) && isGiven(given)) &&
    [goals, seen].every((list) => Array.isArray(list) && list.every(isText))
  );
}
