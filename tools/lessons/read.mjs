// The lessons of a folder: NN-name/{lesson.json,en.md,zh.md} → data for the page. Throws with file and line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LessonError, readProse } from './prose.mjs';

export const LANGUAGES = ['en', 'zh'];

export const lessonNames = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-[a-z0-9-]+$/.test(entry.name))
    .map(({ name }) => name)
    .sort();

export function readLesson(folder, name) {
  const at = (file) => join(folder, name, file);
  const read = (file, parse) => {
    try {
      return parse(readFileSync(at(file), 'utf8'));
    } catch (error) {
      throw new LessonError(`${name}/${file}: ${error.message}`);
    }
  };
  const text = Object.fromEntries(LANGUAGES.map((language) => [language, read(`${language}.md`, readProse)]));
  return { name, ...read('lesson.json', JSON.parse), text };
}

export const readGlossary = (folder) => JSON.parse(readFileSync(join(folder, 'glossary.json'), 'utf8'));

// Minutes to read it: words a minute of English, characters a minute of Chinese.
export function readingMinutes({ text }, language) {
  const all = JSON.stringify(text[language].steps);
  const size =
    language === 'zh' ? (all.match(/[\u4E00-\u9FFF]/gu) ?? []).length / 350 : all.split(/\s+/).length / 200;
  return Math.max(1, Math.round(size));
}
