// A small GPT: what it learns from | how it is taught, its loss and what it writes meanwhile | writing with it, and what
// it looks at.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { type GptLab, gptOf } from '../state/gpt';
import { withUnixLines } from '../state/long-text';
import { download } from '../widgets/download';
import { GnElement } from '../widgets/element';
import { FileDrop } from '../widgets/file-drop';
import { frame, framed } from '../widgets/frame';
import '../widgets/gn-text-parts';
import '../widgets/gn-gpt-attention';
import '../widgets/gn-gpt-curve';
import '../widgets/gn-gpt-lens';
import '../widgets/gn-gpt-run';
import '../widgets/gn-gpt-samples';
import '../widgets/gn-gpt-setup';
import '../widgets/gn-gpt-write';
import '../widgets/gn-runs';
import type { GnRuns } from '../widgets/gn-runs';
import '../widgets/gn-trouble';
import { said } from '../widgets/gpt-words';
import { shared } from '../widgets/styles';
import { textStyles } from '../widgets/text-styles';
import { titled } from '../widgets/titled';

const MADE = /\.(json|safetensors|tokens)$/i;

export class GnGptView extends GnElement {
  #lab: GptLab | undefined;
  // A text is the learner's own, to be looked at before it is learnt; what the page has made is opened.
  readonly #drop = new FileDrop(this, (file) => {
    if (MADE.test(file.name)) void this.renderRoot.querySelector<GnRuns>('gn-runs')?.open(file);
    else
      file.text().then(
        (text) => this.#take(withUnixLines(text)),
        () => {},
      );
  });

  #take(text: string): void {
    if (!this.#lab) return;
    this.#lab.lessons.typed.value = text;
    this.session.settings.gpt.value = 'own';
  }

  static override styles = [
    shared,
    textStyles,
    css`
      :host {
        flex: 1;
        display: block;
        min-width: 0;
      }
      .main {
        display: grid;
        grid-template-columns: clamp(232px, 15vw, 340px) minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-4) clamp(20px, 2.6vw, 56px);
        align-items: start;
        padding: var(--space-2) var(--edge) var(--space-6);
      }
      .main.over {
        outline: 3px dashed var(--line-strong);
        outline-offset: -8px;
      }
      .trouble:empty {
        display: none;
      }
      .trouble {
        grid-column: 1 / -1;
        display: grid;
        gap: var(--space-2);
      }
      .trouble .row .wrong {
        flex: 1;
        min-width: 240px;
      }
      .learn,
      .write {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      .runs {
        grid-column: 1 / -1;
        display: grid;
        gap: var(--space-2);
        max-width: 760px;
        min-width: 0;
      }
      .foot {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      .foot p {
        max-width: 100ch;
        font-size: var(--text-xs);
        line-height: 1.5;
        color: var(--ink-faint);
      }
      .foot .hint {
        flex: 1;
        min-width: min(260px, 100%);
      }
      @media (max-width: 1099px) {
        .main {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        gn-gpt-setup {
          grid-column: 1 / -1;
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      @media (max-width: 760px) {
        .main {
          grid-template-columns: minmax(0, 1fr);
        }
        gn-gpt-setup {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const lab = gptOf(this.session);
    this.#lab = lab;
    lab.look(true, false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lab?.writing.stop();
  }

  override render() {
    const { session } = this;
    const lab = this.#lab;
    if (!lab) return nothing;
    return framed`<${frame(this.session)}
      class="main ${this.#drop.isOver ? 'over' : ''}"
      aria-label=${t('gpt.main')}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      ${session.embedded ? nothing : html`<gn-text-parts .session=${session}></gn-text-parts>`}
      <div class="trouble">
        <gn-trouble onward .session=${session} .training=${lab}></gn-trouble>
        ${this.#trouble(lab)}
      </div>
      <gn-gpt-setup .session=${session} .lab=${lab}></gn-gpt-setup>
      <section class="learn" aria-label=${t('gpt.learns')}>
        <gn-gpt-run .session=${session} .lab=${lab}></gn-gpt-run>
        <gn-gpt-samples .session=${session} .lab=${lab}>
          <gn-gpt-curve .session=${session} .lab=${lab}></gn-gpt-curve>
        </gn-gpt-samples>
      </section>
      <section class="write" aria-label=${t('gpt.write')}>
        <gn-gpt-write .session=${session} .lab=${lab}></gn-gpt-write>
        <gn-gpt-attention .session=${session} .lab=${lab}></gn-gpt-attention>
        <gn-gpt-lens .session=${session} .lab=${lab}></gn-gpt-lens>
      </section>
      <section class="runs" aria-label=${t('gpt.runs')}>
        ${titled('runs', t('gpt.runs'))}
        <gn-runs headed .session=${session} .keeper=${lab.kept}></gn-runs>
      </section>
      <div class="foot">
        <button class="button" type="button" ?disabled=${!lab.net.value} @click=${() => void this.#save(lab)}>
          ${t('gpt.save')}
        </button>
        <button class="button" type="button" ?disabled=${!lab.lesson.value} @click=${() => this.#saveTokens(lab)}>
          ${t('gpt.saveTokens')}
        </button>
        <p class="hint">${said(lab, 'gpt.saveHint')}</p>
        <p>${t('text.credits')}</p>
      </div>
    </${frame(this.session)}>`;
  }

  #trouble(lab: GptLab) {
    const trouble = lab.gptTrouble.value;
    if (!trouble || trouble === 'short') return nothing;
    return html`<div class="row">
      <p class="wrong" role="alert">${t(`gpt.trouble.${trouble}`)}</p>
      <button class="button" type="button" @click=${() => void lab.sitAgain()}>${t('panel.again')}</button>
    </div>`;
  }

  async #save(lab: GptLab): Promise<void> {
    const file = await lab.file();
    if (file) download(`gpt-${lab.lesson.peek()?.name}.safetensors`, bytes(file));
  }

  #saveTokens(lab: GptLab): void {
    const lesson = lab.lesson.peek();
    if (lesson) download(`${lesson.name}.tokens`, bytes(lesson.units));
  }
}

const bytes = (file: Uint8Array<ArrayBuffer>): Blob => new Blob([file], { type: 'application/octet-stream' });

customElements.define('gn-gpt-view', GnGptView);
