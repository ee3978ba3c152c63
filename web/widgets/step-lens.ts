// Cards over what is stepped through: its numbers, its samples, its trail.
import type { Ref } from '../engine/look';
import type { Session } from '../state/session';
import { Step, stepOf } from '../state/step';
import type { Place } from '../state/step-place';
import type { Lens } from './lens';
import { exactName } from './names';

const lenses = new WeakMap<Place, Lens>();

// Over a number that is shown unasked: what is followed from it begins with it.
export function exampleLens(session: Session, what: Ref): Lens {
  const step = stepOf(session);
  return Object.create(stepLens(session), {
    number: { value: () => what },
    values: { value: (row: number) => step.tensor({ kind: 'value', id: row }, what.sample ?? 0) },
    follow: {
      value: (to: Ref) => {
        step.open(what);
        step.follow(to);
      },
    },
    replace: { value: (to: Ref) => step.open(to) },
  }) as Lens;
}

export const stepLens = (session: Session): Lens => placeLens(stepOf(session));

export function placeLens(step: Place): Lens {
  const found = lenses.get(step);
  if (found) return found;
  const lens: Lens = {
    get look() {
      return step.stepper.value?.look;
    },
    get plan() {
      return step.stepper.value?.plan;
    },
    edits: false,
    watch() {
      void step.frame.value;
    },
    number: () => step.number.value,
    values: (row) => step.tensor({ kind: 'value', id: row }, step.number.value?.sample ?? 0),
    value: (what) => step.stepper.value?.look.number(what) ?? 0,
    pending: (what) => step.pending(what),
    follow: (what) => step.follow(what),
    replace: (what) => step.replace(what),
    name(plan, what) {
      const name = exactName(plan, what);
      const whole = what.kind === 'param' || what.kind === 'paramGradient';
      return step instanceof Step && step.mode.value === 'batch' && !whole
        ? `${name} #${(what.sample ?? 0) + 1}`
        : name;
    },
  };
  lenses.set(step, lens);
  return lens;
}
