// What a plot leaves behind as files: its numbers as CSV, its picture on the page's paper as PNG.
import type { Ramps } from './colour';
import { download } from './download';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const TITLE_PX = 15;
const EDGE_PX = 12;
const LINE_PX = 20;
const MOST_LINES = 400; // of a table as a picture
const SANS = '"Geist Variable", system-ui, sans-serif';

const quoted = (cell: string | number): string => {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function saveCsv(name: string, { columns, rows }: Table): void {
  const lines = [columns, ...rows].map((row) => row.map(quoted).join(','));
  download(`${name}.csv`, new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' }));
}

export function savePng(name: string, picture: HTMLCanvasElement, ink: Ramps): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const sheet = document.createElement('canvas');
  const [edge, title] = [EDGE_PX * ratio, (TITLE_PX + EDGE_PX) * ratio];
  sheet.width = picture.width + 2 * edge;
  sheet.height = picture.height + title + 2 * edge;
  const context = sheet.getContext('2d');
  if (!context) return;
  context.fillStyle = ink.paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.fillStyle = ink.ink;
  context.font = `600 ${TITLE_PX * ratio}px ${SANS}`;
  context.textBaseline = 'top';
  context.fillText(name, edge, edge);
  context.drawImage(picture, edge, edge + title);
  sheet.toBlob((blob) => {
    if (blob) download(`${name}.png`, blob);
  });
}

// A table as a picture, for what has no other. `text` writes a cell, `fill` colours its ground.
export function tablePicture(
  { columns, rows }: Table,
  ink: Ramps,
  text: (cell: string | number) => string,
  fill: (row: number, column: number) => string | undefined = () => undefined,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const ratio = globalThis.devicePixelRatio || 1;
  const all = [columns, ...rows.slice(0, MOST_LINES).map((row) => row.map(text))];
  const font = `12px ${SANS}`;
  const measure = canvas.getContext('2d');
  if (measure) measure.font = font;
  const widths = columns.map(
    (_, k) =>
      EDGE_PX + Math.max(...all.map((row) => Math.ceil(measure?.measureText(row[k] ?? '').width ?? 0))),
  );
  canvas.width = ratio * widths.reduce((a, b) => a + b, 0);
  canvas.height = ratio * LINE_PX * all.length;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = font;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const [i, row] of all.entries()) {
    let x = 0;
    for (const [k, cell] of row.entries()) {
      const width = widths[k] ?? 0;
      const ground = i > 0 ? fill(i - 1, k) : undefined;
      if (ground) {
        context.fillStyle = ground;
        context.fillRect(x + 1, i * LINE_PX + 1, width - 2, LINE_PX - 2);
      }
      x += width;
      context.fillStyle = i === 0 ? ink.faint : ink.ink;
      context.fillText(cell, x - EDGE_PX / 2, (i + 0.5) * LINE_PX);
    }
  }
  return canvas;
}

// Several canvases side by side, in lines of about the same length.
export function sheetOf(canvases: readonly HTMLCanvasElement[]): HTMLCanvasElement {
  const gap = 6;
  const across = Math.ceil(Math.sqrt(canvases.length * 1.6));
  const [w, h] = [
    gap + Math.max(0, ...canvases.map(({ width }) => width)),
    gap + Math.max(0, ...canvases.map(({ height }) => height)),
  ];
  const sheet = document.createElement('canvas');
  sheet.width = Math.max(1, w * Math.min(across, canvases.length));
  sheet.height = Math.max(1, h * Math.ceil(canvases.length / across));
  const context = sheet.getContext('2d');
  for (const [i, each] of canvases.entries())
    if (each.width > 0 && each.height > 0)
      context?.drawImage(each, (i % across) * w, Math.floor(i / across) * h);
  return sheet;
}
