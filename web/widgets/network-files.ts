// The network's picture as a table in its place and as files: what each unit gave, the answer first, and its lines.
import { css } from 'lit';
import type { Layer, Plan } from '../engine/plan';
import { newThreads } from '../engine/threads';
import { t } from '../locales';
import type { Session } from '../state/session';
import { GnElement } from './element';
import { exactName } from './names';
import { linesOf } from './network-draw';
import { numbers } from './panel-styles';
import { pictureOf } from './picture-of';
import type { Table } from './plot-files';
import { ROWS, tableRows } from './plot-table';
import { plotTools, toolStyles } from './plot-tools';
import { shared } from './styles';

const unitOf = (plan: Plan, layer: Layer, index: number): string =>
  exactName(plan, { kind: 'value', id: layer.show, index });

// `most`: rows to write out, where only the first are read; `all`: how many there are.
function networkTable(session: Session, most = Number.POSITIVE_INFINITY): Table & { readonly all: number } {
  const plan = session.running.peek()?.plan;
  const { inspect, probe } = session;
  const rows: (string | number)[][] = [];
  let all = 0;
  const write = (count: number, row: (i: number) => (string | number)[]) => {
    all += count;
    for (let i = 0; i < count && rows.length < most; i++) rows.push(row(i));
  };
  for (const layer of plan ? [...plan.layers].reverse() : []) {
    const row = inspect.reached(layer);
    if (!plan || row < 0) continue;
    const values = session.values(row);
    write(values.length, (i) => [unitOf(plan, layer, i), '', values[i] ?? Number.NaN]);
    const source = plan.layers[layer.inputs[0] ?? -1];
    const lines = newThreads(inspect.pending(layer.head) ? 0 : linesOf(plan, layer, inspect.edges.peek()));
    if (!source || lines.term.length === 0) continue;
    probe?.threads(lines, layer.head);
    write(lines.count, (i) => [
      unitOf(plan, layer, lines.to[i] ?? 0),
      unitOf(plan, source, lines.from[i] ?? 0),
      lines.term[i] ?? 0,
    ]);
  }
  return { columns: [t('network.unit'), t('network.line'), t('network.value')], rows, all };
}

class GnNetworkRows extends GnElement {
  static override styles = [
    shared,
    numbers,
    css`
      :host {
        display: block;
        position: relative;
        flex: 1;
        min-height: 320px;
      }
      .rows {
        position: absolute; /* scrolls in the picture's place */
        inset: 0;
      }
    `,
  ];

  override render() {
    void this.session.frame.value; // while it learns, the numbers of now
    const table = networkTable(this.session, ROWS);
    return tableRows(t('network.name'), table, table.all);
  }
}

class GnNetworkTools extends GnElement {
  static override properties = {
    ...GnElement.properties,
    network: { attribute: false },
    shown: { type: Boolean },
  };
  declare network: () => HTMLElement | null;
  declare shown: boolean;

  static override styles = [shared, toolStyles];

  override render() {
    const table = () => networkTable(this.session);
    const picture = () => {
      const network = this.network();
      return network ? pictureOf(network) : undefined;
    };
    return plotTools({ heading: t('network.name'), table, picture }, this.shown, () =>
      this.dispatchEvent(new Event('press')),
    );
  }
}

customElements.define('gn-network-rows', GnNetworkRows);
customElements.define('gn-network-tools', GnNetworkTools);
