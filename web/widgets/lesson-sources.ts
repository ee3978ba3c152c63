// Where a lesson's matter comes from.
import { css, html, nothing } from 'lit';
import type { Source } from '../lessons/types';
import { t } from '../locales';

export const sourceStyles = css`
      .sources {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .sources ul {
        margin: 4px 0 0;
        padding-left: 1.2em;
      }
      .sources h3 {
        margin: 0;
        font-size: var(--text-s);
        color: var(--ink);
      }
      a {
        color: inherit;
      }
`;

export function sourceList(sources: readonly Source[]) {
  if (sources.length === 0) return nothing;
  return html`<section class="sources">
      <h3>${t('lesson.sources')}</h3>
      <ul>
        ${sources.map(
          ({ kind, by, title, year, where, url }) => html`<li>
            ${t(`lesson.sources.${kind}`)}${by}, <em>${url ? html`<a href=${url} rel="noreferrer">${title}</a>` : title}</em
            >${where ? `, ${where}` : ''}${year ? ` (${year})` : ''}
          </li>`,
        )}
      </ul>
    </section>`;
}
