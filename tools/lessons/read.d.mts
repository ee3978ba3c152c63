import type { Glossary, LessonText, Plan } from '../../web/lessons/types';
export function lessonNames(folder: string): string[];
export function readLesson(folder: string, name: string): Plan & { text: Record<'en' | 'zh', LessonText> };
export function readGlossary(folder: string): Glossary;
