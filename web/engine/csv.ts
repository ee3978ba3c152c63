// A table in a text file, read by the core: what its columns are, its first rows as they stand, its rows as points.
import type { Core } from './core';
import { type CoreError, Refused, readError } from './errors';
import { constants, layout } from './generated/layout';
import type { Points } from './points';

const ROOM = 256; // bytes of a name
const SHOWN_ROWS = 6;
const SHOWN_COLUMNS = 64;

export const KINDS = ['either', 'classes', 'numbers'] as const;
export type Kind = (typeof KINDS)[number];
const KIND_NUMBERS: Readonly<Record<Kind, number>> = {
  either: constants.GN_CSV_EITHER,
  classes: constants.GN_CSV_CLASSES,
  numbers: constants.GN_CSV_NUMBERS,
};

export interface Look {
  readonly columns: number;
  readonly names: readonly string[]; // of columns; '' without a header
  readonly target: number; // column
  readonly rows: readonly (readonly string[])[]; // the first, a header not among them
  readonly count: number; // of all rows, as far as they could be read
  readonly size: number;
  readonly classes: readonly string[]; // none: numbers to learn
  readonly error: CoreError | undefined;
}

export interface Table {
  readonly points: Points;
  readonly features: readonly string[];
  readonly target: string;
  readonly classes: readonly string[];
}

// What the file holds; where it cannot be used, `error` says why, and the rest what could be read all the same.
export function lookAt(core: Core, file: Uint8Array, target: number, kind: Kind): Look {
  return withCsv(core, file, target, kind, (csv) => csv.look());
}

// Throws Refused, with line and column, when it is no table to learn from.
export function readTable(core: Core, file: Uint8Array, target: number, kind: Kind): Table {
  return withCsv(core, file, target, kind, (csv) => {
    const look = csv.look();
    if (look.error) throw new Refused(look.error);
    return {
      points: csv.read(look),
      features: look.names.filter((_, column) => column !== look.target),
      target: look.names[look.target] ?? '',
      classes: look.classes,
    };
  });
}

interface Csv {
  look(): Look;
  read(look: Look): Points;
}

function withCsv<T>(core: Core, file: Uint8Array, target: number, kind: Kind, use: (csv: Csv) => T): T {
  return core.withBytes(file, (text) => {
    const csv = core.alloc(layout.gn_csv.bytes);
    const error = core.alloc(layout.gn_error.bytes);
    const name = core.alloc(ROOM);
    const length = BigInt(file.byteLength);
    const room = BigInt(ROOM);
    try {
      const ok = core.call((c) => c.gn_csv_look_at(csv, text, length, target, KIND_NUMBERS[kind], error));
      const { gn_csv } = layout;
      const int = (offset: number) => core.ints[(csv + offset) >> 2] ?? 0;
      const list = (n: number, write: (i: number) => bigint) =>
        Array.from({ length: n }, (_, i) => (write(i) < 0n ? '' : core.text(name, ROOM)));
      return use({
        look: () => {
          const columns = int(gn_csv.columns);
          const shown = Math.min(columns, SHOWN_COLUMNS);
          const first = core.bytes[csv + gn_csv.header] === 1 ? 1 : 0;
          const count = Number(new DataView(core.bytes.buffer).getBigInt64(csv + gn_csv.rows, true));
          return core.call((c) => {
            const field = (row: number, column: number) =>
              c.gn_csv_field(csv, name, room, BigInt(row), column, text, length);
            const rows: string[][] = [];
            for (let row = first; row < first + SHOWN_ROWS && shown > 0 && field(row, 0) >= 0n; row++)
              rows.push(list(shown, (column) => field(row, column)));
            return {
              columns,
              names: list(columns > SHOWN_COLUMNS && first === 0 ? 0 : columns, (column) =>
                c.gn_csv_column_name(csv, name, room, column, text, length),
              ),
              target: int(gn_csv.target),
              rows,
              count,
              size: int(gn_csv.size),
              classes: ok
                ? list(int(gn_csv.classes), (klass) => c.gn_csv_class_name(csv, name, room, klass))
                : [],
              error: ok ? undefined : readError(core, error),
            };
          });
        },
        read: ({ count, size, classes }) => read(core, csv, text, length, count, size, classes.length),
      });
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
