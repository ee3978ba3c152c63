// What stands in the view of slopes as text, for a link, a lesson and what is kept: the story, then what differs from it.
//   "saddle;at=-1.6_0.5;ways=optimizer:adam,rate:0.1|optimizer:sgd,rate:0.1;t=12"
import { SLOPES_PANELS, type SlopesState, STORIES, told } from './slopes-stories';
import { formatWishes, isWishes, parseWishes } from './train-text';

export const MOST_WAYS = 4;
export const MOST_STEPS = 5000;
export const MOST_NOISE = 10;

type Part = Exclude<keyof SlopesState, 'story'>;
type Form<K extends Part> = {
  readonly key: string;
  write(value: SlopesState[K]): string;
  read(text: string): SlopesState[K] | undefined;
};

const within = (value: number, least: number, most: number): number | undefined =>
  value >= least && value <= most ? value : undefined;
const numberOf = (text: string): number => (/^-?[\d.]+(e[+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN);

const real = (key: string, least: number, most: number) => ({
  key,
  write: String,
  read: (text: string) => within(numberOf(text), least, most),
});
const whole = (key: string, least: number, most: number) => ({
  key,
  write: String,
  read: (text: string) => (/^\d{1,10}$/.test(text) ? within(Number(text), least, most) : undefined),
});
const flag = (key: string) => ({
  key,
  write: (value: boolean) => (value ? '1' : '0'),
  read: (text: string) => (text === '1' ? true : text === '0' ? false : undefined),
});

const FORMS: { readonly [K in Part]: Form<K> } = {
  surface: {
    key: 'on',
    write: (name) => name,
    read: (text) => (/^[a-z]\w{0,30}$/.test(text) ? text : undefined),
  },
  start: {
    key: 'at',
    write: ([x, y]) => `${x}_${y}`,
    read: (text) => {
      const [x = Number.NaN, y = Number.NaN, ...more] = text.split('_').map(numberOf);
      return Math.abs(x) <= 1e3 && Math.abs(y) <= 1e3 && more.length === 0 ? [x, y] : undefined;
    },
  },
  ways: {
    key: 'ways',
    write: (ways) => ways.map(formatWishes).join('|'),
    read: (text) => {
      const ways = text.split('|');
      return ways.length <= MOST_WAYS && ways.every((each) => each !== '' && isWishes(each))
        ? ways.map(parseWishes)
        : undefined;
    },
  },
  steps: whole('steps', 1, MOST_STEPS),
  t: whole('t', 0, MOST_STEPS),
  noise: real('noise', 0, MOST_NOISE),
  seed: whole('seed', 0, 2 ** 32 - 1),
  decay: flag('decay'),
  many: flag('many'),
  angle: real('angle', -360, 360),
  panel: {
    key: 'panel',
    write: (name) => name,
    read: (text) => SLOPES_PANELS.find((each) => each === text),
  },
};
const PARTS = Object.keys(FORMS) as Part[];
const FIRST = STORIES[0] as SlopesState['story'];

const written = <K extends Part>(part: K, state: SlopesState): string => FORMS[part].write(state[part]);

// '': as the first story begins.
export function writeSlopes(state: SlopesState): string {
  const usual = told(state.story);
  const parts = PARTS.filter((part) => written(part, state) !== written(part, usual)).map(
    (part) => `${FORMS[part].key}=${written(part, state)}`,
  );
  return state.story === FIRST && parts.length === 0 ? '' : [state.story, ...parts].join(';');
}

// Or the piece of it that makes no sense.
export function readSlopes(text: string): SlopesState | string {
  const [first = '', ...pieces] = text.split(';');
  const story = text === '' ? FIRST : STORIES.find((each) => each === first);
  if (!story) return first;
  const given: Partial<SlopesState> = {};
  for (const piece of pieces) {
    const [key, value = ''] = piece.split('=');
    const part = PARTS.find((each) => FORMS[each].key === key);
    const read = part && FORMS[part].read(value);
    if (!part || read === undefined) return piece;
    Object.assign(given, { [part]: read });
  }
  const state = { ...told(story), ...given };
  return {
    ...state,
    t: given.t === undefined && given.steps !== undefined ? state.steps : Math.min(state.t, state.steps),
  };
}
