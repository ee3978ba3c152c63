// The operation of the moment on the learner's sentence: its formula with real numbers, what goes in, the parameters, what
// comes out; every head beside the others, and δ beside its numbers on the way back.
import { css, html, nothing } from 'lit';
import type { Ref } from '../engine/look';
import type { Row } from '../engine/plan';
import type { Stepper } from '../engine/stepper';
import { count, t } from '../locales';
import { sentenceOf } from '../state/sentence';
import { stackOf } from '../state/sentence-places';
import { GnElement } from './element';
import './gn-token-tensor';
import { operationLines } from './operation-lines';
import { numbers } from './panel-styles';
import { pictureOf } from './picture-of';
import { tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { formOf, rowName, sentenceLens } from './sentence-lens';
import { roleOf } from './sentence-roles';
import { operationTable, tensorTables } from './step-tables';
import { shared } from './styles';
import { titled } from './titled';

const NARROW_PX = 600;
const GAP_PX = 40;
const TWO_FROM_PX = 420; // heads beside each other
const LEAST_PX = 190; // of a group
const SIDE_PX = 60; // of the tokens before the lines
const LEAST_CELL_PX = 7;
const ROWS = 100; // of a tensor's table on the page

export class GnSentenceOperation extends GnElement {
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
        max-width: 100%;
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
        min-height: 96px;
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
        min-height: 51px;
        line-height: 1.5;
        padding-bottom: var(--space-3);
      }
      /* room for the longest: what lies beneath stays where it is when the operation changes */
      @media (max-width: 600px) {
        .head {
          min-height: 67px;
          align-content: flex-start;
        }
        .lines {
          min-height: 168px;
        }
        .say {
          min-height: 90px;
        }
      }
      .flow {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: var(--space-3) 12px;
      }
      .group {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3) var(--space-2);
        min-width: 0;
      }
      .arrow {
        flex: none;
        width: 12px;
        padding-top: 24px;
        color: var(--ink-faint);
      }
      .flow.narrow .arrow {
        width: 100%;
        padding: 0 0 0 24px;
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
    const sentence = sentenceOf(this.session);
    const stepper = sentence.stepper.value;
    void sentence.frame.value;
    if (!stepper || this.wide === 0) return nothing;
    const at = sentence.at.value;
    const phase = stepper.phases[at - 1];
    const row = stepper.plan.rows[phase?.row ?? -1];
    if (!phase || !row) return html`<p class="say" role="status">${t('step.nothing')}</p>`;
    const back = phase.kind === 'backward';
    const heading = t(back ? 'step.back' : 'step.forth', { name: rowName(stepper.plan, row) });
    const lens = sentenceLens(sentence);
    const tools = plotTools(
      {
        heading,
        table: () => operationTable(sentence, stepper, row, lens),
        picture: () => {
          const flow = this.renderRoot.querySelector<HTMLElement>('.flow');
          return flow ? pictureOf(flow) : undefined;
        },
      },
      this.table,
      () => {
        this.table = !this.table;
      },
    );
    return html`<div class="head" role="status">
        ${titled('sentenceOperation', heading)}
        <span class="shape">${this.#shapes(stepper, row)}</span>
        ${tools}
      </div>
      <div class="lines scrolls" tabindex="0" role="group" aria-label=${t('number.formula')}>
        ${operationLines(sentence, lens, stepper, row, back)}
      </div>
      <p class="say">${this.#say(stepper, row, back)}</p>
      ${
        this.table
          ? html`<div class="tables" role="group" aria-label=${heading}>
              ${tensorTables(sentence, stepper, row, ROWS, lens).map(({ name, table, all }) => tableRows(name, table, all))}
            </div>`
          : this.#flow(stepper, row, at > stepper.forwards, back)
      }`;
  }

  #shapes({ plan }: Stepper, row: Row): string {
    const from = row.inputs.map((i) => plan.rows[i]?.shape.join('×')).join(', ');
    const params = row.params.reduce((sum, { size }) => sum + size, 0);
    const count_ = params > 0 ? ` · ${t('layerview.count', { count: count(params) })}` : '';
    return `${row.name} · ${from}${from ? ' → ' : ''}${row.shape.join('×')}${count_}`;
  }

  #say({ plan }: Stepper, row: Row, back: boolean): string {
    const role = roleOf(plan, row);
    if (!back && role === 'scores' && stackOf(plan, row) === 'cross') return t('sentence.say.across');
    if (!back) return role === 'other' ? t('step.sayForth', { name: row.name }) : t(`sentence.say.${role}`);
    const named = (id: number) => {
      const made = plan.rows[id];
      return made ? rowName(plan, made) : '';
    };
    const from = row.inputs.map(named).join(', ');
    if (row.isLoss) return t('sentence.sayLossBack', { from });
    const several = row.inputs.some((id) => plan.rows.filter(({ inputs }) => inputs.includes(id)).length > 1);
    const name = rowName(plan, row);
    const key = row.params.length > 0 ? 'step.sayBackParams' : 'step.sayBack';
    return t(key, { name, from }) + (several ? ` ${t('step.saySeveral')}` : '');
  }

  // ---------------------------------------------------------------- the matrices

  #flow({ plan, params }: Stepper, row: Row, slopes: boolean, back: boolean) {
    const own = params.filter(({ rows }) => rows.includes(row.index));
    const groups = 1 + row.inputs.length + (own.length > 0 ? 1 : 0);
    const narrow = this.wide < NARROW_PX;
    const wide = narrow
      ? this.wide
      : Math.max(LEAST_PX, Math.floor((this.wide - GAP_PX * (groups - 1)) / groups));
    const arrow = html`<span class="arrow" aria-hidden="true">${narrow ? (back ? '↑' : '↓') : back ? '←' : '→'}</span>`;
    const made = (id: number) => {
      const of = plan.rows[id];
      if (!of) return nothing;
      const name = of.isLoss ? 'p' : rowName(plan, of);
      const delta = slopes && !of.isLoss && of.op !== 'in';
      return html`<div class="group" .style=${this.#room(of.index, wide)}>
        ${this.#pairs(id, name, delta, wide)}
      </div>`;
    };
    return html`<div class="flow ${narrow ? 'narrow' : ''}">
      ${row.inputs.map(made)} ${row.inputs.length > 0 ? arrow : nothing}
      ${
        own.length > 0
          ? html`<div class="group">
                ${own.map(
                  ({ id, name }) => html`${this.#planes('param', id, name, wide)}
                  ${slopes ? this.#planes('paramGradient', id, `∂L/∂${name}`, wide) : nothing}`,
                )}
              </div>
              ${arrow}`
          : nothing
      }
      ${made(row.index)}
    </div>`;
  }

  // Heads stand one above the other, so that what goes in and what comes out stand beside each other.
  #room(id: number, wide: number): string {
    const form = formOf(sentenceOf(this.session), { kind: 'value', id });
    return (form?.planes ?? 1) > 1 ? `max-width: ${wide}px` : '';
  }

  // Beside each head's numbers their δ.
  #pairs(id: number, name: string, delta: boolean, wide: number) {
    const values = this.#planes('value', id, name, wide);
    const slopes = delta ? this.#planes('gradient', id, `δ ${name}`, wide) : [];
    return values.map((each, i) => html`${each}${slopes[i] ?? nothing}`);
  }

  // One for each head.
  #planes(kind: Ref['kind'], of: number, name: string, wide: number) {
    const sentence = sentenceOf(this.session);
    const form = formOf(sentence, { kind, id: of });
    const planes = form?.planes ?? 1;
    // A wide one takes the line for itself.
    const wanted = Math.min(this.wide, SIDE_PX + LEAST_CELL_PX * (form?.width ?? 1));
    const each = planes > 1 && wide >= TWO_FROM_PX ? wide / 2 - 6 : Math.max(wide, wanted);
    return Array.from({ length: planes }, (_, plane) => {
      const caption = planes > 1 ? `${name}, ${t('sentence.head', { head: plane + 1 })}` : name;
      return html`<gn-token-tensor
        .session=${this.session}
        .sentence=${sentence}
        kind=${kind}
        .of=${of}
        .plane=${plane}
        .wide=${each}
        .caption=${caption}
      ></gn-token-tensor>`;
    });
  }
}

customElements.define('gn-sentence-operation', GnSentenceOperation);
