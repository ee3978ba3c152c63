// Names at the ends of lines, pushed apart where the lines come together.
import type uPlot from 'uplot';
import type { Ramps } from './colour';
import { type Line, strokeOf } from './curve-lines';

const PITCH_PX = 11;
const FONT_PX = 10;
const GLYPH_PX = 5.6;

export const endsRoom = (lines: readonly Line[]): number => {
  const most = Math.max(0, ...lines.map(({ end = '' }) => end.length));
  return most > 0 ? 8 + GLYPH_PX * most : 0;
};

// Where there is not room for all, only the line that stands out has its name.
export function drawEnds(plot: uPlot, lines: readonly Line[], lit: number, ink: Ramps): void {
  const { ctx, bbox } = plot;
  const dots = devicePixelRatio || 1;
  const pitch = PITCH_PX * dots;
  const all = lines.flatMap(({ end, x, y }, i) => {
    const last = y[y.length - 1];
    if (!end || last === undefined || x.length === 0) return [];
    const at = plot.valToPos(last, 'y', true);
    return Number.isFinite(at) ? [{ i, end, at, x: plot.valToPos(x[x.length - 1] ?? 0, 'x', true) }] : [];
  });
  const shown = all.length * pitch > bbox.height ? all.filter(({ i }) => i === lit) : all;
  shown.sort((a, b) => a.at - b.at);
  const places = apart(
    shown.map(({ at }) => at),
    pitch,
    bbox.top + pitch / 2,
    bbox.top + bbox.height - pitch / 2,
  );
  ctx.save();
  ctx.font = `${FONT_PX * dots}px "Geist Variable", system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const [k, { i, end, x }] of shown.entries()) {
    ctx.fillStyle = lit >= 0 && lit !== i ? ink.faint : strokeOf(lines, i, -1, ink).stroke;
    ctx.fillText(end, x + 4 * dots, places[k] ?? 0);
  }
  ctx.restore();
}

// Ascending places, at least a pitch apart and within low..high where that is possible.
export function apart(places: readonly number[], pitch: number, low: number, high: number): number[] {
  const out = [...places];
  for (let i = 0; i < out.length; i++)
    out[i] = Math.max(out[i] ?? 0, i > 0 ? (out[i - 1] ?? 0) + pitch : low);
  for (let i = out.length - 1; i >= 0; i--)
    out[i] = Math.min(out[i] ?? 0, i < out.length - 1 ? (out[i + 1] ?? 0) - pitch : high);
  return out;
}
