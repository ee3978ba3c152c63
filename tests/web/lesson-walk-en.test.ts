// Every lesson walked in English.
import { afterAll, beforeAll, test } from 'vitest';
import { lessons, WALKED } from './lesson-page';
import { walked } from './lesson-walk';
import { begin, end } from './page';

beforeAll(begin);
afterAll(end);

test.each(lessons)('$name is walked in English', WALKED, (lesson) => walked(lesson, 'en'));
