// A table in a text file, read by the core: what its columns are, and its rows as points.
import type { Core } from './core';
import { Refused, readError } from './errors';
import { layout } from './generated/layout';
import type { Points } from './points';

const ROOM = 256; // bytes of a name

export interface Table {
  readonly points: Points;
  readonly features: readonly string[]; // names; '' without a header
  readonly target: string;
  readonly classes: readonly string[];
}

// Throws Refused with line and column when it is no table to learn from.
export function readTable(core: Core, file: Uint8Array): Table {
  return core.withBytes(file, (text) => {
    const csv = core.alloc(layout.gn_csv.bytes);
    const error = core.alloc(layout.gn_error.bytes);
    const name = core.alloc(ROOM);
    const length = BigInt(file.byteLength);
    try {
      if (!core.call((c) => c.gn_csv_look(csv, text, length, error)))
        throw new Refused(readError(core, error));
      const int = (offset: number) => core.ints[(csv + offset) >> 2] ?? 0;
      const { gn_csv } = layout;
      const [size, columns, classes] = [int(gn_csv.size), int(gn_csv.columns), int(gn_csv.classes)];
      const target = int(gn_csv.target);
      const rows = Number(new DataView(core.bytes.buffer).getBigInt64(csv + gn_csv.rows, true));
      const names = Array.from({ length: columns }, (_, column) => {
        core.call((c) => c.gn_csv_column_name(csv, name, BigInt(ROOM), column, text, length));
        return core.text(name, ROOM);
      });
      return {
        points: read(core, csv, text, length, rows, size, classes),
        features: names.filter((_, column) => column !== target),
        target: names[target] ?? '',
        classes: Array.from({ length: classes }, (_, klass) => {
          core.call((c) => c.gn_csv_class_name(csv, name, BigInt(ROOM), klass));
          return core.text(name, ROOM);
        }),
      };
    } finally {
      core.free(csv);
      core.free(error);
      core.free(name);
    }
  });
}

function read(
  core: Core,
  csv: number,
  text: number,
  length: bigint,
  count: number,
  size: number,
  classes: number,
): Points {
  const x = core.alloc(count * (4 * size + 5));
  const targets = x + 4 * size * count;
  const labels = targets + 4 * count;
  core.call((c) => c.gn_csv_read(csv, x, 0, labels, targets, text, length));
  const points: Points = {
    count,
    size,
    classes,
    x: core.floatsAt(x, size * count).slice() as Float32Array<ArrayBuffer>,
    labels: core.bytes.slice(labels, labels + (classes > 0 ? count : 0)) as Uint8Array<ArrayBuffer>,
    targets: core.floatsAt(targets, classes > 0 ? 0 : count).slice() as Float32Array<ArrayBuffer>,
    held: new Uint8Array(count),
  };
  core.free(x);
  return points;
}
