// How a file that is fetched when it is wanted gets on: the button for it, what has come, what went wrong.
import { css, html, nothing, type TemplateResult } from 'lit';
import { count, t } from '../locales';
import type { Fetching } from '../state/text-files';
import { wrong } from './panel-styles';

export function fetchState(how: Fetching, wish: string, fetch: () => void): TemplateResult | typeof nothing {
  if (how.kind === 'there') return nothing;
  if (how.kind === 'none')
    return wish
      ? html`<div class="fetch"><button class="button" type="button" @click=${fetch}>${wish}</button></div>`
      : nothing;
  if (how.kind === 'fetching')
    return html`<p class="fetch" role="status">${t('text.fetching', { n: count(Math.round(how.got / 1000)) })}</p>`;
  return html`<div class="fetch">
    <p class="wrong" role="alert">${t(`text.fetch.${how.kind}`)}</p>
    ${
      how.kind === 'absent'
        ? nothing
        : html`<button class="button" type="button" @click=${fetch}>${t('panel.again')}</button>`
    }
  </div>`;
}

export const fetchStyles = [
  wrong,
  css`
  .fetch {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    font-size: var(--text-s);
    color: var(--ink-soft);
  }
`,
];
