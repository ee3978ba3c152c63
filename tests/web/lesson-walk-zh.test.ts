// Every lesson walked in Chinese.
import { afterAll, beforeAll, test } from 'vitest';
import { lessons, WALKED } from './lesson-page';
import { walked } from './lesson-walk';
import { begin, end } from './page';

beforeAll(begin);
afterAll(end);

test.each(lessons)('$name is walked in Chinese', WALKED, (lesson) => walked(lesson, 'zh'));
