// The widgets a lesson may show: the playground's own, each fetched when a step first wants it.
import type { Need, Widgets } from './widget';
import { NET } from './widgets-net';
import { POINTS } from './widgets-points';
import { SLOPES } from './widgets-slopes';
import { TEXT } from './widgets-text';
import { TRAIN } from './widgets-train';

export const WIDGETS: Widgets = { ...NET, ...TRAIN, ...POINTS, ...SLOPES, ...TEXT };

export const WIDGET_NAMES = Object.keys(WIDGETS);

export const needs = (names: readonly string[]): ReadonlySet<Need> =>
  new Set(names.flatMap((name) => WIDGETS[name]?.needs ?? []));

export const load = (names: readonly string[]): Promise<unknown> =>
  Promise.all(names.map((name) => WIDGETS[name]?.load()));
