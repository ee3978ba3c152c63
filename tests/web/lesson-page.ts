// The lessons as the tests find them, and how long they wait: a machine that does other things besides takes its time.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { lessonNames, readLesson } from '../../tools/lessons/read.mjs';

const folder = fileURLToPath(new URL('../../lessons', import.meta.url));
export type Lesson = ReturnType<typeof readLesson>;
export const lessons: readonly Lesson[] = lessonNames(folder).map((name) => readLesson(folder, name));

export const LONG = { timeout: 300_000 };
export const PATIENT = { timeout: 120_000 };
export const WALKED = { timeout: 900_000 };

export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click();
