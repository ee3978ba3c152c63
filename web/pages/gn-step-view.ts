// Step: the tape above, the operation of the moment at left, at right the loss or the trail of opened numbers.
import { css, html, nothing } from 'lit';
import { count, percent, t } from '../locales';
import type { Running } from '../state/on-show';
import { type Mode, stepOf } from '../state/step';
import { exampleOf } from '../state/step-example';
import { MOST_BYTES, MOST_SAMPLES, sampleBytes } from '../state/step-size';
import { GnElement } from '../widgets/element';
import { frame, framed } from '../widgets/frame';
import '../widgets/gn-batch';
import '../widgets/gn-cards';
import '../widgets/gn-facts';
import '../widgets/gn-loss';
import '../widgets/gn-number';
import '../widgets/gn-operation';
import '../widgets/gn-tape';
import '../widgets/gn-trouble';
import '../widgets/gn-update';
import { exampleLens } from '../widgets/step-lens';
import { shared } from '../widgets/styles';

const KB = 1024;
const MB = KB * KB;

export class GnStepView extends GnElement {
  static override properties = { ...GnElement.properties, wide: { state: true } };
  declare wide: boolean; // room for the loss beside the open numbers

  #detach = () => {};
  readonly #width = matchMedia('(min-width: 1800px)');

  constructor() {
    super();
    this.wide = this.#width.matches;
  }

