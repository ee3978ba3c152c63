// Word vectors in a worker: learns a slice at a time, hears the page between two slices, and shows it how things stand.
import type { AnswerOf, QuestionOf } from './asked';
import { guard, held, turns } from './held';
import { WordsCore } from './words-core';
import { Course } from './words-course';
import type { Ask, Asks, FromWords, ToWords } from './words-messages';

const FRAME_MS = 90; // from one look to the next, at least
const LOOKS = 4; // and so many times as long as a look takes: learning goes first

let course: Course | undefined;
let shownAt = 0;
let restMs = FRAME_MS;
let working = false;

const soon = turns(turn);

function show(): void {
  const began = performance.now();
  const frame = course?.frame();
  if (frame) say({ kind: 'frame', frame });
  shownAt = performance.now();
  restMs = Math.max(FRAME_MS, LOOKS * (shownAt - began));
}

function turn(): void {
  const wait = course?.work() ?? -1;
  working = wait >= 0;
  if (!working || performance.now() - shownAt > restMs) show();
  if (!working) return;
  if (wait > 0) setTimeout(() => guard(turn), wait);
  else soon();
}

function start(): void {
  if (working || !course?.running) return;
  working = true;
  soon();
}

function answer(at: Course, ask: QuestionOf<Asks>): AnswerOf<Asks> {
  switch (ask.kind) {
    case 'read':
      return at.read(ask.text, ask.unit, ask.least);
    case 'begin':
      return at.begin(ask);
    case 'given':
      return at.given(ask.file);
    case 'step':
      return at.step();
    case 'keep':
      return at.keep();
    case 'rows':
      return at.rows(ask.ids);
    case 'measure':
      return at.measure(ask);
  }
}

const SHOWN: readonly Ask[] = ['begin', 'given', 'step']; // after which the page sees another state

function hear(at: Course, message: Exclude<ToWords, { kind: 'start' }>): void {
  switch (message.kind) {
    case 'run':
      at.go(message.pace, message.to);
      if (at.running) start();
      else show();
      break;
    case 'want':
      at.want = message.want;
      if (!working) show();
      break;
    case 'asked':
      say({ kind: 'answer', id: message.id, answer: answer(at, message.ask) });
      if (SHOWN.includes(message.ask.kind)) show();
      break;
  }
}

const say = held<ToWords, FromWords>(async ({ module }) => {
  const made = new Course(await WordsCore.start(module));
  course = made;
  return (message) => hear(made, message);
});
