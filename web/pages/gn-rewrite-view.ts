// An encoder and a decoder that learn to copy, reverse or sort: the task | how it is taught | what it answers, right or
// wrong | where it looks.
import { css, html, nothing } from 'lit';
import { count, t } from '../locales';
import { holdOf } from '../state/class-link';
import { hasBlownUp, lossesOf } from '../state/gpt-losses';
import { type RewriteLab, rewriteOf } from '../state/rewrite';
import { LETTERS } from '../state/rewrite-line';
import { REWRITE_TASKS } from '../state/settings';
import { choiceButtons } from '../widgets/choice-buttons';
import { GnElement } from '../widgets/element';
import { frame, framed } from '../widgets/frame';
import '../widgets/gn-about';
import '../widgets/gn-curve';
import type { Line } from '../widgets/gn-curve';
import '../widgets/gn-rewrite-answers';
import '../widgets/gn-rewrite-looks';
import '../widgets/gn-runs';
import '../widgets/gn-setting';
import '../widgets/gn-text-parts';
import '../widgets/gn-transport';
import '../widgets/gn-trouble';
import { netLine, netLineStyles } from '../widgets/net-line';
import { shared } from '../widgets/styles';
import { sections, textStyles } from '../widgets/text-styles';
import { titled } from '../widgets/titled';

const FIRST = ['rate', 'batch'];

export class GnRewriteView extends GnElement {
  #lab: RewriteLab | undefined;

  static override styles = [
    shared,
    textStyles,
    sections,
    netLineStyles,
    css`
      :host {
        flex: 1;
        display: block;
        min-width: 0;
      }
      .main {
        display: grid;
        grid-template-columns: clamp(232px, 16vw, 340px) minmax(0, 1.1fr) minmax(0, 1fr);
        gap: var(--space-3) clamp(20px, 2.6vw, 56px);
        align-items: start;
        padding: var(--space-2) var(--edge) var(--space-6);
      }
      .wide {
        grid-column: 1 / -1;
        min-width: 0;
      }
      .runs {
        grid-column: 1 / -1;
        display: grid;
        gap: var(--space-2);
        max-width: 760px;
        min-width: 0;
      }
      .setup,
      .right {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      .title {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .tasks {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 4px;
      }
      .tasks .button {
        padding: 0 4px;
      }
      .slider {
        display: grid;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .slider span {
        display: flex;
        min-height: 24px;
        align-items: center;
      }
      .slider b {
        margin-left: auto;
        color: var(--ink);
      }
      gn-curve {
        min-height: 180px;
      }
      @media (max-width: 1099px) {
        .main {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .setup {
          grid-column: 1 / -1;
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      @media (max-width: 760px) {
        .main {
          grid-template-columns: minmax(0, 1fr);
        }
        .setup {
          display: contents;
        }
        .settings {
          order: 1;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lab = rewriteOf(this.session);
    this.#lab.look(true, false);
  }

  override render() {
    const { session } = this;
    const lab = this.#lab;
    if (!lab) return nothing;
    return framed`<${frame(session)} class="main" aria-label=${t('rewrite.main')}>
      ${session.embedded ? nothing : html`<gn-text-parts .session=${session}></gn-text-parts>`}
      <div class="wide">
        <gn-trouble .session=${session} .training=${lab}></gn-trouble>
        ${
          lab.gone.value
            ? html`<div class="row">
                <p class="wrong" role="alert">${t('rewrite.gone')}</p>
                <button class="button" type="button" @click=${() => lab.sitAgain()}>${t('panel.again')}</button>
              </div>`
            : nothing
        }
      </div>
      <gn-transport class="wide" .session=${session} .training=${lab}></gn-transport>
      <div class="setup">${this.#task(lab)} ${this.#settings(lab)}</div>
      <gn-rewrite-answers .session=${session} .lab=${lab}></gn-rewrite-answers>
      <div class="right">
        <gn-rewrite-looks .session=${session} .lab=${lab}></gn-rewrite-looks>
        ${this.#curve(lab)}
      </div>
      ${
        session.embedded
          ? nothing
          : html`<section class="runs" aria-label=${t('panels.runs')}>
              ${titled('runs', t('panels.runs'))}
              <gn-runs headed .session=${session} .keeper=${lab.kept}></gn-runs>
            </section>`
      }
    </${frame(session)}>`;
  }

  #task(lab: RewriteLab) {
    const { rewrite, rewriteLength } = this.session.settings;
    const plan = lab.net.value;
    return html`<section aria-label=${t('rewrite.task')}>
      <div class="title"><h2>${t('rewrite.task')}</h2><gn-about topic="rewrite"></gn-about></div>
      <div class="tasks" role="group" aria-label=${t('rewrite.task')}>
        ${choiceButtons(REWRITE_TASKS, rewrite, (each) => t(`rewrite.task.${each}`))}
      </div>
      <label class="slider">
        <span>${t('rewrite.length')} <b>${rewriteLength.value}</b></span>
        <input
          type="range"
          min="3"
          max="12"
          step="1"
          .value=${String(rewriteLength.value)}
          @input=${(event: Event) => {
            rewriteLength.value = Number((event.target as HTMLInputElement).value);
          }}
        />
      </label>
      <p class="facts">
        ${plan ? html`<b>${t('rewrite.parameters', { n: count(plan.parameters) })}</b> ` : nothing}${t('rewrite.facts')}
      </p>
      ${netLine(plan, t('rewrite.line'))}
    </section>`;
  }

  #settings(lab: RewriteLab) {
    const table = lab.table.value;
    return html`<section class="settings" aria-label=${t('rewrite.settings')}>
      ${titled('rewriteSettings', t('rewrite.settings'))}
      ${FIRST.map((name) => {
        const setting = table.find((each) => each.name === name);
        return setting
          ? html`<gn-setting
              .hold=${holdOf(this.session.settings, setting.name)}
      .setting=${setting}
              .value=${lab.setup.value.settings[name] ?? lab.usual(setting)}
              @set=${(event: CustomEvent<number>) => lab.choose(name, event.detail)}
            ></gn-setting>`
          : nothing;
      })}
    </section>`;
  }

  #curve(lab: RewriteLab) {
    void lab.grown.value;
    const { scores, steps } = lab.history;
    const curve = lossesOf(lab.history);
    const guessing = Math.log(LETTERS);
    const lines: Line[] = [
      { name: t('curves.batch'), look: 'thin', x: curve.steps, y: curve.values },
      { name: t('curves.train'), look: 'bold', x: curve.steps, y: curve.smooth },
      {
        name: t('curves.test'),
        look: 'dashed',
        x: scores.map(({ step }) => step),
        y: scores.map(({ test }) => test?.loss),
      },
      {
        name: t('rewrite.guessing', { n: LETTERS }),
        look: 'past',
        x: [0, Math.max(1, steps)],
        y: [guessing, guessing],
      },
    ];
    return html`<gn-curve
      about="rewriteCurve"
      .heading=${t('rewrite.curve')}
      .axis=${t('axis.step')}
      .lines=${lines}
      .low=${0}
      .high=${guessing * 1.12}
      .form=${(y: number) => y.toFixed(2)}
    ></gn-curve>
    <p class="facts" role="status">${hasBlownUp(lab.history, guessing) ? t('text.blownUp') : nothing}</p>`;
  }
}

customElements.define('gn-rewrite-view', GnRewriteView);
