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
  const below =
    node instanceof HTMLSlotElement
      ? node.assignedNodes({ flatten: true })
      : (node.shadowRoot ?? node).childNodes;
  for (const each of below) visit(context, each);
}

const seen = (colour: string): boolean => !/^transparent$|, 0\)$/.test(colour);

function paint(context: CanvasRenderingContext2D, element: HTMLElement, style: CSSStyleDeclaration): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0) return;
  if (element instanceof HTMLCanvasElement) {
    if (element.width > 0 && element.height > 0) context.drawImage(element, left, top, width, height);
    return;
  }
  const round = Math.min(
    (style.borderRadius.endsWith('%') ? width : 1) *
      Number.parseFloat(style.borderRadius) *
      (style.borderRadius.endsWith('%') ? 0.01 : 1),
    width / 2,
    height / 2,
  );
  if (seen(style.backgroundColor)) {
    context.fillStyle = style.backgroundColor;
    context.beginPath();
    context.roundRect(left, top, width, height, round);
    context.fill();
  }
  for (const [side, x, y, w, h] of [
    ['Top', left, top, width, 0],
    ['Bottom', left, top + height, width, 0],
    ['Left', left, top, 0, height],
    ['Right', left + width, top, 0, height],
  ] as const) {
    const line = Number.parseFloat(style[`border${side}Width`]);
    if (!(line > 0) || style[`border${side}Style`] === 'none' || !seen(style[`border${side}Color`])) continue;
    context.strokeStyle = style[`border${side}Color`];
    context.lineWidth = line;
    context.setLineDash(style[`border${side}Style`] === 'dashed' ? [3, 3] : []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + w, y + h);
    context.stroke();
  }
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
