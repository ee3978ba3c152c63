// Text: the box, and what becomes of what is in it: cut by each method, merges learnt one by one, tokens counted. One
// stage is open at a time; a token that is pointed at opens beside it.
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { METHODS } from '../engine/text-methods';
import { count, type Key, t } from '../locales';
import { BEGINNING, inBox } from '../state/long-text';
import { CORPORA } from '../state/settings';
import { type TextLab, textOf } from '../state/text';
import { SAMPLE_TEXTS } from '../state/text-samples';
import { GnElement } from '../widgets/element';
import { textDrop } from '../widgets/file-drop';
import { frame, framed } from '../widgets/frame';
import '../widgets/gn-text-parts';
import '../widgets/gn-merges';
import '../widgets/gn-text-counts';
import '../widgets/gn-text-row';
import '../widgets/gn-text-sizes';
import '../widgets/gn-token';
import { pasteLong, textareas } from '../widgets/own-text';
import { signNote } from '../widgets/sign-note';
import { shared } from '../widgets/styles';
import { fetchState, fetchStyles } from '../widgets/text-fetch';
import { titled } from '../widgets/titled';
import '../widgets/gn-about';

const STAGES = ['cut', 'learn', 'count'] as const;
const SAMPLE_NAMES = Object.keys(SAMPLE_TEXTS) as (keyof typeof SAMPLE_TEXTS)[];

export class GnTextView extends GnElement {
  #lab: TextLab | undefined;
  // Its text takes the place of what is in the box.
  readonly #drop = textDrop(this, (text) => this.#lab?.box.type(text));

