// The plane as a picture: the field of what the net says, the points over it, the cross. The points stay as they are while
// the net learns, and are drawn once; the field is as fine as time allows.
import type { PointsLab } from '../state/points';
import { classColours } from './class-colours';
import { fullScale, ramps } from './colour';
import { fieldOf, paintField, paintLines } from './plane-paint';
import { paintCross, paintPoints } from './plane-points';
import type { Place } from './plane-words';

const CELLS = 96;
const FEWEST_CELLS = 32;
const FIELD_MS = 5; // of computing, in a frame of a run
const MARGIN = 1.2; // above and below a curve

export class PlanePainter {
  #points = document.createElement('canvas');
  #drawn: readonly unknown[] = []; // what the points were drawn from
  #cost = 0; // ms of a cell, of late

  constructor(readonly lab: PointsLab) {}

  draw(canvas: HTMLCanvasElement, at: Place | undefined): void {
    const { lab } = this;
    const dealing = lab.dealing.peek();
    const probe = lab.probe.peek();
    const ramp = ramps.peek();
    const side = canvas.clientWidth;
    const context = canvas.getContext('2d');
    if (!dealing || !probe || !ramp || !context || side === 0) return;
    const scale = resize(canvas, side);
    const colours = classColours();
    const unit = lab.unit.peek();
    const flat = lab.axes[1] < 0;
    const cells = this.#cells();
    const planes = this.#field(unit?.row ?? probe.out, cells);
    const shown = unit ? planes.slice(unit.unit, unit.unit + 1) : planes;
    const asClasses = dealing.points.classes > 0 && !unit;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const targets = fullScale(dealing.points.targets);
    const own = fullScale(shown[0] ?? new Float32Array(0));
    const full = (dealing.points.classes > 0 || unit ? own : targets) * (flat ? MARGIN : 1);
    const hard = lab.session.settings.pointsHard.peek();
    const how = { asClasses, colours, ramp, full, hard };
    if (flat) paintLines(context, side, shown, how);
    else paintField(context, side, fieldOf(shown, cells, cells, how));
    // A unit's curve has another scale than the numbers to learn.
    if (!flat || !unit) {
      const place = { side, axes: lab.axes, colours, ramp, full: targets * (flat ? MARGIN : 1) };
      const from = [dealing, lab.own.stroke, side, scale, ramp, lab.axes.join()];
      if (from.some((each, i) => each !== this.#drawn[i])) {
        this.#drawn = from;
        resize(this.#points, side, scale);
        const over = this.#points.getContext('2d');
        over?.setTransform(scale, 0, 0, scale, 0, 0);
        over?.clearRect(0, 0, side, side);
        if (over) paintPoints(over, dealing, lab.own.stroke, place);
      }
      context.drawImage(this.#points, 0, 0, side, side);
    }
    if (at) paintCross(context, side, at, dealing.reach, ramp.ink);
  }

  #cells(): number {
    if (!this.lab.running.peek() || this.#cost === 0) return CELLS;
    const affordable = Math.floor(Math.sqrt(FIELD_MS / this.#cost));
    return Math.min(CELLS, Math.max(FEWEST_CELLS, 8 * Math.floor(affordable / 8)));
  }

  #field(row: number, cells: number): readonly Float32Array[] {
    const began = performance.now();
    const planes = this.lab.planes([row], cells, cells)[0] ?? [];
    this.#cost = (performance.now() - began) / (cells * (this.lab.axes[1] < 0 ? 1 : cells));
    return planes;
  }
}

// As many pixels as the screen has; returns how many of them a CSS pixel is.
function resize(canvas: HTMLCanvasElement, side: number, scale = devicePixelRatio || 1): number {
  const size = Math.round(side * scale);
  if (canvas.width !== size || canvas.height !== size) [canvas.width, canvas.height] = [size, size];
  return scale;
}
