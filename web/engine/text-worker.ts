// Text in a worker: hears what is wanted, does it a piece at a time, and hears again.
import { held, turns } from './held';
import { TextCore } from './text';
import { Course } from './text-course';
import type { FromText, ToText } from './text-messages';

let course: Course | undefined;
let working = false;

const soon = turns(() => {
  working = course?.work() ?? false;
  if (working) soon();
});

function hear(at: Course, message: Exclude<ToText, { kind: 'start' }>): void {
  switch (message.kind) {
    case 'text':
      at.text(message.id, message.text);
      break;
    case 'show':
      at.show(message.method, message.from, message.size);
      break;
    case 'gpt2':
      at.gpt2(message.file);
      break;
    case 'corpus':
      at.corpus(message.id, message.text);
      break;
    case 'merges':
      at.merges(message.at);
      break;
    case 'words':
      at.words(message.most);
      break;
    case 'count':
      at.count(message.method);
      break;
    case 'look':
      say({ kind: 'looked', asked: message.asked, looked: at.look(message.what) });
      break;
  }
  if (!working) {
    working = true;
    soon();
  }
}

const say = held<ToText, FromText>(async ({ module, language }) => {
  const made = new Course(await TextCore.start(module), language, (told) => say(told));
  course = made;
  return (message) => hear(made, message);
});
