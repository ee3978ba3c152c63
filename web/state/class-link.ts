// What a teacher's link leaves in sight: views by name, and controls that stand fixed or are hidden.
import { type Settings, VIEWS, type View } from './settings';

export type Hold = 'free' | 'fixed' | 'hidden';
export const HOLDS = ['free', 'fixed', 'hidden'] as const satisfies readonly Hold[];

// "rate:fixed,batch:hidden"; what it does not name is free.
export function holdOf(settings: Settings, control: string): Hold {
  for (const piece of settings.classHolds.value.split(',')) {
    const [name, hold] = piece.split(':');
    if (name === control && (hold === 'fixed' || hold === 'hidden')) return hold;
  }
  return 'free';
}

export const formatHolds = (holds: ReadonlyMap<string, Hold>): string =>
  [...holds]
    .filter(([, hold]) => hold !== 'free')
    .map(([name, hold]) => `${name}:${hold}`)
    .join(',');

// Those that are named, or all of them; the one that is open stays in sight.
export function viewsInSight(settings: Settings): readonly View[] {
  const named = settings.classViews.value.split(',');
  const open = settings.view.value;
  const left = VIEWS.filter((view) => named.includes(view) || view === open);
  return left.some((view) => named.includes(view)) ? left : VIEWS;
}

export const isForClass = ({ classViews, classHolds }: Settings): boolean =>
  classViews.value !== '' || classHolds.value !== '';

export function showAll({ classViews, classHolds }: Settings): void {
  classViews.value = '';
  classHolds.value = '';
}
