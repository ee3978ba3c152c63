// What a lesson will ask for later, fetched while there is a connection, so that it can be ended without one.
import { generated, text, words } from 'virtual:built';
import { needLanguages } from '../locales';
import { fetchAhead } from '../state/data-files';
import { readFile } from '../state/files';
import { fromText, newSettings } from '../state/settings';
import { fetchText } from '../state/text-files';
import type { Entry, Plan } from './types';
import { load, needs } from './widgets';

// By the first word of a widget's name: its module, and the texts that it begins with in either language.
const LATER: Readonly<Record<string, readonly [module: string | undefined, ...texts: string[]]>> = {
  words: [words, 'moby-dick.txt', 'tang-poems.txt', 'vectors.words'],
  gpt: [text, 'first-names.txt', 'tang-poems.txt'],
  text: [text],
  lookup: [text],
};

export async function fetchLesson(entry: Entry, { steps }: Plan): Promise<void> {
  const names = steps.flatMap(({ widgets }) => widgets.flat());
  await load(names);
  await Promise.all([needLanguages(), entry.text.en(), entry.text.zh()]);
  for (const each of new Set(names.map((name) => name.split('-')[0] ?? ''))) {
    const [module, ...texts] = LATER[each] ?? [];
    if (module) await readFile(module);
    for (const name of texts) await fetchText(name, () => {}, new AbortController().signal);
  }
  const settings = newSettings();
  for (const { widgets, start } of steps) {
    if (start !== undefined) fromText(settings, start, () => true); // a step without one goes on from there
    const set = settings.data.value;
    if (needs(widgets.flat()).has('train') && set !== 'own')
      await fetchAhead(set, generated, settings.digits.value);
  }
}
