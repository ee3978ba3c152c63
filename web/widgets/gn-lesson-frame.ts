// Makes the code of a frame: of the lesson that is open, of its step, or of a widget on its desk.
import { css, html } from 'lit';
import { frameCode, ONE_STEP } from '../lessons/frame';
import type { Walk } from '../lessons/walk';
import { isKey, locale, t } from '../locales';
import { GnElement } from './element';
import { parts } from './panel-styles';
import { shared } from './styles';

export class GnLessonFrame extends GnElement {
  static override properties = {
    ...GnElement.properties,
    walk: { attribute: false },
    name: {},
    what: { state: true },
    answers: { state: true },
    copied: { state: true },
  };
  declare walk: Walk;
  declare name: string; // of the lesson, as it is read
  declare what: string; // '', 'from', ONE_STEP or a widget
  declare answers: boolean;
  declare copied: boolean;

  constructor() {
    super();
    this.name = '';
    this.what = '';
    this.answers = true;
    this.copied = false;
  }

  static override styles = [
    shared,
    parts,
    css`
      :host {
        font-size: var(--text-s);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
        min-height: var(--tap);
      }
      select {
        min-height: var(--tap);
        max-width: 100%;
        padding: 0 var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: inherit;
        font: inherit;
      }
      textarea {
        width: 100%;
        padding: 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--sunken);
        color: inherit;
        font-family: var(--mono);
        font-size: var(--text-xs);
      }
      .foot {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
    `,
  ];

  override render() {
    const { walk } = this;
    const withheld = !this.session.settings.lessonAnswers.value; // by the link that opened this page
    const widgets = walk.now.widgets.flat();
    const what = this.what !== '' && ![...widgets, 'from', ONE_STEP].includes(this.what) ? '' : this.what;
    const option = (value: string, said: string) =>
      html`<option value=${value} .selected=${value === what}>${said}</option>`;
    const code = frameCode({
      title: this.name,
      page: location.href,
      lesson: walk.plan.name,
      step: what === '' ? '' : walk.now.id,
      only: what === 'from' ? '' : what,
      answers: this.answers && !withheld,
      language: locale.value,
      holds: this.session.settings.classHolds.value,
    });
    return html`<div class="choices">
        <label
          >${t('frame.what')}
          <select
            @change=${(event: Event) => {
              this.what = (event.target as HTMLSelectElement).value;
              this.copied = false;
            }}
          >
            ${option('', t('frame.lesson'))} ${option('from', t('frame.from'))} ${option(ONE_STEP, t('frame.step'))}
            ${widgets.map((name) => option(name, t('frame.widget', { name: widgetName(name) })))}
          </select></label
        >
        <label
          ><input
            type="checkbox"
            aria-describedby="lock"
            .checked=${withheld || !this.answers}
            ?disabled=${withheld}
            @change=${(event: Event) => {
              this.answers = !(event.target as HTMLInputElement).checked;
              this.copied = false;
            }}
          />${t('lesson.withhold')}</label
        >
      </div>
      <p id="lock" class="quiet">${t('lesson.noLock')}</p>
      <label
        >${t('lesson.embed.hint')}<textarea
          readonly
          rows="4"
          .value=${code}
          @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}
        ></textarea>
      </label>
      <div class="foot">
        <button class="button" type="button" @click=${() => void this.#copy(code)}>${t('frame.copy')}</button>
        <span role="status">${this.copied ? t('frame.copied') : ''}</span>
      </div>`;
  }

  // Where a page may not write there, the code is picked, to be copied by hand.
  async #copy(code: string): Promise<void> {
    this.copied = await (navigator.clipboard?.writeText(code) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    if (!this.copied) this.renderRoot.querySelector('textarea')?.select();
  }
}

export function widgetName(name: string): string {
  const key = `widget.${name}`;
  return isKey(key) ? t(key) : name;
}

customElements.define('gn-lesson-frame', GnLessonFrame);
