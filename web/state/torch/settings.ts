// The settings of a run as its program needs them: which values each has in its course.
import type { Change } from '../../engine/run-messages';
import { type Setting, type Wishes, wished, wishOf } from '../../engine/train-settings';

export type Value = number | string;

export class Settings {
  readonly #values = new Map<string, Set<Value>>();

  constructor(
    readonly table: readonly Setting[],
    wishes: Wishes,
    changes: readonly Change[],
  ) {
    for (const setting of table) {
      const first = wishOf(setting, wished(setting, wishes[setting.name]));
      const later = changes.flatMap((each) =>
        'set' in each && each.set === setting.name ? [wishOf(setting, each.value)] : [],
      );
      this.#values.set(setting.name, new Set([first, ...later]));
    }
  }

  of(name: string): readonly Value[] {
    return [...(this.#values.get(name) ?? [])];
  }

  ever(name: string, value?: Value): boolean {
    return this.of(name).some((each) => (value === undefined ? each !== 0 : each === value));
  }

  strays(name: string): boolean {
    const initial = this.table.find((each) => each.name === name);
    return initial !== undefined && this.of(name).some((each) => each !== wishOf(initial, initial.initial));
  }
}