  static override styles = [
    shared,
    fetchStyles,
    textareas,
    css`
      :host {
        flex: 1;
        display: block;
        min-width: 0;
      }
      .main {
        display: grid;
        grid-template-columns: minmax(0, 1fr) clamp(280px, 24vw, 420px);
        gap: var(--space-4) clamp(20px, 3vw, 56px);
        align-items: start;
        padding: var(--space-2) var(--edge) var(--space-6);
      }
      .left {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }
      aside {
        position: sticky;
        top: var(--space-3);
        max-height: calc(100dvh - 2 * var(--space-3));
        overflow-y: auto;
        scrollbar-width: thin;
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--raised);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        margin-bottom: var(--space-2);
      }
      .head h2 {
        font-size: var(--text-m);
      }
      .samples {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-left: auto;
      }
      .samples .button {
        min-height: 28px;
        padding: 0 var(--space-2);
        font-size: var(--text-xs);
      }
      [aria-pressed='true'].button {
        border-color: var(--ink);
        box-shadow: 0 0 0 1px var(--ink);
        font-weight: 600;
      }
      textarea {
        min-height: 3.4em;
        max-height: 60dvh;
        padding: var(--space-3) var(--space-4);
        line-height: 1.55;
      }
      .under {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--space-4);
        margin-top: var(--space-1);
        font-size: var(--text-xs);
        color: var(--ink-faint);
        line-height: 1.5;
      }
      .link {
        text-decoration: underline;
        text-underline-offset: 3px;
        color: var(--ink-soft);
      }
      textarea:read-only {
        background: var(--sunken);
      }
      .stages {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      .tabs {
        display: flex;
        gap: 2px;
        padding: 3px;
        border-radius: var(--radius-m);
        background: var(--sunken);
      }
      .tabs button {
        min-height: var(--tap);
        padding: 0 var(--space-3);
        border-radius: 8px;
        font-size: var(--text-s);
        color: var(--ink-soft);
        white-space: nowrap;
      }
      .tabs [aria-pressed='true'] {
        background: var(--raised);
        color: var(--ink);
        font-weight: 600;
        box-shadow: var(--shadow);
      }
      .from {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-xs);
        color: var(--ink-soft);
      }
      select {
        font: inherit;
        font-size: var(--text-s);
        min-height: var(--tap);
        max-width: 190px;
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
      }
      .ids {
        margin-left: auto;
      }
      .hint {
        font-size: var(--text-s);
        line-height: 1.55;
        color: var(--ink-soft);
        max-width: 76ch;
        margin-bottom: var(--space-3);
      }
      .top {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr));
        gap: var(--space-3) clamp(20px, 4vw, 64px);
        align-items: center;
        margin-bottom: var(--space-4);
      }
      .top .hint {
        margin: 0;
      }
      .main.over textarea {
        outline: 3px dashed var(--line-strong);
        outline-offset: -8px;
      }
      .credits {
        font-size: var(--text-xs);
        color: var(--ink-faint);
        line-height: 1.5;
        max-width: 90ch;
      }
      @media (max-width: 1099px) {
        .main {
          grid-template-columns: minmax(0, 1fr);
        }
        aside {
          position: fixed;
          inset: auto 0 0 0;
          top: auto;
          z-index: 20;
          margin: 0;
          padding: var(--space-3) var(--edge) var(--space-4);
          border-radius: var(--radius-l) var(--radius-l) 0 0;
          border-width: 1px 0 0;
          box-shadow: var(--shadow);
        }
        aside.shut {
          display: none;
        }
        .main.open {
          padding-bottom: 50dvh;
        }
      }
      @media (max-width: 640px) {
        .samples {
          margin-left: 0;
        }
        .tabs {
          flex: 1;
        }
        .tabs button {
          flex: auto;
          padding: 0 var(--space-2);
        }
        .ids {
          margin-left: 0;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lab = textOf(this.session);
    addEventListener('pagehide', this.#keep);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lab?.pause();
    this.#keep();
    removeEventListener('pagehide', this.#keep);
  }

  #keep = () => this.#lab?.box.keep();

  override render() {
    const lab = this.#lab;
    if (!lab) return nothing;
    const open = lab.looked.value !== undefined;
    return framed`<${frame(this.session)}
      class="main ${open ? 'open' : ''} ${this.#drop.isOver ? 'over' : ''}"
      aria-label=${t('text.main')}
      @keydown=${this.#key}
      @dragover=${this.#drop.over}
      @dragleave=${this.#drop.leave}
      @drop=${this.#drop.drop}
    >
      ${this.session.embedded ? nothing : html`<gn-text-parts .session=${this.session}></gn-text-parts>`}
      <div class="left">
        ${this.#trouble(lab)} ${this.#box(lab)} ${this.#stages(lab)} ${this.#stage(lab)}
        <p class="credits">${t('text.credits')}</p>
      </div>
      <aside class=${open ? '' : 'shut'} aria-label=${t('text.token')}>
        <gn-token .session=${this.session} .lab=${lab}></gn-token>
      </aside>
    </${frame(this.session)}>`;
  }

  #trouble(lab: TextLab) {
    const trouble = lab.trouble.value;
    if (!trouble) return nothing;
    return html`<div class="fetch">
      <p class="wrong" role="alert">${t(`text.trouble.${trouble}`)}</p>
      <button class="button" type="button" @click=${() => lab.again()}>${t('panel.again')}</button>
    </div>`;
  }

  #box(lab: TextLab) {
    const { textSample } = this.session.settings;
    const { characters, bytes } = lab.size.value;
    const text = lab.box.text.value;
    return html`<section>
      <div class="head">
        ${titled('textBox', t('text.box'), html`<label for="box">${t('text.box')}</label>`)}
        <div class="samples" role="group" aria-label=${t('text.samples')}>
          ${SAMPLE_NAMES.map(
            (name) => html`<button
              class="button"
              type="button"
              aria-pressed=${textSample.value !== 'own' && text === SAMPLE_TEXTS[name]}
              @click=${() => lab.box.sample(name)}
            >
              ${t(`text.sample.${name}`)}
            </button>`,
          )}
          ${
            lab.box.own === ''
              ? nothing
              : html`<button
                  class="button"
                  type="button"
                  aria-pressed=${textSample.value === 'own'}
                  @click=${() => lab.box.bringBack()}
                >
                  ${t('text.sample.own')}
                </button>`
          }
        </div>
      </div>
      <textarea
        id="box"
        spellcheck="false"
        autocomplete="off"
        rows=${linesOf(text)}
        placeholder=${t('text.placeholder')}
        ?readonly=${lab.box.long.value}
        .value=${live(inBox(text))}
        @input=${(event: InputEvent) => lab.box.type((event.target as HTMLTextAreaElement).value)}
        @paste=${(event: ClipboardEvent) => pasteLong(event, (pasted) => lab.box.type(pasted))}
      ></textarea>
      <p class="under">
        <span>${t('text.size', { characters: count(characters), bytes: count(bytes) })}</span>
        ${
          lab.box.long.value
            ? html`<span>${t('text.beginning', { n: count(BEGINNING) })}</span>
              <button class="link" type="button" @click=${() => lab.box.takeOut()}>${t('text.takeOut')}</button>`
            : nothing
        }
        ${lab.box.linked.value ? nothing : html`<span>${t('text.notLinked')}</span>`}
        ${lab.box.short.value ? html`<span>${t('text.tooLong')}</span>` : nothing}
        ${lab.box.lost.value ? html`<span role="status">${t('text.lost')}</span>` : nothing}
      </p>
    </section>`;
  }

  #key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && this.#lab) this.#lab.looked.value = undefined;
  };

  #stages(lab: TextLab) {
    const { textStage, textIds, textCorpus } = this.session.settings;
    const stage = textStage.value;
    return html`<div class="stages">
      <div class="tabs" role="group" aria-label=${t('text.stages')}>
        ${STAGES.map(
          (each) =>
            html`<button type="button" aria-pressed=${each === stage} @click=${() => {
              textStage.value = each;
            }}>${t(`text.stage.${each}`)}</button>`,
        )}
      </div>
      <label class="from"
        ><span>${t(stage === 'count' ? 'text.countedText' : 'text.corpus')}</span>
        <select
          .value=${textCorpus.value}
          @change=${(event: Event) => {
            const value = (event.target as HTMLSelectElement).value;
            textCorpus.value = CORPORA.find((each) => each === value) ?? 'text';
          }}
        >
          ${CORPORA.map((each) => html`<option value=${each} .selected=${each === textCorpus.value}>${t(`text.corpus.${each}` as Key)}</option>`)}
        </select></label
      >
      ${
        stage === 'count'
          ? nothing
          : html`<button class="button ids" type="button" aria-pressed=${textIds.value} @click=${() => {
              textIds.value = !textIds.value;
            }}>${t('text.ids')}</button>`
      }
      ${stage === 'cut' && lab.corpus.value.kind !== 'none' ? fetchState(lab.corpus.value, '', () => lab.retryCorpus()) : nothing}
    </div>`;
  }

  #stage(lab: TextLab) {
    const { session } = this;
    switch (session.settings.textStage.value) {
      case 'cut':
        return html`<section aria-label=${t('text.stage.cut')}>
          <div class="top">
            <p class="hint">${t('text.cutHint')} ${signNote(lab.box.text.value)} <gn-about topic="textCut" .panel=${t('text.stage.cut')}></gn-about></p>
            <gn-text-sizes .session=${session} .lab=${lab}></gn-text-sizes>
          </div>
          <div>
            ${METHODS.map((method) => html`<gn-text-row .session=${session} .lab=${lab} .method=${method} ?hidden=${method !== 'gpt2' && !lab.rows[method].value}></gn-text-row>`)}
          </div>
        </section>`;
      case 'learn':
        return html`<gn-merges .session=${session} .lab=${lab}></gn-merges>`;
      case 'count':
        return html`<gn-text-counts .session=${session} .lab=${lab}></gn-text-counts>`;
    }
  }
}

// Of the box: as many as the text has, between three and eight.
const linesOf = (text: string): number => Math.max(3, Math.min(8, text.slice(0, 2000).split('\n').length));

customElements.define('gn-text-view', GnTextView);
