// What can be taken away of a run: the run itself, its weights, its curves, a PyTorch program that makes it again.
import type { Plan } from '../engine/plan';
import type { Setting } from '../engine/train-settings';
import type { Pictures } from './own-pictures';
import { writeCsv } from './run-csv';
import { writeRunFile } from './run-file';
import type { Listed } from './run-list';
import type { RunRecord } from './run-record';
import type { Session } from './session';
import { PICTURE_FILE, writePictures, writeShown } from './torch/picture-file';
import { learntFile, type Recipe, type Stray, shownFile, writeScript } from './torch/script';
import { TOKEN_FILE, type TokenParts, writeTokens } from './torch/token-file';
import { type Entry, zip } from './zip';

export const EXPORTS = ['file', 'weights', 'csv', 'torch'] as const;
export type Export = (typeof EXPORTS)[number];

export interface Made {
  readonly name: string; // of the file
  readonly blob: Blob;
  readonly strays: readonly Stray[]; // what a program draws otherwise than the page
  readonly byHand: boolean; // it takes weights over that were made by hand
}

// What a program cannot say; [] : the net cannot be built.
export class NotWritten extends Error {
  override name = 'NotWritten';
  constructor(readonly missing: readonly string[]) {
    super(missing.join(', '));
  }
}

const SAFETENSORS = 'application/octet-stream';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

// What a run learnt, where it is not a shipped set.
export interface Sources {
  readonly own?: Pictures;
  readonly tokens?: TokenParts;
  // What else its weights are to say.
  readonly sealed?: (weights: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
}

// Throws NotWritten.
export async function exportRun(
  session: Session,
  table: readonly Setting[],
  record: RunRecord,
  what: Export,
  { own, tokens, sealed = (file) => file }: Sources = {},
): Promise<Made> {
  if (what === 'file')
    return made(record, '.glassnet.json', new Blob([writeRunFile(record)], { type: 'application/json' }));
  if (what === 'csv') return made(record, '.csv', new Blob([writeCsv(record)], { type: 'text/csv' }));
  if (what === 'weights') {
    const file = sealed(await weightsOf(session, record.ended, record.seed, record.learnt));
    return made(record, '.safetensors', new Blob([file], { type: SAFETENSORS }));
  }
  return exportProgram(session, table, record, [
    ...(own ? [{ name: PICTURE_FILE, bytes: writePictures(own) }] : []),
    ...(tokens ? [{ name: TOKEN_FILE, bytes: writeTokens(tokens) }] : []),
  ]);
}

const made = (
  record: Pick<Listed, 'name' | 'when'>,
  ending: string,
  blob: Blob,
  strays: readonly Stray[] = [],
  byHand = false,
): Made => ({ name: `${fileStem(record)}${ending}`, blob, strays, byHand });

// Throws NotWritten.
export async function exportWeights(
  session: Session,
  name: string,
  notation: string,
  seed: number,
  learnt: Float32Array,
): Promise<Made> {
  const file = await weightsOf(session, notation, seed, learnt);
  return made({ name, when: Date.now() }, '.safetensors', new Blob([file], { type: SAFETENSORS }));
}

// `data`: what it learnt, where it is not a shipped set. Throws NotWritten.
export async function exportProgram(
  session: Session,
  table: readonly Setting[],
  record: Recipe,
  data: readonly Entry[],
): Promise<Made> {
  const lines = [record.notation, ...record.changes.flatMap((c) => ('notation' in c ? [c.notation] : []))];
  const plans: Plan[] = [];
  for (const line of new Set(lines)) plans.push((await session.planOf(line)) ?? fail([]));
  const { text, missing, strays, byHand } = writeScript({ record, plans, table });
  if (missing.length > 0) fail(missing);
  const entries: readonly Entry[] = [
    { name: 'train.py', bytes: utf8(text) },
    {
      name: 'start.safetensors',
      bytes: await weightsOf(session, record.notation, record.seed, record.start),
    },
    ...(await madeByHand(session, record)),
    ...record.changes.flatMap((each) =>
      'learnt' in each && each.shown && each.at < record.steps
        ? [{ name: shownFile(each.at), bytes: writeShown(each.shown) }]
        : [],
    ),
    ...data,
    { name: 'curves.csv', bytes: utf8(writeCsv(record)) },
  ];
  return made(record, '.pytorch.zip', zip(entries), strays, byHand);
}

// The weights that were changed all at once, of each step at which they were.
function madeByHand(session: Session, { changes, notation, seed, steps }: Recipe): Promise<Entry[]> {
  return Promise.all(
    changes.flatMap((each) =>
      'learnt' in each && each.at < steps
        ? [
            weightsOf(session, notation, seed, each.learnt).then((bytes) => ({
              name: learntFile(each.at),
              bytes,
            })),
          ]
        : [],
    ),
  );
}

function fail(missing: readonly string[]): never {
  throw new NotWritten(missing);
}

async function weightsOf(
  session: Session,
  notation: string,
  seed: number,
  learnt: Float32Array | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await session.savedWeights(notation, seed, learnt)) ?? fail([]);
}

// "first try" → first-try; a name of other letters stays as it is.
export function fileStem({ name, when }: Pick<Listed, 'name' | 'when'>): string {
  const words = name
    .match(/[\p{L}\p{N}]+/gu)
    ?.join('-')
    .slice(0, 60);
  return words || `glassnet-run-${new Date(when).toISOString().slice(0, 19).replace(/[T:]/g, '-')}`;
}
