// What the views of descent say in words and as tables.
import type { PointOf, Vector } from '../engine/surface';
import type { Wishes } from '../engine/train-settings';
import { isKey, type Key, number, t } from '../locales';
import type { SlopesLab } from '../state/slopes';
import type { Table } from './plot-files';

// Four digits, and a power of ten only where it is needed.
export function brief(value: number): string {
  if (!Number.isFinite(value)) return number(value);
  const size = Math.abs(value);
  const small = size > 0 && size < 5e-4;
  const text = small || size >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(4)));
  return text.replace('.0e', 'e').replace('e+', 'e').replace(/-/g, '−');
}

export const pair = ([x, y]: Vector, dims: number): string =>
  dims === 1 ? brief(x) : `(${brief(x)}, ${brief(y)})`;

export function optimizerName(name: string): string {
  const key = `choice.${name}`;
  return isKey(key) ? t(key) : name;
}

// Ways with one optimiser differ in their rate, or in how it changes.
export function wayName(
  { optimizer = 'sgd', rate = 0.1, schedule }: Wishes,
  among: readonly Wishes[],
): string {
  const name = optimizerName(String(optimizer));
  const alike = among.filter((each) => (each.optimizer ?? 'sgd') === optimizer).length > 1;
  const changing = schedule && schedule !== 'constant' ? `, ${optimizerName(String(schedule))}` : '';
  return alike ? `${name}, η ${brief(Number(rate))}${changing}` : name;
}

// What its two numbers are called.
const AXES: Readonly<Record<string, readonly [string, string]>> = {
  product: ['w₁', 'w₂'],
  relu: ['w₁', 'w₂'],
  squares: ['w', 'b'],
};
export const axesOf = (name: string): readonly [string, string] => AXES[name] ?? ['x', 'y'];

export const surfaceName = (name: string): string => t(`slopes.on.${name}` as Key);

// Value and gradient of one place.
export function saidAt({ value, gradient }: PointOf, w: Vector, dims: number): string {
  return t('slopes.saidAt', { place: pair(w, dims), value: brief(value), gradient: pair(gradient, dims) });
}

// Every step of every way.
export function walkTable(lab: SlopesLab): Table {
  const { ways } = lab.state.peek();
  const walks = lab.walks.peek();
  const dims = lab.surface.peek()?.dims ?? 2;
  const length = Math.max(0, ...walks.map((walk) => walk.length));
  const columns = ways.flatMap((way) => {
    const name = wayName(way, ways);
    return (dims === 1 ? ['x'] : ['x', 'y']).concat(t('slopes.loss')).map((each) => `${name}: ${each}`);
  });
  return {
    columns: [t('axis.step'), ...columns],
    rows: Array.from({ length }, (_, step) => [
      step,
      ...walks.flatMap((walk): (string | number)[] => {
        if (step >= walk.length) return dims === 1 ? ['', ''] : ['', '', ''];
        const [x, y] = walk.at(step);
        return [...(dims === 1 ? [x] : [x, y]), walk.values[step] ?? ''];
      }),
    ]),
  };
}
