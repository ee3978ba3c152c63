// What a teacher's link leaves in sight: views by name, and controls that stand fixed or are hidden.
import { type Settings, type Tab, TEXT_PARTS, VIEWS, type View } from './settings';

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

export const tabOf = (view: View): Tab =>
  (TEXT_PARTS as readonly View[]).includes(view) ? 'text' : (view as Tab);
export const TABS: readonly Tab[] = [...new Set(VIEWS.map(tabOf))];

// Those that are named, or all of them; the one that is open stays in sight.
export function viewsInSight(settings: Settings): readonly Tab[] {
  const named = settings.classViews.value.split(',');
  const open = tabOf(settings.view.value);
  const left = TABS.filter((tab) => named.includes(tab) || tab === open);
  return left.some((tab) => named.includes(tab)) ? left : TABS;
}

export const isForClass = ({ classViews, classHolds }: Settings): boolean =>
  classViews.value !== '' || classHolds.value !== '';

export function showAll({ classViews, classHolds }: Settings): void {
  classViews.value = '';
  classHolds.value = '';
}
