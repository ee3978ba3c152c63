// The input onto the probe's 28×28: strokes and pictures through the core's stages, the rest ready-made.
import type { Stages } from '../engine/digit';
import type { Probe } from '../engine/engine';
import type { Input } from './input';
import type { Samples } from './samples';

// False: nothing is there, and the net sees blank paper.
export function layOn(
  probe: Probe,
  input: Input,
  samples: Samples | 'loading' | 'missing',
  stages: Stages,
): boolean {
  switch (input.kind) {
    case 'blank':
      return probe.drawStrokes([], stages);
    case 'strokes':
      return probe.drawStrokes(input.strokes, stages);
    case 'picture':
      return probe.drawPicture(input.picture, stages);
    case 'pixels':
      probe.drawPixels(input.pixels);
      return true;
    case 'noise':
      probe.drawNoise(input.seed);
      return true;
    case 'sample':
      if (typeof samples !== 'object') return probe.drawStrokes([], stages);
      probe.drawPixels(samples.pixels.subarray(784 * input.index, 784 * (input.index + 1)));
      return true;
    case 'average':
      if (typeof samples !== 'object') return probe.drawStrokes([], stages);
      probe.drawValues(average(probe, samples, input.label));
      return true;
  }
}

const averages = new WeakMap<Samples, Map<number, Float32Array>>();

// It takes a walk through all test digits, so it is kept.
function average(probe: Probe, samples: Samples, label: number): Float32Array {
  const kept = averages.get(samples) ?? new Map<number, Float32Array>();
  averages.set(samples, kept);
  const mean = kept.get(label) ?? probe.average(samples.pixels, samples.labels, label);
  kept.set(label, mean);
  return mean;
}
