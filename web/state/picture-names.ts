// Which class a picture is of: the name of its folder, or, of a file without one, what its own name begins with.
const MOST_LETTERS = 40; // of a class's name
const ENDING = /\.[^.]+$/;
const NUMBERING = /[\s\d_.()[\]#-]+$/u;
const HIDDEN = /^(\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i; // that systems leave in folders

const segments = new Intl.Segmenter();
const letters = (text: string): string[] => Array.from(segments.segment(text), ({ segment }) => segment);

// The first letters as a reader counts them: an emoji is not cut in two.
export const shortened = (text: string, most: number): string => letters(text).slice(0, most).join('');

// Of one line, composed, without what cannot be seen, and not too long.
export function tidyName(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const all = letters(clean);
  return all.length <= MOST_LETTERS ? clean : `${all.slice(0, MOST_LETTERS - 1).join('')}…`;
}

// "cat-01.png", "cat (2).jpg" → cat; "0001.png" has no such name.
export function nameOfFile(file: string): string {
  const stem = file.replace(ENDING, '');
  return tidyName(stem.replace(NUMBERING, ''));
}

export interface Found<T> {
  readonly path: readonly string[]; // folders from the outermost to its own; [] : none
  readonly name: string;
  readonly file: T;
}

export interface Sorted<T> {
  readonly classes: readonly { readonly name: string; readonly files: readonly Found<T>[] }[];
  readonly merged: readonly string[]; // names that several folders have
  readonly loose: readonly Found<T>[]; // beside class folders, in none
}

export const isHidden = (name: string): boolean => HIDDEN.test(name);

// By the folder each lies in directly, in the order of their names. Of tens of thousands, so that each is looked at once.
export function sortFound<T>(found: readonly Found<T>[]): Sorted<T> {
  const seen = found
    .filter(({ path, name }) => !isHidden(name) && !path.some(isHidden))
    .map((each) => ({ each, folder: each.path.join('/') }));
  // A folder of class folders is no class.
  const outer = new Set<string>();
  const names = new Map<string, string>(); // of folders
  for (const { each, folder } of seen) {
    if (names.has(folder)) continue;
    names.set(folder, tidyName(each.path.at(-1) ?? ''));
    for (const i of each.path.keys()) outer.add(each.path.slice(0, i).join('/'));
  }
  const inFolders = [...names.keys()].some((folder) => folder !== '');
  const loose: Found<T>[] = [];
  const classes = new Map<string, { readonly key: string; readonly each: Found<T> }[]>();
  const places = new Map<string, Set<string>>();
  for (const { each, folder } of seen) {
    if (inFolders && outer.has(folder)) {
      loose.push(each);
      continue;
    }
    const name = names.get(folder) || nameOfFile(each.name);
    const [files, folders] = [classes.get(name) ?? [], places.get(name) ?? new Set<string>()];
    files.push({ key: folder ? `${folder}/${each.name}` : each.name, each });
    classes.set(name, files);
    places.set(name, folders.add(folder));
  }
  const order = new Intl.Collator('en', { numeric: true });
  return {
    classes: [...classes]
      .map(([name, files]) => ({
        name,
        files: files.sort((a, b) => order.compare(a.key, b.key)).map(({ each }) => each),
      }))
      .sort((a, b) => order.compare(a.name, b.name)),
    merged: [...places].filter(([, all]) => all.size > 1).map(([name]) => name),
    loose,
  };
}

// A name that is not among them: "cat 2".
export function freshName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let n = 2;
  while (taken.includes(`${name} ${n}`)) n++;
  return `${name} ${n}`;
}
