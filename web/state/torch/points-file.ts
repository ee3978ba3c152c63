// Points as a safetensors file, for the program that learns them: those to learn from and those kept for the test, as the
// network takes them.
import { type Part, partOf, type Scale } from '../../engine/points';
import type { Dealing } from '../points-deal';
import { written } from './picture-file';

export const POINTS_FILE = 'points.safetensors';

// What a program must know of them.
export interface PointsPart {
  readonly targets: boolean; // each has a number to be met, not a class
  readonly tests: number; // kept for the test
  readonly standardised: boolean;
}

export const aboutPoints = ({ points, scale }: Dealing): PointsPart => ({
  targets: points.classes === 0,
  tests: partOf(points, true).count,
  standardised: scale !== undefined,
});

export function writePoints({ points, scale, features, target, classes }: Dealing): Uint8Array<ArrayBuffer> {
  const tensors = (name: string, { x, labels, targets, count }: Part) => [
    floats(`${name}.x`, [count, points.size], x),
    points.classes === 0
      ? floats(`${name}.targets`, [count, 1], targets)
      : { name: `${name}.labels`, dtype: 'U8' as const, shape: [count], bytes: labels },
  ];
  const test = partOf(points, true);
  return written(
    [
      ...tensors('train', partOf(points, false)),
      ...(test.count > 0 ? tensors('test', test) : []),
      ...(scale ? scaled('x', scale.x) : []),
      ...(scale && points.classes === 0 ? scaled('target', scale.target) : []),
    ],
    { features: JSON.stringify(features), target, classes: JSON.stringify(classes) },
  );
}

const scaled = (name: string, { mean, deviation }: Scale) => [
  floats(`${name}.mean`, [mean.length], mean),
  floats(`${name}.deviation`, [deviation.length], deviation),
];

// Little-endian, whatever the machine.
function floats(name: string, shape: readonly number[], values: Float32Array) {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return { name, dtype: 'F32' as const, shape, bytes: new Uint8Array(view.buffer) };
}
