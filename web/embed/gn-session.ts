// <gn-session model="lenet5" language="zh">: a session for the widgets inside it, in a page of one's own. Its
// attributes are the page's settings and `sample`, a test digit to begin with. It fires `gn-answer`.

import font from '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2?url';
import { SignalWatcher } from '@lit-labs/preact-signals';
import { effect } from '@preact/signals-core';
import { css, html, LitElement, nothing } from 'lit';
import { argmax } from '../engine/engine';
import { followLanguage, locale, need, t, tag } from '../locales';
import { sentence } from '../locales/errors';
import { Session } from '../state/session';
import { FORMAT_VERSION, fromText, SETTING_NAMES } from '../state/settings';
import tokens from '../styles/tokens.css?inline';
import { readTheme } from '../widgets/colour';
import { GnElement } from '../widgets/element';
import { shared } from '../widgets/styles';

export interface Answer {
  readonly digit: number;
  readonly probabilities: readonly number[];
}

export const ATTRIBUTES: readonly string[] = [...SETTING_NAMES, 'sample'];

const NAME = 'gn-session';
const dark = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');

// The page's colours and sizes, for what is inside only: the page around it has its own.
const sheet = new CSSStyleSheet();
sheet.replaceSync(tokens.replaceAll(':root', NAME));

// One card beside the pointer is enough for a page.
let withCard: GnSession | undefined;

export class GnSession extends SignalWatcher(LitElement) {
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit finishes this very class when asked for its attributes
    return [...super.observedAttributes, ...ATTRIBUTES];
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        color: var(--ink);
        font-family: var(--sans);
        font-size: 16px;
        line-height: normal;
        text-align: start;
      }
      .trouble {
        padding: var(--space-3);
        font-size: var(--text-s);
        color: var(--error);
      }
    `,
  ];

  readonly session = new Session(true);
  #started = false;
  #stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const place = this.getRootNode() as Document | ShadowRoot;
    if (!place.adoptedStyleSheets.includes(sheet)) place.adoptedStyleSheets.push(sheet);
    withCard ??= this;
    dark.addEventListener('change', this.#theme);
    this.#stop.push(effect(this.#theme), effect(this.#tell), effect(this.#name));
    if (this.#started) return;
    this.#started = true;
    void followLanguage(this.session.settings, false);
    void this.session.start(still.matches);
    void this.session.ready().then(() => need('deep'));
    this.#pick();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (withCard === this) withCard = undefined;
    dark.removeEventListener('change', this.#theme);
    for (const stop of this.#stop) stop();
    this.#stop = [];
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    if (before === value) return;
    if (name === 'sample') {
      if (this.#started) this.#pick();
      return;
    }
    const given = new URLSearchParams({ v: FORMAT_VERSION, [name]: value ?? '' });
    fromText(this.session.settings, String(given), () => false);
    const own = this.#started && name === 'notation' && this.session.settings.model.peek() === 'own';
    if (own) void this.session.tryNotation(value ?? '');
  }

  override render() {
    const { notice, refused } = this.session;
    const trouble = refused.value
      ? sentence(refused.value.error)
      : notice.value && t(`notice.${notice.value.kind}`);
    return html`${trouble ? html`<p class="trouble" role="alert">${trouble}</p>` : nothing}
      <slot></slot>
      ${withCard === this ? html`<gn-readout></gn-readout>` : nothing}`;
  }

  // Waits for the digits, then shows the one that was asked for.
  #pick(): void {
    const index = Number.parseInt(this.getAttribute('sample') ?? '', 10);
    if (Number.isNaN(index)) return;
    const stop = effect(() => {
      const samples = this.session.samples.value;
      if (typeof samples !== 'object') return;
      if (index >= 0 && index < samples.count) queueMicrotask(() => this.session.pickSample(index));
      queueMicrotask(() => stop());
    });
  }

  #theme = () => {
    const chosen = this.session.settings.theme.value;
    this.dataset.theme = chosen === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen;
    readTheme(this);
  };

  #name = () => {
    this.lang = tag(locale.value);
  };

  #tell = () => {
    void this.session.frame.value;
    const p = this.session.answer();
    if (p.length === 0) return;
    const detail: Answer = { digit: argmax(p), probabilities: Array.from(p) };
    this.dispatchEvent(new CustomEvent('gn-answer', { detail, bubbles: true, composed: true }));
  };
}

GnElement.find = (widget) => {
  const around = widget.closest<GnSession>(NAME);
  if (!around) throw new Error(`<${widget.localName}> wants a <${NAME}> around it`);
  return around.session;
};

const unicodeRange = 'U+0000-00FF, U+2000-206F, U+20AC, U+2122, U+2190-2193, U+2212, U+2215';
document.fonts.add(new FontFace('Geist Variable', `url(${font})`, { weight: '100 900', unicodeRange }));
customElements.define(NAME, GnSession);
