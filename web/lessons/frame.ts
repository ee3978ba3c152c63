// The code of a frame that shows a lesson, one step of it or one of its widgets in any page.
export const ONE_STEP = 'this-step';

export interface Framed {
  readonly title: string;
  readonly page: string; // where the page is, as it is open
  readonly lesson: string;
  readonly step: string; // its id; '': from the beginning
  readonly only: string; // '': the lesson, ONE_STEP, or a widget of the step
  readonly answers: boolean; // false: solutions and what is right are withheld
  readonly language: string; // as the page is read now
  readonly holds: string; // controls that stand fixed or are hidden, as class-link.ts writes them
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

export function frameCode({ title, page, lesson, step, only, answers, language, holds }: Framed): string {
  const address = new URL(page);
  const query = new URLSearchParams({ v: '1', view: 'lessons', lesson });
  if (step) query.set('lessonStep', step);
  if (only) query.set('lessonOnly', only);
  query.set('lessonAlone', '1');
  if (!answers) query.set('lessonAnswers', '0');
  if (holds) query.set('classHolds', holds);
  query.set('language', language);
  address.hash = String(query);
  const high = only === '' || only === ONE_STEP ? 720 : 520;
  return `<iframe title="${escaped(title)}" src="${escaped(address.href)}" style="width: 100%; height: ${high}px; border: 0"></iframe>`;
}
