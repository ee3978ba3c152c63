// One token opened: its id, its bytes, its characters, how often it is there, and the merges it was made of.
import { css, html, nothing } from 'lit';
import { codeName, codesOf, hexOf, wordsOf } from '../engine/text-parts';
import type { Tree } from '../engine/vocab';
import { count, type Key, t } from '../locales';
import type { TextLab } from '../state/text';
import { GnElement } from './element';
import { icons } from './icons';
import { shared } from './styles';
import { titled } from './titled';
import { chip, chipBody, chipStyles, colourOf } from './token-chips';

const BYTES = 48; // shown
const CODES = 12;
const WIDE = 20; // bytes of a token whose merges are drawn to scale

export class GnToken extends GnElement {
  static override properties = { ...GnElement.properties, lab: { attribute: false } };
  declare lab: TextLab;

  static override styles = [
    shared,
    chipStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        align-content: start;
        font-size: var(--text-s);
        line-height: 1.5;
        min-width: 0;
      }
      header {
        display: flex;
        align-items: flex-start;
        gap: var(--space-2);
        min-width: 0;
      }
      header .chip {
        font-size: 1.5rem;
        padding: 0.05em 0.35em;
        min-width: 0;
      }
      header button {
        margin-left: auto;
        padding: 6px;
        display: none;
      }
      .method {
        color: var(--ink-faint);
        font-size: var(--text-xs);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px var(--space-3);
        margin: 0;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        color: var(--ink);
      }
      .mono {
        font-family: var(--mono);
        font-size: var(--text-xs);
      }
      .codes {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-2);
      }
      .codes span {
        white-space: nowrap;
      }
      /* one row a level: each part as wide as it has bytes */
      .tree {
        display: grid;
        gap: 3px 2px;
        grid-auto-rows: minmax(30px, auto);
        margin-top: var(--space-1);
      }
      .tree .chip {
        min-width: 0;
        padding: 2px 1px;
        flex-direction: column;
        gap: 0;
        font-size: var(--text-s);
        overflow: hidden;
      }
      .tree small {
        font-size: 0.625rem;
        line-height: 1.1;
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .list {
        margin: 0;
        padding: 0;
        list-style: none;
        display: grid;
        gap: 4px;
      }
      .list li {
        padding-left: calc(var(--level) * 12px);
      }
      .hint {
        color: var(--ink-soft);
        display: grid;
        gap: var(--space-2);
      }
      @media (max-width: 1099px) {
        header button {
          display: block;
        }
        :host {
          max-height: 46dvh;
          overflow-y: auto;
        }
      }
    `,
  ];

  override render() {
    const looked = this.lab.looked.value;
    if (!looked)
      return html`<div class="hint">${titled('textToken', t('text.token'))}<p>${t('text.tokenHint')}</p></div>`;
    const { method, at, id, kind, bytes, around, times, known, tree } = looked;
    const codes = codesOf(bytes);
    return html`<header>
        ${chip(bytes, kind)}
        <button type="button" aria-label=${t('app.close')} @click=${this.#close}>${icons.clear}</button>
      </header>
      <p class="method">
        ${t(`text.method.${method}` as Key)}${at < 0 ? nothing : html` · ${t('text.nth', { n: count(at + 1) })}`}
      </p>
      ${known ? nothing : html`<p>${t('text.unknownToken')}</p>`}
      <dl>
        <dt>${t('text.id')}</dt>
        <dd>${method === 'segments' ? `${id}` : id} <span class="method">${t(`text.idOf.${method}` as Key)}</span></dd>
        <dt>${t('text.bytes')}</dt>
        <dd><span class="mono">${hexOf(bytes.subarray(0, BYTES))}${bytes.length > BYTES ? ' …' : ''}</span></dd>
        <dt>${t('text.codes')}</dt>
        <dd>
          ${
            codes.length === 0
              ? around.length > bytes.length
                ? t('text.partOf', { of: wordsOf(around) })
                : t('text.noCodes')
              : html`<span class="codes mono">${codes.slice(0, CODES).map((code) => html`<span>${codeName(code)}</span>`)}${codes.length > CODES ? '…' : ''}</span>`
          }
        </dd>
        <dt>${t('text.times')}</dt>
        <dd>${t('text.timesIn', { n: count(times) })}</dd>
      </dl>
      ${tree && tree.parts.length > 0 ? this.#tree(tree) : nothing}`;
  }

  #tree(tree: Tree) {
    const levels: Tree[][] = [];
    const walk = (node: Tree, level: number) => {
      levels[level] = [...(levels[level] ?? []), node];
      for (const each of node.parts) walk(each, level + 1);
    };
    walk(tree, 0);
    const size = tree.bytes.length;
    const cell = (node: Tree, level: number) => html`<span
      class="chip ${colourOf(node.token)}"
      .style=${`grid-column:${node.from + 1} / span ${node.bytes.length};grid-row:${level + 1}`}
      ><span>${chipBody(node.bytes)}</span>${node.merge > 0 ? html`<small>${count(node.merge)}</small>` : nothing}</span
    >`;
    const item = (node: Tree, level: number) => html`<li .style=${`--level:${level}`}>
      ${chip(node.bytes, node.token)} <small class="method">${node.merge > 0 ? t('text.mergeNo', { n: count(node.merge) }) : ''}</small>
    </li>`;
    return html`<section aria-label=${t('text.tree')}>
      ${titled('textTree', t('text.tree'))}
      <p class="method">${t('text.treeHow')}</p>
      ${
        size <= WIDE
          ? html`<div class="tree" role="img" aria-label=${spoken(tree)} .style=${`grid-template-columns:repeat(${size}, minmax(0, 1fr))`}>
              ${levels.map((nodes, level) => nodes.map((node) => cell(node, level)))}
            </div>`
          : html`<ul class="list">
              ${levels.slice(0, 3).map((nodes, level) => nodes.map((node) => item(node, level)))}
            </ul>`
      }
    </section>`;
  }

  #close = () => {
    this.lab.looked.value = undefined;
  };
}

// The tree in brackets.
function spoken(node: Tree): string {
  const bytes = hexOf(node.bytes);
  const [left, right] = node.parts;
  return left && right ? `(${spoken(left)} + ${spoken(right)})` : bytes;
}

customElements.define('gn-token', GnToken);
