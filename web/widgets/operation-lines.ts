// An operation's formula, and the same with the numbers of the largest one that it has just made.
import { html, nothing } from 'lit';
import type { Row } from '../engine/plan';
import type { Stepper } from '../engine/stepper';
import { t } from '../locales';
import { exampleOf } from '../state/step-example';
import type { Place } from '../state/step-place';
import { backward, crossEntropyLine, numericLine } from './formula';
import { latex, statements } from './latex';
import type { Lens } from './lens';

export function operationLines(step: Place, lens: Lens, stepper: Stepper, row: Row, back: boolean) {
  const { look, plan } = stepper;
  const what = exampleOf(step, row, back);
  const { id } = what;
  const terms = look.terms(what);
  const given = terms === undefined || terms.form === 'given';
  const forms = back && terms ? [backward(plan, what, terms)] : statements(look.formula(row.index));
  const label = stepper.samples[step.sample.peek()]?.label ?? -1;
  return html`${forms.map((form) => latex(form))}
    ${
      given
        ? nothing
        : html`<span class="quiet">${t('steps.example', { name: lens.name(plan, what) })}</span
            >${
              what.kind === 'loss' && row.op === 'softmax_ce' && label >= 0
                ? crossEntropyLine(step.tensor({ kind: 'value', id }), label, terms.number)
                : numericLine(row, lens.seen?.(terms) ?? terms, look.normed(what))
            }`
    }`;
}
