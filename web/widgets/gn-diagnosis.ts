// What ails the run, one chip a finding; opened, it says what was measured, why it happens, and mends it at a press.
import { css, html, nothing } from 'lit';
import { number, percent, t } from '../locales';
import { type ActivationName, activationOf } from '../state/activation';
import { type Finding, healthier } from '../state/diagnose';
import type { Learner } from '../state/learner';
import { fitted, gated, linked, normed } from '../state/line-remedies';
import { GnElement } from './element';
import { shared } from './styles';

interface Remedy {
  readonly name: string;
  readonly renews?: true; // the run begins anew
  run(): void;
}

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
    const shares = ['dead', 'saturated', 'strides', 'plateau'];
    const say = (value: number) => (shares.includes(kind) ? percent(value) : number(value));
    const all = this.#remedies(finding);
    return html`<div class="card" role="status">
      <p><b>${t(`diagnosis.${kind}.seen`, { name, seen: say(seen), bound: say(bound) })}</b> ${t(`diagnosis.${kind}.why`)}</p>
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
            remedy.run();
          }}
        >
          ${remedy.name}
        </button>`,
      )}
    </div>`;
  }

  #remedies({ kind, step = 0 }: Finding): Remedy[] {
    const { training } = this;
    const { settings } = training.setup.peek();
    const rate = settings.rate ?? 0;
    const scaled = (by: number): Remedy => {
      const value = Number((rate * by).toPrecision(3));
      return { name: t('remedy.rate', { value: number(value) }), run: () => training.set('rate', value) };
    };
    const activation = (name: ActivationName): Remedy => ({
      name: t('remedy.activation', { name }),
      run: () => this.#activate(name),
    });
    const set = (name: string, value: number, words: string): Remedy[] =>
      name in settings ? [{ name: words, run: () => training.set(name, value) }] : [];
    switch (kind) {
      case 'diverged':
        return [
          {
            name: t('remedy.backSlower'),
            run: () => {
              training.seek(step);
              training.set('rate', Number((rate / 10).toPrecision(3)));
            },
          },
        ];
      case 'dead':
        return [activation('leaky_relu'), ...this.#drawn(), this.#restart()];
      case 'saturated':
      case 'vanishing':
        return [activation('relu'), ...this.#rebuilt()];
      case 'exploding':
        return [
          ...set('clip_norm', 1, t('remedy.clip')),
          ...set('max_norm', 3, t('remedy.maxNorm')),
          ...set('l2', 0.001, t('remedy.l2')),
          ...this.#decay(),
          this.#restart(),
        ];
      case 'strides':
        return [scaled(0.1), ...set('clip_norm', 1, t('remedy.clip')), ...this.#decay()];
      case 'plateau':
        return [...this.#healthy(scaled), scaled(3), scaled(1 / 3)];
      case 'overfitting':
        return [
          { name: t('remedy.back', { step }), run: () => training.seek(step) },
          ...set('l2', 0.001, t('remedy.l2')),
        ];
      case 'symmetric':
        return [this.#restart()];
    }
  }

  #healthy(scaled: (by: number) => Remedy): Remedy[] {
    const by = healthier(this.training.scores);
    return by === undefined ? [] : [scaled(by)];
  }

  #restart(): Remedy {
    return { name: t('remedy.start'), renews: true, run: () => this.training.restart() };
  }

  // The rate falls along a cosine from now on.
  #decay(): Remedy[] {
    const { training } = this;
    const schedule = training.table.peek().find(({ name }) => name === 'schedule');
    const cosine = schedule?.choices.indexOf('cosine') ?? -1;
    if (cosine < 0 || training.setup.peek().settings.schedule === cosine) return [];
    return [{ name: t('remedy.schedule'), run: () => training.set('schedule', cosine) }];
  }

  // Other nets that pass gradients on: each begins anew.
  #rebuilt(): Remedy[] {
    const { plan, lined } = this.training;
    if (!plan) return [];
    const remedy = (name: string, line: string): Remedy => ({
      name,
      renews: true,
      run: () => lined.rebuild(line),
    });
    const norms = normed(plan);
    const links = linked(plan);
    const gates = gated(plan);
    return [
      ...this.#drawn(),
      ...(norms ? [remedy(t('remedy.norm'), norms)] : []),
      ...(links ? [remedy(t('remedy.residual', { count: links.count }), links.line)] : []),
      ...(gates ? [remedy(t('remedy.gates', { count: gates.count }), gates.line)] : []),
    ];
  }

  // Weights drawn to fit the activation functions.
  #drawn(): Remedy[] {
    const { plan, lined } = this.training;
    const usual = lined.inits[0];
    const drawn = plan && usual !== undefined ? fitted(plan, usual) : undefined;
    if (!drawn) return [];
    return [{ name: t(`remedy.${drawn.init}`), renews: true, run: () => lined.rebuild(drawn.line) }];
  }

  #activate(name: ActivationName): void {
    const plan = this.training.plan;
    if (!plan) return;
    const rows = plan.rows.filter(({ index }) => activationOf(plan, index)).map(({ index }) => index);
    this.training.activate(rows, name);
  }
}

customElements.define('gn-diagnosis', GnDiagnosis);
