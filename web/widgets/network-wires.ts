// Which pictures of a layer go into which of the next, by the operation that reads them.
import type { Layer, Plan } from '../engine/plan';

// Every one into every one; or each into the one so many places on.
export type Wiring = 'all' | number;

export function wiring(plan: Plan, source: Layer, layer: Layer): Wiring {
  const head = plan.rows[layer.head];
  if (head?.op === 'conv') return 'all'; // each kernel looks at all maps
  if (head?.op === 'concat') {
    let before = 0;
    for (const input of head.inputs) {
      if (source.rows.includes(input)) return before;
      before += plan.rows[input]?.shape[0] ?? 0;
    }
  }
  return mapsOf(source) === mapsOf(layer) ? 0 : 'all';
}

const mapsOf = ({ form, shape }: Layer) => (form === 'maps' ? (shape[0] ?? 1) : 1);
