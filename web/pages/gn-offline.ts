// Under the list of lessons: that the page opens without a connection, and a button that fetches what it wants for every
// lesson.
import { css, html, nothing } from 'lit';
import { t } from '../locales';
import { coming, fetchAll, stopped, wanting } from '../state/offline';
import { GnElement } from '../widgets/element';
import { shared } from '../widgets/styles';

const mb = (bytes: number) => (bytes / 1e6).toFixed(1);

export class GnOffline extends GnElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        margin-top: var(--space-3);
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      p {
        margin: 0;
      }
    `,
  ];

  override render() {
    const left = wanting.value;
    if (left === undefined) return nothing;
    const now = coming.value;
    return html`<p>
        ${
          now
            ? t('lessons.offline.coming', { n: mb(now.bytes), all: mb(now.of) })
            : stopped.value
              ? t('lessons.offline.stopped')
              : t(left === 0 ? 'lessons.offline.all' : 'lessons.offline.some')
        }
      </p>
      ${
        left > 0 && !now
          ? html`<button class="button" type="button" @click=${() => void fetchAll()}>
              ${t('lessons.offline.fetch', { n: mb(left) })}
            </button>`
          : nothing
      }`;
  }
}
customElements.define('gn-offline', GnOffline);
