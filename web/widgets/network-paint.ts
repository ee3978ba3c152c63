// What is painted of the network: pictures and neurons, threads and wires, as far as the forward pass has come.
import type { Layer, Plan } from '../engine/plan';
import { newThreads, type Threads } from '../engine/threads';
import type { Session } from '../state/session';
import type { Camera } from './camera';
import { fullScale, type Ramps } from './colour';
import { drawLayer, drawThreads, drawWires, hasThreads, linesOf } from './network-draw';
import type { Layout } from './network-layout';
import { drawSkip } from './network-skips';
import { wiring } from './network-wires';
import { fitted, Raster } from './raster';

export class NetworkPainter {
  stale = true; // the numbers are newer than what is drawn
  scales: number[] = []; // of each layer: what is drawn at full strength
  #rasters: Raster[] = [];
  #threads = new Map<number, Threads>();
  #drawn: Plan | undefined;

  // Another plan.
  begin(plan: Plan): void {
    this.#threads.clear();
    this.#rasters = plan.layers.map(() => new Raster());
  }

  paint(
    session: Session,
    plan: Plan,
    on: { readonly canvas: HTMLCanvasElement; readonly size: readonly [number, number] },
    layout: Layout,
    camera: Camera,
    colours: Ramps,
  ): void {
    const { canvas } = on;
    const [width, height] = on.size;
    const context = fitted(canvas, width, height);
    if (!context) return;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const { k, x, y } = camera.view.peek();
    context.translate(x, y);
    context.scale(k, k);
    const boxOf = new Map(layout.boxes.map((box) => [box.layer, box]));
    const fresh = this.stale || plan !== this.#drawn;
    this.stale = false;
    this.#drawn = plan;
    for (const layer of fresh ? plan.layers : []) {
      this.scales[layer.index] =
        layer.form === 'image' ? 1 : fullScale(session.values(session.inspect.reached(layer)));
    }
    const pending = (row: number) => session.inspect.pending(row);
    const layers = (neurons: boolean) => {
      for (const layer of plan.layers) {
        const box = boxOf.get(layer.index);
        const row = session.inspect.reached(layer);
        if (!box || (layer.form === 'vector') !== neurons || row < 0) continue;
        const out = x + k * (box.x + box.w) < 0 || x + k * box.x > width;
        if (out && !fresh) continue;
        const full = this.scales[layer.index] ?? 1;
        const values = session.values(row);
        drawLayer(context, layer, box, values, full, this.#rasters[layer.index], colours, fresh);
      }
    };
    const links = (threads: boolean) => {
      for (const layer of plan.layers) {
        for (const source of layer.inputs.map((input) => plan.layers[input])) {
          const box = boxOf.get(layer.index);
          const from = source && boxOf.get(source.index);
          if (!box || !from) continue;
          if (x + k * (box.x + box.w) < 0 || x + k * from.x > width) {
            if (fresh) this.#threads.delete(layer.index);
            continue;
          }
          const has = layer.depth === source.depth + 1 && hasThreads(plan, layer);
          if (has !== threads) continue;
          if (pending(layer.head)) continue;
          if (has)
            drawThreads(
              context,
              layout,
              layer,
              box,
              source,
              from,
              this.#strongest(session, plan, layer, fresh),
              colours,
            );
          else if (!around(source, layer))
            drawWires(context, layout, layer, box, source, from, wiring(plan, source, layer), colours);
        }
      }
    };
    const around = (source: Layer, layer: Layer) =>
      layout.skips.some(({ from, to }) => from === source.index && to === layer.index);
    const skips = () => {
      for (const { from, to, lane } of layout.skips) {
        const [a, b, head] = [boxOf.get(from), boxOf.get(to), plan.layers[to]?.head];
        if (a && b && head !== undefined && !pending(head)) drawSkip(context, layout, a, b, lane, colours, k);
      }
    };
    // Wires lie beneath the pictures; threads start on the pixels they come from and end beneath the neurons.
    links(false);
    skips();
    layers(false);
    links(true);
    layers(true);
  }

  #strongest(session: Session, plan: Plan, layer: Layer, fresh: boolean): Threads {
    const room = linesOf(plan, layer, session.inspect.edges.peek());
    let threads = this.#threads.get(layer.index);
    if (threads && !fresh && threads.term.length === room) return threads;
    if (threads?.term.length !== room) {
      threads = newThreads(room);
      this.#threads.set(layer.index, threads);
    }
    session.probe?.threads(threads, layer.head);
    return threads;
  }
}
