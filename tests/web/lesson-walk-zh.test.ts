// Every lesson walked in Chinese; solutions are executed in English, and of a few lessons here too.
import { afterAll, beforeAll, test } from 'vitest';
import { lessons, WALKED } from './lesson-page';
import { walked } from './lesson-walk';
import { begin, end } from './page';

beforeAll(begin);
afterAll(end);

const WHOLE = new Set(['03-one-neuron', '06-what-a-gradient-is', '20-positions']);

test.each(lessons)('$name is walked in Chinese', WALKED, (lesson) =>
  walked(lesson, 'zh', WHOLE.has(lesson.name)),
);
