// The first thing to see: a "3" that draws itself, through the same strokes a learner's hand makes.
import type { Point } from '../engine/digit';

const STEPS = 72; // points of the whole figure
export const DEMO_MS = 1900;

// Two bowls, each most of an ellipse, joined at the waist.
const THREE: readonly Point[] = Array.from({ length: STEPS }, (_, i) => {
  const half = STEPS / 2;
  if (i < half) {
    const turn = ((-155 + (235 * i) / (half - 1)) * Math.PI) / 180;
    return [0.475 + 0.16 * Math.cos(turn), 0.335 + 0.15 * Math.sin(turn)] as const;
  }
  const turn = ((-92 + (245 * (i - half)) / (half - 1)) * Math.PI) / 180;
  return [0.475 + 0.195 * Math.cos(turn), 0.66 + 0.175 * Math.sin(turn)] as const;
});

// Hands out points as time passes; returns how to stop it.
export function playDemo(
  still: boolean,
  add: (points: readonly Point[]) => void,
  done: () => void,
): () => void {
  if (still) {
    add(THREE);
    done();
    return () => {};
  }
  let shown = 0;
  let stopped = false;
  const start = performance.now() + 250;
  const frame = (now: number) => {
    if (stopped) return;
    const share = Math.min(1, Math.max(0, (now - start) / DEMO_MS));
    const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
    const upTo = Math.round(eased * STEPS);
    if (upTo > shown) add(THREE.slice(shown, upTo));
    shown = Math.max(shown, upTo);
    if (share < 1) requestAnimationFrame(frame);
    else done();
  };
  requestAnimationFrame(frame);
  return () => {
    stopped = true;
  };
}
