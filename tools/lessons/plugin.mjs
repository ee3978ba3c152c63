// `virtual:lessons`: the course's list; each lesson's plan and texts are chunks of their own, fetched when it is opened.
import { LANGUAGES, lessonNames, readGlossary, readingMinutes, readLesson } from './read.mjs';

const ID = 'virtual:lessons';
const ONE = 'virtual:lesson/'; // NAME/plan, NAME/en, NAME/zh; glossary

export function lessons(folder) {
  const entry = (name) => {
    const { part, minutes, steps, text } = readLesson(folder, name);
    const each = (read) => Object.fromEntries(LANGUAGES.map((language) => [language, read(language)]));
    const known = {
      name,
      part,
      minutes,
      steps: steps.map(({ id }) => id),
      title: each((language) => text[language].title),
      about: each((language) => text[language].about),
      reading: each((language) => readingMinutes({ text }, language)),
    };
    const come = (what) => `() => import(${JSON.stringify(`${ONE}${name}/${what}`)})`;
    const texts = LANGUAGES.map((language) => `${language}: ${come(language)}`).join(', ');
    return `{ ...${JSON.stringify(known)}, plan: ${come('plan')}, text: { ${texts} } }`;
  };
  const data = (path) => {
    if (path === 'glossary') return readGlossary(folder);
    const [name, what] = path.split('/');
    const { text, ...plan } = readLesson(folder, name);
    return what === 'plan' ? plan : text[what];
  };
  return {
    name: 'glassnet-lessons',
    resolveId: (source) => (source === ID || source.startsWith(ONE) ? `\0${source}` : null),
    load(source) {
      if (source === `\0${ID}`) {
        const list = lessonNames(folder).map(entry);
        return `export const lessons = [${list.join(',\n')}];
export const glossary = () => import('${ONE}glossary');\n`;
      }
      if (!source.startsWith(`\0${ONE}`)) return null;
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(data(source.slice(ONE.length + 1))))});\n`;
    },
  };
}
