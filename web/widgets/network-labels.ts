// What a layer's label says where it is seen, and where it stands: as much as there is room for. Pure geometry.
import {
  type Box,
  LABEL_W,
  type Layout,
  LINE_H,
  STACKED_H,
  TWO_H,
  UPRIGHT_LEAST,
  UPRIGHT_W,
} from './network-layout';

const LINE_W = 40;
const LEAST_W = 56; // of a label half out of the frame

export type Much = 'full' | 'two' | 'line' | 'upright' | 'none';

// How much of a layer's label there is room for where a pixel of the drawing is k of the frame's.
export function labelAt(box: Box, layout: Layout, k: number): Much {
  if (layout.down) return box.labelW * k >= 56 ? 'full' : 'none';
  const [wide, high] = [box.labelW * k, (box.y - box.labelY) * k];
  if (box.stacked) {
    if (wide < LINE_W || high < LINE_H - 2)
      return isFirst(layout, box) && upright(layout, k).has(box.column) ? 'upright' : 'none';
    if (wide < 56 || high < TWO_H - 2) return 'line';
    return high >= STACKED_H - 4 ? 'full' : 'two';
  }
  if (layout.far === 1 || wide >= LABEL_W - 2) return 'full';
  return upright(layout, k).has(box.column) ? 'upright' : 'none';
}

const isFirst = ({ boxes }: Layout, { column, labelY }: Box): boolean =>
  boxes.every((each) => each.column !== column || each.labelY >= labelY);

// The columns that bear their name upright: from the left, each that the one before leaves room for.
function upright(layout: Layout, k: number): ReadonlySet<number> {
  const { boxes, far } = layout;
  const named = new Set<number>();
  if (far === 1) return named;
  let last = Number.NEGATIVE_INFINITY;
  for (const box of boxes) {
    const { column, labelX, labelW, stacked, y } = box;
    if (stacked && (!isFirst(layout, box) || k * labelW >= LINE_W || k * y < UPRIGHT_LEAST)) continue;
    if (k * (labelX - last) < UPRIGHT_W - 1) continue;
    named.add(column);
    last = labelX;
  }
  return named;
}

// Of what is half out of the frame, the label has what is left of its place; −1 wide: too little. `inner`: the drawing
// goes on there, and its labels need their own places.
export function placeInFrame(
  left: number,
  full: number,
  frame: number,
  inner: { readonly before: boolean; readonly after: boolean },
): { readonly x: number; readonly w: number; readonly edge: 'first' | 'last' | '' } {
  const edge = left < 0 ? 'first' : left + full > frame + 1 ? 'last' : '';
  const out =
    edge === 'first' && inner.before ? -left : edge === 'last' && inner.after ? left + full - frame : 0;
  const w = out > 0 && full - out < LEAST_W ? -1 : full - out;
  return { x: edge === 'first' ? 0 : edge === 'last' ? frame - w : left, w, edge };
}
