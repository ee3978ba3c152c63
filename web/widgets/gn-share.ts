// Copies a link to what is on the page now: network, settings, drawing, what is opened.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { writeLink } from '../state/link';
import { download } from './download';
import { GnElement } from './element';
import { shared } from './styles';

// Weights that no link can carry: trained here, or changed by hand.
function ownWeights({ running, inspect }: GnElement['session']): 'mine' | 'edited' | undefined {
  if (running.value?.weights === 'mine') return 'mine';
  return inspect.edits.value.some(({ what }) => what.kind === 'param') ? 'edited' : undefined;
}

export class GnShare extends GnElement {
  static override properties = { ...GnElement.properties, link: { state: true }, copied: { state: true } };
  declare link: string;
  declare copied: boolean;

  constructor() {
    super();
    this.link = '';
    this.copied = false;
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
                ${this.#own()}`
            : nothing
        }
      </div>`;
  }

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
    this.link = `${location.href.split('#')[0]}#${query}`;
    this.copied = await (navigator.clipboard?.writeText(this.link) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#box')?.showPopover();
    if (!this.copied) this.renderRoot.querySelector('input')?.select();
  }
}

customElements.define('gn-share', GnShare);
