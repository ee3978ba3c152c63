// One widget of a lesson, and labs whose code comes with it.
import type { Signal } from '@preact/signals-core';
import type { TemplateResult } from 'lit';
import type { Session } from '../state/session';
import type { View } from '../state/settings';
import type { Desk } from './desk';

export type Need = 'train' | 'points' | 'slopes' | 'rewrite' | 'lens';

// `wide`: its share of the row's width; `high`: its height in pixels, where it has none of its own.
export interface Widget {
  readonly view?: View; // of the playground, where it belongs; none: Draw
  readonly wide: number;
  readonly high?: number;
  readonly grows?: true; // where its content wants more than that
  readonly needs?: Need; // a run, a descent
  load(): Promise<unknown>;
  show(desk: Desk): TemplateResult;
}

export type Widgets = Readonly<Record<string, Widget>>;

// Code that comes with the widgets that want it.
export function later<T>(load: () => Promise<T>) {
  const code = {
    now: undefined as T | undefined,
    come: () =>
      load().then((come) => {
        code.now = come;
      }),
  };
  return code;
}

// A lab whose code comes with its widgets; `place`: where the measures find it.
export function lateLab<Lab>(
  load: () => Promise<(session: Session) => Lab>,
  place: (desk: Desk) => Signal<Lab | undefined>,
) {
  const code = later(load);
  return {
    come: code.come,
    at(desk: Desk): Lab | undefined {
      const lab = code.now?.(desk.session);
      const found = place(desk);
      // Not while it is being drawn.
      if (found.peek() !== lab)
        queueMicrotask(() => {
          found.value = lab;
        });
      return lab;
    },
  };
}
