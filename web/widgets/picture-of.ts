// What stands on the page as a picture: grounds, borders, canvases and text of an element, as the browser has laid
// them out. For plots that are made of elements.

// Controls, and headings: a file's title is its own.
const LEFT_OUT = 'gn-save, gn-about, input, select, style, h2, h3, [popover], .sr, .tools, .buttons';

// Size in pixels of the screen.
export function pictureOf(root: HTMLElement): HTMLCanvasElement {
  const ratio = globalThis.devicePixelRatio || 1;
  const from = root.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.ceil(from.width * ratio));
  canvas.height = Math.max(1, Math.ceil(from.height * ratio));
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(ratio, ratio);
  context.translate(-from.left, -from.top);
  context.textBaseline = 'middle';
  context.imageSmoothingEnabled = false;
  visit(context, root);
  return canvas;
}

function visit(context: CanvasRenderingContext2D, node: Node): void {
  if (node instanceof Text) write(context, node);
  if (!(node instanceof HTMLElement) && !(node instanceof MathMLElement)) return;
  const style = getComputedStyle(node);
  if (node.matches(LEFT_OUT) || style.display === 'none' || style.visibility === 'hidden') return;
  if (node instanceof HTMLElement && style.display !== 'contents') paint(context, node, style);
  if (node instanceof HTMLElement) key(context, node);
  else if (node.localName === 'mfrac') bar(context, node);
  const below =
    node instanceof HTMLSlotElement
      ? node.assignedNodes({ flatten: true })
      : (node.shadowRoot ?? node).childNodes;
  for (const each of below) visit(context, each);
}

const seen = (colour: string): boolean => colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour);

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;

function paint(context: CanvasRenderingContext2D, element: HTMLElement, style: CSSStyleDeclaration): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0) return;
  if (element instanceof HTMLCanvasElement) {
    if (element.width > 0 && element.height > 0) context.drawImage(element, left, top, width, height);
    return;
  }
  const radius = Number.parseFloat(style.borderRadius) * (style.borderRadius.endsWith('%') ? width / 100 : 1);
  const round = Math.min(radius, width / 2, height / 2);
  const outline = (inset: number) => {
    context.beginPath();
    context.roundRect(
      left + inset,
      top + inset,
      width - 2 * inset,
      height - 2 * inset,
      Math.max(0, round - inset),
    );
  };
  if (seen(style.backgroundColor)) {
    context.fillStyle = style.backgroundColor;
    outline(0);
    context.fill();
  }
  const corners = [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ] as const;
  const borders = SIDES.map((side, i) => ({
    thick: style[`border${side}Style`] === 'none' ? 0 : Number.parseFloat(style[`border${side}Width`]),
    dashed: style[`border${side}Style`] === 'dashed',
    colour: style[`border${side}Color`],
    ends: [corners[i] ?? corners[0], corners[(i + 1) % 4] ?? corners[0]] as const,
  })).filter(({ thick, colour }) => thick > 0 && seen(colour));
  const [first] = borders;
  if (!first) return;
  // Of borders alone, one of them seen: the tip of an arrow.
  const tip =
    borders.length === 1 &&
    element.clientWidth === 0 &&
    element.clientHeight === 0 &&
    height > 2 * first.thick - 1;
  if (tip && width > first.thick) {
    context.fillStyle = first.colour;
    context.beginPath();
    context.moveTo(...first.ends[0]);
    context.lineTo(...first.ends[1]);
    context.lineTo(left + width / 2, top + height / 2);
    context.fill();
    return;
  }
  for (const { thick, dashed, colour, ends } of borders) {
    context.strokeStyle = colour;
    context.lineWidth = thick;
    context.setLineDash(dashed ? [3, 3] : []);
    if (borders.length === SIDES.length) {
      outline(thick / 2);
      context.stroke();
      return;
    }
    context.beginPath();
    context.moveTo(...ends[0]);
    context.lineTo(...ends[1]);
    context.stroke();
  }
}

// The bar of a fraction, in the middle between what it divides.
function bar(context: CanvasRenderingContext2D, fraction: Element): void {
  const [over, under] = [...fraction.children].map((each) => each.getBoundingClientRect());
  if (!over || !under) return;
  const { left, right } = fraction.getBoundingClientRect();
  context.strokeStyle = getComputedStyle(fraction).color;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(left, (over.bottom + under.top) / 2);
  context.lineTo(right, (over.bottom + under.top) / 2);
  context.stroke();
}

// The short line before a name in a legend.
function key(context: CanvasRenderingContext2D, element: HTMLElement): void {
  const style = getComputedStyle(element, '::before');
  const [wide, thick] = [Number.parseFloat(style.width), Number.parseFloat(style.borderTopWidth)];
  if (style.content === 'none' || style.display === 'none' || !(wide > 0) || !(thick > 0)) return;
  const { left, top, height } = element.getBoundingClientRect();
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = thick;
  context.setLineDash({ dashed: [4, 3], dotted: [1.5, 2] }[style.borderTopStyle] ?? []);
  context.beginPath();
  context.moveTo(left, top + height / 2);
  context.lineTo(left + wide, top + height / 2);
  context.stroke();
}

// Word by word, each where the browser has it.
function write(context: CanvasRenderingContext2D, text: Text): void {
  const parent = text.parentElement ?? (text.getRootNode() as ShadowRoot).host;
  if (!parent || text.data.trim() === '') return;
  const { fontStyle, fontWeight, fontSize, fontFamily, color } = getComputedStyle(parent);
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  context.fillStyle = color;
  const range = document.createRange();
  for (const { index, 0: word } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const box = range.getClientRects()[0];
    if (box) context.fillText(word, box.left, box.top + box.height / 2);
  }
}
