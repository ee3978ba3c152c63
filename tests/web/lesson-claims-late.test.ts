// Every claim of the second half of the lessons is so.
import { afterAll, beforeAll, test } from 'vitest';
import { claimed } from './lesson-claims';
import { lessons, WALKED } from './lesson-page';
import { begin, end } from './page';

beforeAll(begin);
afterAll(end);

const half = lessons.filter(({ name, claims }) => claims.length > 0 && name >= '12');
test.each(half)('$name: what it claims is so', WALKED, claimed);
