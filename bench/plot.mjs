// Log–log panels side by side as SVG.
const WIDTH = 340;
const HEIGHT = 300;
const MARGIN = { left: 46, right: 14, top: 44, bottom: 44 };
const COLOURS = ['#0072b2', '#d55e00', '#009e73'];

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x, y, words, more = '') => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escape(words)}</text>`;

// Places of ticks: every power of `base` within the range.
function ticks([low, high], base) {
  const found = [];
  for (let k = Math.ceil(Math.log(low) / Math.log(base) - 1e-9); base ** k <= high * (1 + 1e-9); k++) found.push(base ** k);
  return found;
}
const short = (value) => (value >= 1000 ? `${+(value / 1000).toPrecision(3)}k` : String(+value.toPrecision(3)));

// By how much a line rises per doubling at its end: 1 is proportional.
function slope(points) {
  const [[x0, y0], [x1, y1]] = points.slice(-2);
  return Math.log(y1 / y0) / Math.log(x1 / x0);
}

function panel({ label, lines }, left, rangeY) {
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const rangeX = [Math.min(...xs), Math.max(...xs)];
  const scale = ([low, high], from, to) => (value) => from + ((to - from) * Math.log(value / low)) / Math.log(high / low || 2);
  const x = scale(rangeX, left + MARGIN.left, left + WIDTH - MARGIN.right);
  const y = scale(rangeY, HEIGHT - MARGIN.bottom, MARGIN.top);
  const parts = [];
  for (const tick of ticks(rangeY, 10)) {
    parts.push(`<line class="grid" x1="${x(rangeX[0])}" x2="${x(rangeX[1])}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>`);
    parts.push(text(left + MARGIN.left - 6, y(tick) + 4, short(tick), 'text-anchor="end"'));
  }
  const across = ticks(rangeX, 2);
  for (const [i, tick] of across.entries()) {
    parts.push(`<line class="grid" x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"/>`);
    if ((across.length - 1 - i) % Math.ceil(across.length / 7) === 0)
      parts.push(text(x(tick), HEIGHT - MARGIN.bottom + 16, short(tick), 'text-anchor="middle"'));
  }
  parts.push(text((x(rangeX[0]) + x(rangeX[1])) / 2, HEIGHT - 8, label, 'text-anchor="middle"'));
  for (const [i, { name, points }] of lines.entries()) {
    const colour = COLOURS[i % COLOURS.length];
    const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' ');
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const [px, py] of points) parts.push(`<circle cx="${x(px).toFixed(1)}" cy="${y(py).toFixed(1)}" r="2.5" fill="${colour}"/>`);
    const rises = points.length > 1 ? `, ends at slope ${slope(points).toFixed(2)}` : '';
    parts.push(text(left + MARGIN.left, 14 + 14 * i, `${name}${rises}`, `fill="${colour}"`));
  }
  return parts.join('\n');
}

export function plot(panels, label) {
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([, y]) => y)));
  const rangeY = [Math.min(...all) / 1.3, Math.max(...all) * 1.3];
  const body = panels.map((each, i) => panel(each, i * WIDTH + 14, rangeY)).join('\n');
  const width = panels.length * WIDTH + 14;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}">
<style>text { font: 12px system-ui, sans-serif; }  .grid { stroke: #ddd }</style>
<rect width="100%" height="100%" fill="#fff"/>
<text transform="translate(12 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escape(label)}</text>
${body}
</svg>
`;
}
