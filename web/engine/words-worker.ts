// Word vectors in a worker: learns a slice at a time, hears the page between two slices, and shows it how things stand.
import { WordsCore } from './words-core';
import { Course } from './words-course';
import type { Ask, Asks, FromWords, Question, ToWords } from './words-messages';

const scope = self as unknown as {
  postMessage(message: FromWords): void;
  onmessage: ((event: MessageEvent<ToWords>) => void) | null;
};

const FRAME_MS = 90; // from one look to the next, at least
const LOOKS = 4; // and so many times as long as a look takes: learning goes first

let course: Course | undefined;
let shownAt = 0;
let restMs = FRAME_MS;
let working = false;

const turns = new MessageChannel();
turns.port1.onmessage = () => guard(turn);

function guard(run: () => void): void {
  try {
    run();
  } catch (error) {
    scope.postMessage({ kind: 'trap', message: String(error) });
  }
}

function show(): void {
  const began = performance.now();
  const frame = course?.frame();
  if (frame) scope.postMessage({ kind: 'frame', frame });
  shownAt = performance.now();
  restMs = Math.max(FRAME_MS, LOOKS * (shownAt - began));
}

function turn(): void {
  const wait = course?.work() ?? -1;
  working = wait >= 0;
  if (!working || performance.now() - shownAt > restMs) show();
  if (!working) return;
  if (wait > 0) setTimeout(() => guard(turn), wait);
  else turns.port2.postMessage(0);
}

function start(): void {
  if (working || !course?.running) return;
  working = true;
  turns.port2.postMessage(0);
}

function answer(at: Course, ask: Question): Asks[Ask]['answer'] | undefined {
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

function hear(at: Course, message: ToWords): void {
  switch (message.kind) {
    case 'run':
      at.go(message.pace);
      if (at.running) start();
      else show();
      break;
    case 'want':
      at.want = message.want;
      if (!working) show();
      break;
    case 'asked':
      scope.postMessage({ kind: 'answer', id: message.id, answer: answer(at, message.ask) });
      if (SHOWN.includes(message.ask.kind)) show();
      break;
  }
}

// What is said before the module runs waits for it.
let waiting: ToWords[] = [];
scope.onmessage = ({ data }) =>
  guard(() => {
    if (data.kind !== 'start') {
      if (course) hear(course, data);
      else waiting.push(data);
      return;
    }
    navigator.locks
      ?.request(data.lock, () => {
        scope.postMessage({ kind: 'held' });
        return new Promise(() => {});
      })
      .catch(() => {}); // of a file there are none
    WordsCore.start(data.module).then(
      (core) =>
        guard(() => {
          const made = new Course(core);
          course = made;
          for (const each of waiting) hear(made, each);
          waiting = [];
        }),
      (error) => scope.postMessage({ kind: 'trap', message: String(error) }),
    );
  });
