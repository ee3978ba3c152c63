// The operation of the moment, large: what goes in, the formula with this input's numbers, what comes out; each with
// its δ beside or beneath it.
import { css, html, nothing } from 'lit';
import type { Plan, Row } from '../engine/plan';
import type { Stepper } from '../engine/stepper';
import { count, isKey, t } from '../locales';
import { stepOf } from '../state/step';
import { GnElement } from './element';
import './gn-tensor';
import { answerName, isBias } from './names';
import { operationLines } from './operation-lines';
import { numbers } from './panel-styles';
import { pictureOf } from './picture-of';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { stepLens } from './step-lens';
import { operationTable, tensorTables } from './step-tables';
import { shared } from './styles';
import { formOfRow, seenFrom } from './tensor-layout';
import { titled } from './titled';

const MOST_INPUTS = 4;
const NARROW_PX = 560;
const ROWS = 100; // of a tensor's table on the page

export class GnOperation extends GnElement {
  static override properties = { ...GnElement.properties, wide: { state: true }, table: { state: true } };
  declare wide: number;
  declare table: boolean; // numbers in the place of pictures

  #observer = new ResizeObserver(() => {
    this.wide = this.clientWidth;
  });

  constructor() {
    super();
    this.wide = 0;
    this.table = false;
  }

  static override styles = [
    shared,
    numbers,
    toolStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px var(--space-3);
      }
      h2 {
        font-size: var(--text-l);
      }
      .tools {
        align-self: center;
        margin-left: auto;
      }
      .tables {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3) var(--space-5);
      }
      .rows {
        flex: 0 1 auto;
        max-height: max(320px, 100dvh - 400px);
      }
      .shape {
        font-size: var(--text-xs);
        color: var(--ink-faint);
      }
      .lines {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px var(--space-4);
        min-height: 48px;
        padding: 4px 0 6px;
        overflow-x: auto;
        scrollbar-width: thin;
      }
      .lines math {
        margin: 0;
        width: max-content;
        font-size: 1rem;
      }
      .say {
        font-size: var(--text-s);
        color: var(--ink-soft);
        max-width: 74ch;
        line-height: 1.45;
        padding-bottom: var(--space-3);
      }
      .flow {
        display: flex;
        align-items: flex-start;
        gap: var(--space-2);
      }
      .side {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        align-items: flex-start;
      }
      .tensors {
        display: flex;
        gap: 6px;
      }
      .tensors.stacked {
        flex-direction: column;
      }
      .arrow {
        /* in the middle of what lies beside it, or of its upper part where that is tall */
        display: grid;
        align-items: center;
        align-self: stretch;
        max-height: 230px;
        color: var(--ink-faint);
        font-size: 1.25rem;
        flex: none;
      }
      .parameters {
        flex: none;
        display: grid;
        gap: 6px;
      }
      @container (max-width: 560px) {
        .rows {
          max-height: 240px;
        }
        .flow:not(.slim) {
          flex-direction: column;
        }
        .flow:not(.slim) .arrow {
          align-self: flex-start;
          display: block;
          margin-left: 24px;
          transform: rotate(90deg);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    const at = step.at.value;
    void step.frame.value; // another sample may stand at the same place
    if (!stepper || this.wide === 0) return nothing;
    const phase = stepper.phases[at - 1];
    const row = stepper.plan.rows[phase?.row ?? -1];
    if (!phase || !row) {
      return html`<p class="say" role="status">${t(at === 0 ? 'step.nothing' : 'step.atUpdate')}</p>`;
    }
    const back = phase.kind === 'backward';
    const key = `op.${row.op}`;
    return html`<div class="head" role="status">
        ${titled('stepOperation', this.#heading(row, back))}
        <span class="shape"
          >${isKey(key) ? t(key) : row.op} ·
          ${row.inputs.map((i) => stepper.plan.rows[i]?.shape.join('×')).join(', ')}${row.inputs.length > 0 ? ' → ' : ''}${row.shape.join('×')}${this.#size(row)}</span
        >
        ${this.#tools(stepper, row, back)}
      </div>
      <div class="lines scrolls" tabindex="0" role="group" aria-label=${t('number.formula')}>
        ${operationLines(step, stepLens(this.session), stepper, row, back)}
      </div>
      <p class="say">${this.#say(stepper, row, back)}</p>
      ${
        this.table
          ? html`<div class="tables" role="group" aria-label=${this.#heading(row, back)}>
              ${tensorTables(step, stepper, row, ROWS).map(({ name, table, all }) => tableRows(name, table, all))}
            </div>`
          : this.#flow(stepper, row, back)
      }`;
  }

  #heading(row: Row, back: boolean): string {
    return t(back ? 'step.back' : 'step.forth', { name: row.name });
  }

  #tools(stepper: Stepper, row: Row, back: boolean) {
    const step = stepOf(this.session);
    const picture = () => {
      const flow = this.renderRoot.querySelector<HTMLElement>('.flow');
      return flow ? pictureOf(flow) : undefined;
    };
    const table = () => operationTable(step, stepper, row);
    return plotTools({ heading: this.#heading(row, back), table, picture }, this.table, () => {
      this.table = !this.table;
    });
  }

  #size(row: Row): string {
    const total = row.params.reduce((sum, { size }) => sum + size, 0);
    return total > 0 ? ` · ${t('layerview.count', { count: count(total) })}` : '';
  }

  #say(stepper: Stepper, row: Row, back: boolean): string {
    if (!back)
      return row.isLoss
        ? t('step.sayLoss', { name: answerName(row) })
        : t('step.sayForth', { name: row.name });
    const from = row.inputs.map((i) => stepper.plan.rows[i]?.name ?? '').join(', ');
    if (row.isLoss) return t(row.op === 'mse' ? 'step.saySquaresBack' : 'step.sayLossBack', { from });
    const several = row.inputs.some(
      (id) => stepper.plan.rows.filter(({ inputs }) => inputs.includes(id)).length > 1,
    );
    const key = row.params.length > 0 ? 'step.sayBackParams' : 'step.sayBack';
    return t(key, { name: row.name, from }) + (several ? ` ${t('step.saySeveral')}` : '');
  }

  // ---------------------------------------------------------------- the pictures

  #flow({ plan, params }: Stepper, row: Row, back: boolean) {
    const narrow = this.wide < NARROW_PX;
    const inputs = row.inputs.slice(0, MOST_INPUTS);
    const own = params.filter(({ rows }) => rows.includes(row.index));
    const weighty = own.filter(({ shape }) => shape.length > 1);
    const sides = inputs.length === 0 ? 1 : weighty.length > 0 ? 3 : 2;
    const wide = narrow ? this.wide : (this.wide - (sides - 1) * 40) / sides;
    const slim =
      narrow && weighty.length === 0 && [...inputs, row.index].every((id) => formOfRow(plan, id)?.column);
    const scale = seenFrom();
    const high = narrow ? 220 : Math.max(250, Math.min(400 * scale, innerHeight - 400));
    return html`<div class="flow ${slim ? 'slim' : ''}">
      ${
        inputs.length === 0
          ? nothing
          : html`<div class="side">
                ${inputs.map((id) => this.#tensors(plan, id, wide / (narrow ? 1 : inputs.length), high))}
              </div>
              <span class="arrow" aria-hidden="true">${back ? '←' : '→'}</span>`
      }
      ${
        weighty.length > 0
          ? html`<div class="parameters">
                ${own.map(({ id, name, shape }) =>
                  shape.length > 1
                    ? html`<gn-tensor .session=${this.session} kind="param" .of=${id} .caption=${name} .wide=${wide} .high=${high / 2 - 40}></gn-tensor
                        ><gn-tensor .session=${this.session} kind="paramGradient" .of=${id} .caption=${`∂L/∂${name}`} .wide=${wide} .high=${high / 2 - 40}></gn-tensor>`
                    : nothing,
                )}
              </div>
              <span class="arrow" aria-hidden="true">${back ? '←' : '→'}</span>`
          : nothing
      }
      <div class="side">${this.#tensors(plan, row.index, wide, high)}
        ${own.map(({ id, name, shape }) =>
          shape.length > 1
            ? nothing
            : html`<div class="tensors">
                <gn-tensor .session=${this.session} kind="param" .of=${id} .caption=${t(isBias(name) ? 'step.bias' : 'step.weight')} .wide=${54 * scale} .high=${high}></gn-tensor
                ><gn-tensor .session=${this.session} kind="paramGradient" .of=${id} .caption=${isBias(name) ? '∂L/∂b' : '∂L/∂w'} .wide=${54 * scale} .high=${high} aria-label=${name}></gn-tensor>
              </div>`,
        )}
      </div>
    </div>`;
  }

  #tensors(plan: Plan, id: number, wide: number, high: number) {
    const row = plan.rows[id];
    const form = row && formOfRow(plan, id);
    if (!row || !form) return nothing;
    const narrow = this.wide < NARROW_PX;
    const flat = form.column || narrow;
    const [w, h] = form.column
      ? [62 * seenFrom(), high]
      : narrow
        ? [wide / 2 - 4, high]
        : [wide, high / 2 - 14];
    const hasDelta = !row.isLoss;
    return html`<div class="tensors ${flat ? '' : 'stacked'}">
      <gn-tensor .session=${this.session} kind="value" .of=${id} .caption=${row.isLoss ? 'p' : row.name} .wide=${w} .high=${h}></gn-tensor>
      ${
        hasDelta
          ? html`<gn-tensor .session=${this.session} kind="gradient" .of=${id} .caption=${'δ'} .wide=${w} .high=${h}></gn-tensor>`
          : nothing
      }
    </div>`;
  }
}

customElements.define('gn-operation', GnOperation);
