// The frame of the page: the bar with its views, what went wrong, and the view that is open.
import { css, html, nothing } from 'lit';
import { locale, need, t } from '../locales';
import { tabOf, viewsInSight } from '../state/class-link';
import { whenIdle } from '../state/idle';
import { THEMES } from '../state/settings';
import { Coming } from '../widgets/coming';
import { GnElement } from '../widgets/element';
import '../widgets/gn-readout';
import type { GnShare } from '../widgets/gn-share';
import type { GnTour } from '../widgets/gn-tour';
import { icons } from '../widgets/icons';
import { shared } from '../widgets/styles';
import './gn-draw-view';
import { type LaterView, views } from './views';

export class GnApp extends GnElement {
  static override properties = { ...GnElement.properties, near: { state: true } };
  declare near: boolean; // the code of tour and share has come

  constructor() {
    super();
    this.near = false;
  }

  #pages = new Coming<LaterView>((view) => views[view].load());
  #followed = false;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 100dvh;
      }
      @media print {
        header.header {
          display: none;
        }
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        height: var(--bar);
        padding: 0 var(--edge);
      }
      .frame {
        --edge: clamp(16px, 2.2vw, 48px);
        --pad: clamp(248px, min(24vw, 100dvh - 354px), 620px);
        --above: var(--bar);
        min-height: 100dvh;
        display: flex;
        flex-direction: column;
      }
      /* views that fill the window leave room for it */
      .frame:has(.notice) {
        --above: calc(var(--bar) + 52px);
      }
      h1 {
        margin: 0;
        font-size: var(--text-l);
        font-weight: 650;
        letter-spacing: -0.025em;
      }
      .views {
        display: flex;
        min-width: 0;
        overflow-x: auto;
        scrollbar-width: none;
        align-self: stretch;
        gap: var(--space-1);
        margin-left: var(--space-2);
      }
      .views button {
        padding: 0 var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-soft);
        border-radius: var(--radius-s);
        white-space: nowrap;
      }
      .views button:hover {
        color: var(--ink);
      }
      .views [aria-current='page'] {
        color: var(--ink);
        font-weight: 600;
        box-shadow: inset 0 -2px var(--ink);
        border-radius: 0;
      }
      .tools {
        margin-left: auto;
        flex: none;
        display: flex;
        align-items: center;
        gap: var(--space-1);
      }
      .tools .button {
        min-height: 32px;
        padding: 0 var(--space-2);
      }
      .languages {
        display: flex;
      }
      .languages button {
        min-height: 32px;
        padding: 0 var(--space-2);
        font-size: var(--text-s);
        color: var(--ink-faint);
        border-radius: var(--radius-s);
      }
      .languages button:hover {
        color: var(--ink);
      }
      .languages button[aria-pressed='true'] {
        color: var(--ink);
        font-weight: 600;
        text-decoration: underline;
        text-decoration-thickness: 2px;
        text-underline-offset: 5px;
      }
      .languages button {
        white-space: nowrap;
      }
      @media (max-width: 900px) {
        .views {
          gap: 0;
          margin-left: 0;
        }
        .views button {
          padding: 0 5px;
        }
        .tools {
          gap: 0;
        }
        .tools .text {
          display: none;
        }
      }
      @media (max-width: 700px) {
        header {
          flex-wrap: wrap;
          gap: 0 var(--space-1);
          height: auto;
          padding-bottom: var(--space-1);
        }
        h1 {
          font-size: var(--text-m);
          line-height: 40px;
        }
        .views {
          order: 1;
          flex-basis: 100%;
          height: 36px;
          margin-left: calc(-1 * var(--space-2));
          justify-content: space-between;
          gap: 0;
        }
        .views button {
          padding: 0 4px;
        }
        .languages button[aria-pressed='true'] {
          font-weight: 500;
        }
        .languages button {
          padding: 0 4px;
        }
        .tools .button {
          padding: 0 5px;
        }
      }
      @media (max-width: 359px) {
        .views {
          flex-wrap: wrap; /* all of them in sight, in two rows */
          height: auto;
          justify-content: flex-start;
        }
        .views button {
          min-height: 30px;
          padding: 0 6px;
        }
      }
      /* in a lesson one row, so that its title is seen at once; its own name is above its text */
      @media (max-width: 700px) {
        header.slim {
          flex-wrap: nowrap;
          padding-bottom: 0;
        }
        .slim h1 {
          display: none;
        }
        .slim .views {
          order: 0;
          flex: 1 1 0;
          flex-wrap: nowrap;
          height: 40px;
          margin-left: 0;
        }
        .slim .views button {
          flex: none;
          min-height: 0;
        }
      }
      .notice {
        display: flex;
        align-items: center;
        box-sizing: border-box;
        min-height: 44px;
        gap: var(--space-3);
        margin: 0 var(--edge) var(--space-2);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--error-wash);
        color: var(--error);
        font-size: var(--text-s);
      }
      .notice.taken {
        background: var(--sunken);
        color: var(--ink);
      }
      .notice button {
        padding: var(--space-1);
      }
      .notice button:last-child {
        margin-left: auto;
      }
      .notice .undo {
        flex: none;
        min-height: 28px;
        padding: 0 var(--space-2);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      main.failed {
        display: grid;
        grid-template: none;
        place-content: center;
        justify-items: center;
        gap: var(--space-4);
        padding-top: 20vh;
        text-align: center;
        text-wrap: balance;
        color: var(--ink-soft);
      }
    `,
  ];

  override updated(): void {
    if (this.session && !this.#followed) {
      this.follow(this.#fetch);
      void this.session.ready().then(() => whenIdle(() => void this.#approach()));
    }
    this.#followed = this.session !== undefined;
    this.#showTab();
  }

  // Where the tabs do not all fit, the open one is in view. Only they scroll, not the page.
  #showTab(): void {
    const tabs = this.renderRoot.querySelector<HTMLElement>('.views');
    const open = tabs?.querySelector('[aria-current="page"]')?.getBoundingClientRect();
    if (!tabs || !open) return;
    const { left, right } = tabs.getBoundingClientRect();
    tabs.scrollLeft += Math.max(0, open.right - right) - Math.max(0, left - open.left);
  }

  #fetch = () => {
    const view = this.session.settings.view.value;
    if (view !== 'draw') this.#pages.fetch(view);
  };

  override render() {
    if (!this.session) return nothing;
    return html`<div class="frame">
      ${this.session.settings.lessonAlone.value ? nothing : this.#header()}
      ${this.session.phase.value === 'failed' ? this.#failed() : html`${this.#notice()} ${this.#view()}`}
      <gn-readout></gn-readout>
      ${
        this.near
          ? html`<gn-tour .session=${this.session}></gn-tour><gn-share .session=${this.session}></gn-share>`
          : nothing
      }
    </div>`;
  }

  // Tour and share are fetched after the first answer, or when one is asked for.
  #approach = async (): Promise<boolean> => {
    const code = [import('../widgets/gn-tour'), import('../widgets/gn-share'), need('deep')];
    this.near ||= await Promise.all(code).then(
      () => true,
      () => false,
    );
    await this.updateComplete;
    return this.near;
  };

  #tour = async (event: Event) => {
    const from = event.currentTarget as HTMLElement;
    if (await this.#approach()) void this.renderRoot.querySelector<GnTour>('gn-tour')?.begin(from);
    else this.session.notice.value = { kind: 'no-panel' };
  };

  #share = async () => {
    if (await this.#approach()) void this.renderRoot.querySelector<GnShare>('gn-share')?.share();
    else this.session.notice.value = { kind: 'no-panel' };
  };

  // Views but the first are fetched when they are first opened.
  #view() {
    const view = this.session.settings.view.value;
    if (view === 'draw') return html`<gn-draw-view .session=${this.session}></gn-draw-view>`;
    if (this.#pages.has(view)) return views[view].show(this.session);
    return html`<main aria-busy=${this.#pages.absent(view) ? 'false' : 'true'}>
      ${this.#pages.instead(view)}
    </main>`;
  }

  get #inLesson(): boolean {
    const { view, lesson } = this.session.settings;
    return view.value === 'lessons' && lesson.value !== '';
  }

  #tabs() {
    const { view } = this.session.settings;
    return html`<nav class="views ${this.#inLesson ? 'scrolls' : ''}" aria-label=${t('app.views')}>
      ${viewsInSight(this.session.settings).map(
        (each) => html`<button
          type="button"
          aria-current=${each === tabOf(view.value) ? 'page' : 'false'}
          @click=${() => {
            view.value = each;
          }}
        >
          ${t(`view.${each}`)}
        </button>`,
      )}
    </nav>`;
  }

  #header() {
    const theme = this.session.settings.theme.value;
    const language = locale.value;
    const themeName = t('app.theme', { theme: t(`theme.${theme}`) });
    return html`<header class="header ${this.#inLesson ? 'slim' : ''}">
      <h1>glassnet</h1>
      ${this.session.phase.value === 'failed' ? nothing : this.#tabs()}
      <div class="tools">
        ${
          this.session.phase.value === 'failed'
            ? nothing
            : html`<button
                class="button bare"
                type="button"
                aria-label=${t('tour.start')}
                title=${t('tour.start')}
                @click=${this.#tour}
              >
                ${icons.tour}<span class="text">${t('tour.start')}</span>
              </button>`
        }
        <button
          class="button bare"
          type="button"
          aria-label=${t('share.name')}
          title=${t('share.hint')}
          @click=${this.#share}
        >
          ${icons.share}<span class="text">${t('share.name')}</span>
        </button>
        <div class="languages" role="group" aria-label=${t('app.language')}>
          ${(['en', 'zh'] as const).map(
            (each) => html`<button
              type="button"
              lang=${each === 'zh' ? 'zh-Hans' : 'en'}
              aria-label=${each === 'zh' ? '中文' : 'EN, English'}
              aria-pressed=${each === language}
              @click=${() => {
                this.session.settings.language.value = each;
              }}
            >
              ${each === 'zh' ? '中文' : 'EN'}
            </button>`,
          )}
        </div>
        <button
          class="button bare"
          type="button"
          aria-label=${themeName}
          title=${themeName}
          @click=${() => {
            const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
            if (next) this.session.settings.theme.value = next;
          }}
        >
          ${theme === 'auto' ? icons.auto : theme === 'light' ? icons.sun : icons.moon}
        </button>
      </div>
    </header>`;
  }

  #notice() {
    const notice = this.session.notice.value;
    if (!notice) return nothing;
    return html`<div class="notice ${notice.kind}" role="alert">
      <span>${t(`notice.${notice.kind}`, 'where' in notice ? { where: notice.where } : {})}</span>
      ${
        'undo' in notice
          ? html`<button
              class="undo"
              type="button"
              @click=${() => {
                this.session.notice.value = undefined;
                notice.undo();
              }}
            >
              ${t('notice.undo')}
            </button>`
          : nothing
      }
      <button
        type="button"
        aria-label=${t('app.close')}
        @click=${() => {
          this.session.notice.value = undefined;
        }}
      >
        ${icons.clear}
      </button>
    </div>`;
  }

  // Nothing can run. What can be done about it stands beside it.
  #failed() {
    return html`<main class="failed">
      <p role="alert">${t(`notice.${this.session.notice.value?.kind ?? 'no-core'}`)}</p>
      <button class="button primary" type="button" @click=${() => location.reload()}>${t('app.again')}</button>
    </main>`;
  }
}

customElements.define('gn-app', GnApp);