  #fit = () => {
    this.wide = this.#width.matches;
  };

  static override styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      .main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
        padding: 0 var(--edge) var(--space-4);
        min-width: 0;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        font-size: var(--text-s);
      }
      .modes {
        display: flex;
        gap: 2px;
      }
      .modes .button {
        min-height: 32px;
      }
      .modes .button[aria-pressed='true'] {
        background: var(--ink);
        border-color: var(--ink);
        color: var(--paper);
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      select {
        font: inherit;
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        min-height: 32px;
        padding: 0 8px;
      }
      .bar .button {
        min-height: 32px;
      }
      .body {
        display: grid;
        gap: var(--space-4) var(--space-5);
        grid-template-columns: minmax(0, 1fr);
        border-top: 1px solid var(--line);
        padding-top: var(--space-3);
      }
      .operation {
        container-type: inline-size;
        min-width: 0;
      }
      .side {
        display: grid;
        gap: var(--space-4);
        align-content: start;
        min-width: 0;
      }
      .losses {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      gn-cards:focus-visible {
        outline: none;
      }
      .empty {
        padding: var(--space-6) var(--edge);
        color: var(--ink-soft);
        max-width: 60ch;
        line-height: 1.5;
      }
      @media (min-width: 1024px) {
        .body {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        }
      }
      .example {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        align-content: start;
        min-width: 0;
      }
      /* Room for the loss beside the open numbers. */
      @media (min-width: 1800px) {
        .body {
          grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
          gap: var(--space-4) var(--space-6);
        }
        .both {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          gap: var(--space-4) var(--space-6);
          align-items: start;
        }
      }
      /* A wall screen is looked at from farther away. */
      @media (min-width: 2200px) and (min-height: 1200px) {
        :host {
          --text-xs: 0.95rem;
          --text-s: 1.05rem;
          --text-m: 1.2rem;
          --text-l: 1.45rem;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#detach = stepOf(this.session).attach();
    addEventListener('keydown', this.#keydown);
    this.#width.addEventListener('change', this.#fit);
    this.#fit();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#detach();
    removeEventListener('keydown', this.#keydown);
    this.#width.removeEventListener('change', this.#fit);
  }

  override render() {
    const { session } = this;
    const step = stepOf(session);
    const stepper = step.stepper.value;
    if (step.unusable.value)
      return framed`<${frame(this.session)} class="main"><p class="empty" role="alert">${t('step.unusable')}</p></${frame(this.session)}>`;
    const training = step.run.training.value;
    const trouble = training
      ? html`<gn-trouble .session=${session} .training=${training}></gn-trouble>`
      : nothing;
    if (!stepper)
      return framed`<${frame(this.session)} class="main" aria-busy="true" aria-label=${t('step.name')}>${trouble}${this.#bar(step.mode.value === 'batch')}</${frame(this.session)}>`;
    const batch = step.mode.value === 'batch';
    const ended = step.at.value >= stepper.phases.length && stepper.lossRow >= 0;
    const open = step.trail.value.length > 0;
    return framed`<${frame(this.session)} class="main" aria-busy=${step.turns.busy.value} aria-label=${t('step.name')}>
      ${trouble}${this.#bar(batch)}
      <gn-tape .session=${session}></gn-tape>
      ${batch ? html`<gn-batch .session=${session}></gn-batch>` : nothing}
      <div class="body">
        <div class="operation">
          ${
            ended
              ? html`<gn-update .session=${session}></gn-update>`
              : html`<gn-operation .session=${session}></gn-operation>`
          }
        </div>
        <div class="side ${this.wide ? 'both' : ''}">
          <gn-cards .session=${session} ?hidden=${!open}></gn-cards>
          ${open || !this.wide ? nothing : this.#example()}
          ${
            open && !this.wide
              ? nothing
              : html`<div class="losses"><gn-loss .session=${session}></gn-loss><gn-facts .session=${session}></gn-facts></div>`
          }
        </div>
      </div>
    </${frame(this.session)}>`;
  }

  // In the place of a card, while none is open and there is room: how a number opens.
  #example() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    void step.frame.value;
    const phase = stepper?.phases[step.at.value - 1];
    const row = stepper?.plan.rows[phase?.row ?? -1];
    const chosen = step.directed.value ? (step.chosen.value ?? stepper?.steepest(1)[0]) : undefined;
    const what = row
      ? exampleOf(step, row, phase?.kind === 'backward')
      : chosen && { ...chosen, kind: 'paramGradient' as const };
    const terms = what && stepper?.look.terms(what);
    return html`<div class="example">
      <p class="quiet">${t('step.pressNumber')}</p>
      ${
        !what || !terms || terms.form === 'given'
          ? nothing
          : html`<p class="quiet">${t(row ? 'step.exampleLargest' : 'step.exampleGradient')}</p>
              <gn-number .session=${this.session} .lens=${exampleLens(this.session, what)} .room=${210}></gn-number>`
      }
    </div>`;
  }

  #bar(batch: boolean) {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    const running = this.session.running.value;
    const mode = (each: Mode, name: Parameters<typeof t>[0], off = false) => html`<button
      class="button"
      type="button"
      aria-pressed=${step.mode.value === each}
      ?disabled=${off}
      @click=${() => {
        step.choose(each);
      }}
    >
      ${t(name)}
    </button>`;
    return html`<div class="bar">
      <div class="modes" role="group" aria-label=${t('step.mode')}>
        ${mode('digit', step.names.value.length > 0 ? 'step.picture' : 'step.digit')}${mode('batch', 'step.batch', !step.batchable.value)}
      </div>
      ${
        batch
          ? html`<label
                ><span>${t('step.size')}</span>
                <select
                  @change=${(event: Event) => {
                    step.take(Number((event.target as HTMLSelectElement).value));
                  }}
                >
                  ${step.sizes.value.map((n) => html`<option value=${n} .selected=${n === step.size.value}>${n}</option>`)}
                </select></label
              >`
          : stepper && stepper.lossRow >= 0 && stepper.classes <= 64
            ? html`<label
                ><span>${t('step.label')}</span>
                <select
                  @change=${(event: Event) => {
                    step.label.value = Number((event.target as HTMLSelectElement).value);
                  }}
                >
                  ${Array.from(
                    { length: stepper.classes },
                    (_, i) =>
                      html`<option value=${i} .selected=${i === step.meant.value}>${step.names.value[i] ?? i}</option>`,
                  )}
                </select></label
              >`
            : nothing
      }
      ${running ? html`<span class="quiet">${this.#model(running)}</span>` : nothing}
      <span class="quiet" role="status">${this.#place(batch)}</span>
      ${batch ? this.#shape() : nothing}
      ${batch ? this.#limit() : nothing}
      ${stepper?.moody ? html`<span class="quiet" role="note">${t(batch ? 'step.inTraining' : 'step.inEvaluation')}</span>` : nothing}
    </div>`;
  }

  #model({ model, weights }: Running): string {
    return `${t(`model.${model}`)} · ${t(`weights.${weights}`)}`;
  }

  // Why this digit, while there is no drawing.
  #doubt(): string {
    const doubt = stepOf(this.session).doubt.found.value;
    if (!doubt) return '';
    const { index, label, share } = doubt;
    const name = this.session.sampleName(label);
    const picture = name !== String(label);
    return t(picture ? 'step.doubtPicture' : 'step.doubt', {
      n: count(index + 1),
      label: name,
      share: percent(share),
    });
  }

  // Why not all samples of the run's step are under the glass, or why there are no larger mini-batches.
  #limit() {
    const step = stepOf(this.session);
    const [size, most] = [step.size.value, step.most.value];
    const cut = step.own.value.batch === undefined && step.runSize.value > size;
    const bytes = sampleBytes(this.session.running.value?.plan);
    const why = [
      ...(cut ? [t('step.tooMany', { count: count(step.runSize.value), shown: count(size) })] : []),
      ...(most < MOST_SAMPLES
        ? [
            t('step.room', {
              each: bytes < MB ? `${count(Math.ceil(bytes / KB))} kB` : `${(bytes / MB).toFixed(1)} MB`,
              room: count(MOST_BYTES / MB),
              most: count(most),
            }),
          ]
        : cut
          ? [t('step.mostSamples', { most: count(most) })]
          : []),
    ];
    return why.length > 0 ? html`<span class="quiet">${why.join(' ')}</span>` : nothing;
  }

  // The samples have an axis of their own in front; the last batch of an epoch can be shorter there.
  #shape() {
    const step = stepOf(this.session);
    const stepper = step.stepper.value;
    const labels = step.base.value?.labels;
    if (!stepper || !labels || step.testing.value) return nothing;
    const shape = [Math.min(labels.length, step.size.value), ...(stepper.plan.rows[0]?.shape ?? [])];
    return html`<span class="quiet">${t('step.batchShape', { shape: shape.join(', ') })}</span>`;
  }

  // Where in the run these samples stand, and what is still to come.
  #place(batch: boolean): string {
    const step = stepOf(this.session);
    const base = step.base.value;
    const training = step.run.bound.value;
    if (!batch) {
      const from = base && base.steps > 0 ? t('step.fromRun', { step: count(base.steps) }) : '';
      return [this.#doubt(), from].filter(Boolean).join(' ');
    }
    if (training && !step.stepper.value)
      return t('step.fetching', { share: Math.round(100 * training.fetched.value) });
    if (step.testing.value) {
      const first = step.made.value * step.size.value;
      return t('step.tests', { from: count(first + 1), to: count(first + step.size.value) });
    }
    if (!base) return '';
    const { epoch, position, settings } = base;
    const size = step.runSize.value;
    const place = {
      epoch: count(epoch + 1),
      from: count(position + 1),
      to: count(position + base.labels.length),
    };
    const made = step.outcome.value !== undefined;
    const words =
      position % size === 0
        ? t(made ? 'step.placeMade' : 'step.place', { ...place, batch: count(position / size + 1) })
        : t(made ? 'step.placeOnlyMade' : 'step.placeOnly', place);
    return settings.augmented ? `${words} ${t('step.augmented')}` : words;
  }

  // Wherever the focus is: what had it may be gone with the card it stood in.
  #keydown = (event: KeyboardEvent) => {
    const step = stepOf(this.session);
    const length = step.trail.peek().length;
    if (event.key !== 'Escape' || event.defaultPrevented || length === 0) return;
    event.preventDefault();
    step.backTo(length - 1);
  };
}

customElements.define('gn-step-view', GnStepView);
