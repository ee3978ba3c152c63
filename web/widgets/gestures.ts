// A camera moved by hand: two fingers, Ctrl and the wheel, a drag once it is closer than the whole. One finger on
// what is seen whole, and a bare wheel on it, scroll the page as anywhere else.
import type { Camera } from './camera';

const DRAG_PX = 4; // less is a click
const WHEEL = 0.002; // of scale in a pixel
const PINCH_WHEEL = 0.01; // a touchpad's pinch comes as small turns of the wheel
const LINE_PX = 16;

type Place = readonly [x: number, y: number];

export function gestures(on: HTMLElement, camera: Camera, moving: () => void): () => void {
  const held = new Map<number, Place>();
  let travelled = 0;
  let dragged = false;

  const place = (event: MouseEvent): Place => {
    const box = on.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (held.size === 0) {
      travelled = 0;
      dragged = false;
    }
    held.set(event.pointerId, place(event));
  };

  const move = (event: PointerEvent) => {
    const was = held.get(event.pointerId);
    if (!was) return;
    if (event.pointerType === 'mouse' && event.buttons === 0) {
      held.clear(); // let go outside
      return;
    }
    const now = place(event);
    const [dx, dy] = [now[0] - was[0], now[1] - was[1]];
    travelled += Math.hypot(dx, dy);
    held.set(event.pointerId, now);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(was, now, other);
    else if (camera.zoomed && (dragged || travelled > DRAG_PX)) drag(event, dx, dy);
    if (dragged) event.stopPropagation();
  };

  const pinch = (was: Place, now: Place, other: Place) => {
    dragged = true;
    moving();
    const apart = (place: Place) => Math.max(1, Math.hypot(place[0] - other[0], place[1] - other[1]));
    const middle = [(was[0] + other[0]) / 2, (was[1] + other[1]) / 2] as const;
    camera.zoom(apart(now) / apart(was), ...middle);
    camera.pan((now[0] - was[0]) / 2, (now[1] - was[1]) / 2);
  };

  const drag = (event: PointerEvent, dx: number, dy: number) => {
    if (!dragged) {
      dragged = true;
      moving();
      if (event.pointerType === 'mouse') on.setPointerCapture(event.pointerId);
    }
    const beyond = camera.pan(dx, dy);
    // At the edge of what there is to see a finger moves the page again.
    if (event.pointerType !== 'mouse' && beyond !== 0) {
      scrollBy(0, -beyond);
      const back = held.get(event.pointerId);
      if (back) held.set(event.pointerId, place(event));
    }
  };

  const up = (event: PointerEvent) => {
    held.delete(event.pointerId);
  };

  const click = (event: MouseEvent) => {
    if (dragged && event.detail > 0) event.stopPropagation();
    dragged = false;
  };

  const wheel = (event: WheelEvent) => {
    const unit = event.deltaMode === 1 ? LINE_PX : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const rate = Math.abs(dy) < 40 ? PINCH_WHEEL : WHEEL;
      camera.zoom(Math.exp(-dy * rate), ...place(event));
      moving();
    } else if (camera.zoomed) {
      const before = camera.view.peek();
      camera.pan(-dx, -dy);
      if (camera.view.peek() !== before) event.preventDefault();
      moving();
    }
  };

  // Without this the browser would take the second finger for its own.
  const touch = (event: TouchEvent) => {
    if (event.touches.length > 1) event.preventDefault();
  };

  const stop = new AbortController();
  const early = { capture: true, signal: stop.signal };
  const hard = { passive: false, signal: stop.signal };
  on.addEventListener('pointerdown', down, early);
  on.addEventListener('pointermove', move, early);
  on.addEventListener('pointerup', up, early);
  on.addEventListener('pointercancel', up, early);
  on.addEventListener('lostpointercapture', up, early);
  on.addEventListener('click', click, early);
  on.addEventListener('wheel', wheel, hard);
  on.addEventListener('touchstart', touch, hard);
  on.addEventListener('touchmove', touch, hard);
  return () => stop.abort();
}
