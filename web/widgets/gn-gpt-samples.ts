// What a small GPT writes by itself: of this moment, and of some moments before, so that its progress can be read.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { count, number, t } from '../locales';
import type { GptLab } from '../state/gpt';
import type { Sample } from '../state/gpt-samples';
import { GnElement } from './element';
import { icons } from './icons';
import { shared } from './styles';
import { textStyles } from './text-styles';
import { titled } from './titled';

const SHORT_LINE = 14; // letters as wide as half a Chinese character, up to which lines stand beside each other
const MOST_LONG = 0.1; // of the lines may be longer

export class GnGptSamples extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: GptLab;

  static override styles = [
    shared,
    textStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        min-width: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .head .quiet {
        font-size: var(--text-s);
      }
      .head .button {
        margin-left: auto;
        min-height: 28px;
        padding: 0 var(--space-2);
      }
      .now {
        min-height: 8.4em;
        padding: var(--space-3) var(--space-4);
        border-radius: var(--radius-m);
        background: var(--sunken);
        font-size: 1rem;
        line-height: 1.5;
      }
      .said {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .now .said {
        max-height: 18em; /* whole lines */
        overflow: hidden;
      }
      .said.list {
        column-width: 6.5em;
        column-gap: var(--space-3);
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 2px;
      }
      li {
        padding: var(--space-1) 0;
        border-top: 1px solid var(--line);
        font-size: var(--text-s);
        line-height: 1.45;
      }
      summary {
        display: grid;
        grid-template-columns: 104px minmax(0, 1fr);
        gap: var(--space-3);
        cursor: pointer;
      }
      summary b::after {
        content: ' ▸';
        color: var(--ink-faint);
      }
      [open] summary b::after {
        content: ' ▾';
      }
      summary::-webkit-details-marker {
        display: none;
      }
      [open] summary .said {
        visibility: hidden;
        -webkit-line-clamp: 1;
      }
      .whole {
        margin: 0 0 var(--space-1) calc(104px + var(--space-3));
        color: var(--ink-soft);
      }
      summary .said {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        white-space: normal;
        color: var(--ink-soft);
      }
      .when {
        color: var(--ink-faint);
        font-size: var(--text-xs);
        line-height: 1.6;
      }
      .when b {
        display: block;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { lab } = this;
    const now = lab.samples.now.value;
    const before = lab.samples.kept.value.filter(({ steps }) => steps !== now?.steps).toReversed();
    return html`<div class="head">
        ${titled('gptWrites', t('gpt.writes'))}
        <span class="quiet">${now ? t('gpt.atStep', { n: count(now.steps) }) : nothing}</span>
        <button
          class="button bare"
          type="button"
          ?disabled=${!now || lab.running.value}
          @click=${() => lab.sampleAgain()}
        >
          ${icons.dice}${t('gpt.another')}
        </button>
      </div>
      <div class="now" role="group" aria-label=${t('gpt.writesNow')}>
        <div class="said ${now && isList(now) ? 'list' : ''}">${now?.text.replace(/^\n+/, '') ?? ''}</div>
      </div>
      <slot></slot>
      ${
        before.length > 0
          ? html`${titled('gptWrote', t('gpt.wrote'))}
            <ol aria-label=${t('gpt.wrote')}>
              ${repeat(
                before,
                ({ steps }) => steps,
                (each) => html`<li>
                  <details>
                    <summary>
                      <span class="when"
                        ><b>${t('gpt.atStep', { n: count(each.steps) })}</b> ${t('gpt.loss', { loss: number(each.loss) })}</span
                      >
                      <span class="said">${oneLine(each)}</span>
                    </summary>
                    <div class="said whole ${isList(each) ? 'list' : ''}">${each.text.replace(/^\n+/, '')}</div>
                  </details>
                </li>`,
              )}
            </ol>`
          : nothing
      }`;
  }
}

function isList({ text }: Sample): boolean {
  const lines = text.split('\n').filter((line) => line !== '');
  const wide = (line: string) => line.length + (line.match(/[\u2e80-\uffef]/g)?.length ?? 0);
  return lines.filter((line) => wide(line) > SHORT_LINE).length <= MOST_LONG * lines.length;
}

const oneLine = (sample: Sample): string =>
  sample.text
    .trim()
    .split(/\n+/)
    .join(isList(sample) ? ' · ' : ' / ');

customElements.define('gn-gpt-samples', GnGptSamples);
