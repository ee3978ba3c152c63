// Comparisons that are ready to be raced: each a question, and the ways that answer it.
import { css, html } from 'lit';
import { t } from '../locales';
import type { Lane, Race } from '../state/race';
import { GnElement } from './element';
import { parts } from './panel-styles';
import { shared } from './styles';
import { titled } from './titled';

const way = (values: Lane['values'], activation: Lane['activation'] = ''): Lane => ({ values, activation });
const plain = (values: Lane['values']): Lane => way({ optimizer: 'sgd', ...values });

// What a way does not set is as in Train; these set all that the answer hangs on.
const IDEAS: readonly (readonly [
  name: 'optimizer' | 'rate' | 'batch' | 'scaled' | 'activation',
  lanes: readonly Lane[],
])[] = [
  [
    'optimizer',
    [
      plain({ rate: 0.1 }),
      way({ optimizer: 'momentum', rate: 0.02 }),
      way({ optimizer: 'adam', rate: 0.002 }),
    ],
  ],
  ['rate', [0.01, 0.1, 1, 5].map((rate) => plain({ rate }))],
  ['batch', [4, 32, 256].map((batch) => plain({ rate: 0.1, batch }))],
  [
    'scaled',
    [
      plain({ rate: 0.025, batch: 8 }),
      plain({ rate: 0.1, batch: 32 }),
      plain({ rate: 0.4, batch: 128 }),
      plain({ rate: 0.1, batch: 128 }),
    ],
  ],
  [
    'activation',
    (['relu', 'tanh', 'sigmoid'] as const).map((name) => way({ optimizer: 'sgd', rate: 0.1 }, name)),
  ],
];

export class GnRaceIdeas extends GnElement {
  static override properties = { ...GnElement.properties, race: { attribute: false } };
  declare race: Race;

  static override styles = [
    shared,
    parts,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(230px, 1fr));
        gap: var(--space-2) var(--space-3);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      button {
        display: grid;
        align-content: start;
        gap: 2px;
        width: 100%;
        height: 100%;
        min-height: 44px;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--sunken);
        font-size: var(--text-s);
        line-height: 1.4;
        text-align: left;
        color: var(--ink-soft);
      }
      button:hover {
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      b {
        font-weight: 600;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    return html`${titled('raceIdeas', t('race.ideas'))}
      <ul aria-label=${t('race.ideas')}>
        ${IDEAS.map(
          ([name, lanes]) => html`<li>
            <button
              type="button"
              @click=${() => {
                this.race.lanes = lanes;
              }}
            >
              <b>${t(`race.idea.${name}`)}</b><span>${t(`race.ask.${name}`)}</span>
            </button>
          </li>`,
        )}
      </ul>`;
  }
}

customElements.define('gn-race-ideas', GnRaceIdeas);
