// What ails the run, one chip a finding; opened, it says what was measured, why it happens, and mends it at a press.
import { css, html, nothing } from 'lit';
import { count, number, percent, t } from '../locales';
import type { Finding } from '../state/diagnose';
import type { Learner } from '../state/learner';
import type { Remedy } from '../state/remedies';
import { GnElement } from './element';
import { settingValue } from './gn-setting';
import { shared } from './styles';

const REAL = { name: '', kind: 'real', initial: 0, least: 0, most: 0, choices: [] } as const;

const SHARES: ReadonlySet<Finding['kind']> = new Set(['dead', 'saturated', 'strides', 'plateau']);

// As its own control writes it.
const plain = (value: number): string => settingValue(REAL, value);

export class GnDiagnosis extends GnElement {
  static override properties = {
    ...GnElement.properties,
    training: { attribute: false },
    opened: { state: true },
  };
  declare training: Learner;
  declare opened: string;

  constructor() {
    super();
    this.opened = '';
  }

  static override styles = [
    shared,
    css`
      .findings {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-2);
        padding-bottom: var(--space-2);
      }
      .chip {
        min-height: 26px;
        padding: 0 10px;
        border: 1px solid currentColor;
        border-radius: 999px;
        background: var(--error-wash);
        color: var(--error);
        font-size: var(--text-xs);
        font-weight: 600;
      }
      .card {
        flex-basis: 100%;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--raised);
        border: 1px solid var(--line);
        font-size: var(--text-s);
        line-height: 1.45;
        color: var(--ink-soft);
      }
      .card p {
        flex: 1;
        min-width: 240px;
        max-width: 90ch;
      }
      .remedies {
        flex-basis: 100%;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      .remedies span {
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
      .card b {
        color: var(--ink);
        font-weight: 600;
      }
    `,
  ];

  override render() {
    void this.training.grown.value;
    const findings = this.training.findings();
    if (findings.length === 0) return nothing;
    const opened = findings.find(({ kind }) => kind === this.opened);
    return html`<div class="findings" role="group" aria-label=${t('diagnosis.name')}>
      ${findings.map(
        ({ kind }) => html`<button
          class="chip"
          type="button"
          aria-expanded=${kind === opened?.kind}
          @click=${() => {
            this.opened = kind === this.opened ? '' : kind;
          }}
        >
          ${t(`diagnosis.${kind}`)}
        </button>`,
      )}
      ${opened ? this.#card(opened) : nothing}
    </div>`;
  }

  #card(finding: Finding) {
    const { kind, name, seen, bound } = finding;
    const say = (value: number) =>
      SHARES.has(kind) ? percent(Math.abs(value)) : kind === 'symmetric' ? count(value) : number(value);
    const what = kind === 'plateau' && seen < 0 ? 'plateau.rose' : (`${kind}.seen` as const);
    const all = this.training.remedies(finding);
    return html`<div class="card" role="status">
      <p><b>${t(`diagnosis.${what}`, { name, seen: say(seen), bound: say(bound) })}</b> ${t(`diagnosis.${kind}.why`)}</p>
      ${this.#group(
        t('remedy.goesOn'),
        all.filter(({ renews }) => !renews),
      )}
      ${this.#group(
        t('remedy.renews'),
        all.filter(({ renews }) => renews),
      )}
    </div>`;
  }

  // What a remedy means for the run stands before it.
  #group(name: string, remedies: readonly Remedy[]) {
    if (remedies.length === 0) return nothing;
    return html`<div class="remedies" role="group" aria-label=${name}>
      <span aria-hidden="true">${name}</span>
      ${remedies.map(
        (remedy) => html`<button
          class="button"
          type="button"
          @click=${() => {
            this.opened = '';
            this.training.treat(remedy);
          }}
        >
          ${this.#said(remedy)}
        </button>`,
      )}
    </div>`;
  }

  #said({ name, says = {}, set }: Remedy): string {
    const { value, step, count: layers, to } = says;
    const words = {
      ...(value === undefined ? {} : { value: plain(value) }),
      ...(step === undefined ? {} : { step: count(step) }),
      ...(layers === undefined ? {} : { count: layers }),
      ...(to === undefined ? {} : { name: to }),
    };
    const said = t(`remedy.${name}`, words);
    // Those that are named after something else lower the rate all the same.
    const rate = says.value === undefined && name !== 'backSlower' ? set?.rate : undefined;
    return rate === undefined ? said : t('remedy.atRate', { remedy: said, value: plain(rate) });
  }
}

customElements.define('gn-diagnosis', GnDiagnosis);
