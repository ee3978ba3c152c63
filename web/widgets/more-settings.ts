// The button that opens the rest of the settings, and shuts them.
import { css, html, type TemplateResult } from 'lit';
import { t } from '../locales';
import { icons } from './icons';

// `all`: they are open; `name`: of the button while they are not.
export const moreSettings = (panel: { all: boolean }, name: string): TemplateResult => html`<button
  class="button bare more"
  type="button"
  aria-expanded=${panel.all}
  @click=${() => {
    panel.all = !panel.all;
  }}
>
  ${icons.sliders}${panel.all ? t('settings.fewer') : name}
</button>`;

export const moreStyles = css`
  .more {
    align-self: flex-start;
    justify-self: start;
    min-height: 28px;
    padding: 0 6px;
    margin-left: -7px;
  }
`;
