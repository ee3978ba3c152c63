// Text in a worker: hears what is wanted, does it a piece at a time, and hears again.
import { TextCore } from './text';
import { Course } from './text-course';
import type { FromText, ToText } from './text-messages';

const scope = self as unknown as {
  postMessage(message: FromText): void;
  onmessage: ((event: MessageEvent<ToText>) => void) | null;
};

let course: Course | undefined;
let waiting: ToText[] = []; // until the module runs
let working = false;

// A turn of the event loop: what the page has said meanwhile is heard.
const turns = new MessageChannel();
turns.port1.onmessage = () => guard(turn);

function guard(run: () => void): void {
  try {
    run();
  } catch (error) {
    scope.postMessage({ kind: 'trap', message: String(error) });
  }
}

function turn(): void {
  working = course?.work() ?? false;
  if (working) turns.port2.postMessage(0);
}

function hear(message: ToText): void {
  if (message.kind === 'start') {
    navigator.locks
      ?.request(message.lock, () => {
        scope.postMessage({ kind: 'held' });
        return new Promise(() => {});
      })
      .catch(() => {}); // of a file there are none
    TextCore.start(message.module).then(
      (core) => {
        course = new Course(core, message.language, (told) => scope.postMessage(told));
        for (const each of waiting) hear(each);
        waiting = [];
      },
      (error) => scope.postMessage({ kind: 'trap', message: String(error) }),
    );
    return;
  }
  if (!course) {
    waiting.push(message);
    return;
  }
  switch (message.kind) {
    case 'text':
      course.text(message.id, message.text);
      break;
    case 'show':
      course.show(message.method, message.from, message.size);
      break;
    case 'gpt2':
      course.gpt2(message.file);
      break;
    case 'corpus':
      course.corpus(message.id, message.text);
      break;
    case 'merges':
      course.merges(message.at);
      break;
    case 'words':
      course.words(message.most);
      break;
    case 'count':
      course.count(message.method);
      break;
    case 'look':
      scope.postMessage({ kind: 'looked', asked: message.asked, looked: course.look(message.what) });
      break;
  }
  if (!working) {
    working = true;
    turns.port2.postMessage(0);
  }
}

scope.onmessage = (event) => guard(() => hear(event.data));
