// Copies a link to what is on the page now: network, settings, drawing, what is opened.
import { css, html, nothing } from 'lit';
import { need, t } from '../locales';
import { formatHolds, HOLDS, type Hold, isForClass, showAll, TABS } from '../state/class-link';
import { writeLink } from '../state/link';
import type { Tab } from '../state/settings';
import { download } from './download';
import { GnElement } from './element';
import { settingName } from './gn-setting';
import { shared } from './styles';

// Weights that no link can carry: trained here, or changed by hand.
function ownWeights({ running, inspect }: GnElement['session']): 'mine' | 'edited' | undefined {
  if (running.value?.weights === 'mine') return 'mine';
  return inspect.edits.value.some(({ what }) => what.kind === 'param') ? 'edited' : undefined;
}

export class GnShare extends GnElement {
  static override properties = {
    ...GnElement.properties,
    link: { state: true },
    copied: { state: true },
    controls: { state: true },
  };
  declare link: string;
  declare copied: boolean;
  declare controls: readonly string[]; // that a link may fix or hide

  constructor() {
    super();
    this.link = '';
    this.copied = false;
    this.controls = [];
  }

  static override styles = [
    shared,
    css`
      [popover] {
        position: fixed;
        inset: calc(var(--bar) - 2px) 16px auto auto;
        width: min(340px, 100vw - 32px);
        margin: 0;
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--ink-soft);
        box-shadow: var(--shadow);
        font-size: var(--text-s);
        line-height: 1.5;
      }
      input {
        width: 100%;
        height: 30px;
        margin-top: var(--space-2);
        padding: 0 var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--paper);
        color: var(--ink);
        font: 400 var(--text-xs) / 1 var(--mono);
      }
      .class {
        margin-top: var(--space-3);
        padding-top: var(--space-3);
        border-top: 1px solid var(--line);
      }
      summary {
        min-height: 24px;
        cursor: pointer;
        color: var(--ink);
      }
      fieldset {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 2px var(--space-3);
        margin: var(--space-2) 0 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: 2px;
        color: var(--ink);
        font-weight: 600;
      }
      label {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 26px;
      }
      label input {
        width: 16px;
        height: 16px;
        margin: 0;
      }
      .holds {
        grid-template-columns: minmax(0, 1fr);
        max-height: 220px;
        overflow-y: auto;
      }
      .holds select {
        margin-left: auto;
        min-height: 26px;
        font: inherit;
        font-size: var(--text-xs);
        color: var(--ink);
        background: var(--paper);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
      }
      .mine {
        margin: var(--space-3) 0 0;
        padding-top: var(--space-3);
        border-top: 1px solid var(--line);
      }
      .mine + .button {
        margin-top: var(--space-2);
      }
    `,
  ];

  override render() {
    return html`<div id="box" popover role="status">
        ${
          this.link
            ? html`${t(`share.${this.copied ? 'copied' : 'copy'}${ownWeights(this.session) ? 'Without' : ''}` as const)}
                <input
                  readonly
                  aria-label=${t('share.link')}
                  .value=${this.link}
                  @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
                />
                ${this.session.settings.data.value === 'own' ? html`<p class="mine">${t('share.pictures')}</p>` : nothing}
                ${this.#own()} ${this.#forClass()}`
            : nothing
        }
      </div>`;
  }

  // What it leaves a class: the link says it, this page stays as it is.
  #forClass() {
    const { settings } = this.session;
    return html`<details class="class">
      <summary>${t('share.class')}</summary>
      <p>${t('share.classHint')}</p>
      ${
        isForClass(settings)
          ? html`<button class="button" type="button" @click=${() => showAll(settings)}>${t('share.classAll')}</button>`
          : nothing
      }
      ${
        settings.view.value === 'lessons' && settings.lesson.value
          ? html`<label class="lesson"
              ><input
                type="checkbox"
                aria-describedby="lock"
                .checked=${this.#withheld || !settings.lessonAnswers.value}
                ?disabled=${!settings.lessonAnswers.value}
                @change=${(event: Event) => {
                  this.#withheld = (event.target as HTMLInputElement).checked;
                  void this.#write();
                }}
              />${t('share.withhold')}</label
            ><p id="lock" class="quiet">${t('share.noLock')}</p>`
          : nothing
      }
      <fieldset>
        <legend>${t('share.classViews')}</legend>
        ${TABS.map(
          (view) => html`<label
            ><input
              type="checkbox"
              .checked=${!this.#gone.has(view)}
              @change=${(event: Event) => {
                if ((event.target as HTMLInputElement).checked) this.#gone.delete(view);
                else this.#gone.add(view);
                void this.#write();
              }}
            />${t(`view.${view}`)}</label
          >`,
        )}
      </fieldset>
      <fieldset class="holds">
        <legend>${t('share.classControls')}</legend>
        ${['activation', ...this.controls].map(
          (name) => html`<label
            >${name === 'activation' ? t('settings.activation') : settingName(name)}
            <select
              @change=${(event: Event) => {
                this.#holds.set(name, (event.target as HTMLSelectElement).value as Hold);
                void this.#write();
              }}
            >
              ${HOLDS.map(
                (hold) =>
                  html`<option value=${hold} .selected=${hold === (this.#holds.get(name) ?? 'free')}>
                    ${t(`share.hold.${hold}`)}
                  </option>`,
              )}
            </select></label
          >`,
        )}
      </fieldset>
    </details>`;
  }
  #withheld = false;
  readonly #gone = new Set<Tab>();
  readonly #holds = new Map<string, Hold>();

  #own() {
    const own = ownWeights(this.session);
    if (!own) return nothing;
    return html`<p class="mine">${t(`share.${own}`)}</p>
      <button class="button" type="button" @click=${this.#save}>${t('share.file')}</button>`;
  }

  #save = () => {
    const file = this.session.probe?.save();
    if (file) download('glassnet.safetensors', new Blob([file], { type: 'application/octet-stream' }));
  };

  async share(): Promise<void> {
    const [table] = await Promise.all([this.session.trainSettings(), need('train')]);
    this.controls = table.map(({ name }) => name);
    await this.#write();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#box')?.showPopover();
    if (!this.copied) this.renderRoot.querySelector('input')?.select();
  }

  async #write(): Promise<void> {
    const { settings, input, digit, experiments, inspect } = this.session;
    const { change, erased } = experiments;
    const pixels = digit?.pixels ?? new Float32Array(0);
    const body = writeLink(settings, input.peek(), pixels, {
      change: change.peek(),
      erased: erased.peek(),
      place: inspect.place.peek(),
    });
    const query = new URLSearchParams(body);
    if (ownWeights(this.session) === 'mine') query.set('weights', 'untrained');
    const left = TABS.filter((view) => !this.#gone.has(view));
    if (left.length < TABS.length && left.length > 0) query.set('classViews', left.join(','));
    if (this.#withheld && query.has('lesson')) query.set('lessonAnswers', '0');
    const holds = formatHolds(this.#holds);
    if (holds) query.set('classHolds', holds);
    this.link = `${location.href.split('#')[0]}#${query}`;
    this.copied = await (navigator.clipboard?.writeText(this.link) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
  }
}

customElements.define('gn-share', GnShare);
