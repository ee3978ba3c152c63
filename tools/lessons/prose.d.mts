import type { LessonText } from '../../web/lessons/types';
export function readProse(text: string): LessonText;
