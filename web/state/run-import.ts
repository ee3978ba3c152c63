// A file that a learner opens: a run, which joins the list, or weights, which take the place of those on show. What
// cannot be used is refused whole, and says where.
import type { Setting } from '../engine/train-settings';
import { MOST_FILE, readRunFile, Unread } from './run-file';
import type { Opened } from './run-keeper';
import { type RunRecord, unfit } from './run-record';
import type { Session } from './session';

const MOST_LINES = 200; // of notation in one run: each is built, to see that it can be

const TOKENS = 'GN UNITS'; // as a file of units begins

const NAME = /\.(json|safetensors)$/i;

// Where one run, or one file of weights, is dropped and nothing else.
export function runIn({ files: [file, more] }: DataTransfer): File | undefined {
  return file && !more && NAME.test(file.name) ? file : undefined;
}

// Runs begin with a brace; a safetensors file with a length, of which no small file has a brace in its eighth byte.
export async function readLearnerFile(file: Blob): Promise<{ kind: Opened; bytes: Uint8Array<ArrayBuffer> }> {
  if (file.size > MOST_FILE) throw new Unread('size');
  const buffer = await file.arrayBuffer().catch(() => {
    throw new Unread('gone');
  });
  const bytes = new Uint8Array(buffer);
  const begins = String.fromCharCode(...bytes.subarray(0, TOKENS.length));
  if (begins === TOKENS) return { kind: 'tokens', bytes };
  const first = bytes.find((byte) => byte > 32);
  const isSafetensors = bytes.length > 8 && bytes[7] === 0 && bytes[6] === 0;
  if (isSafetensors) return { kind: 'weights', bytes };
  if (first !== 0x7b) throw new Unread('format');
  return { kind: 'run', bytes };
}

// Throws Unread, or Refused with what the core says of its net.
export async function readRunBytes(
  session: Session,
  table: readonly Setting[],
  bytes: Uint8Array,
  id: string,
): Promise<RunRecord> {
  const record = readRunFile(new TextDecoder().decode(bytes), id);
  const where = unfit(table, record);
  if (where) throw new Unread('malformed', where);
  const lines = new Set([
    record.notation,
    ...record.changes.flatMap((each) => ('notation' in each ? [each.notation] : [])),
    record.ended,
  ]);
  if (lines.size > MOST_LINES) throw new Unread('malformed', 'changes');
  for (const line of lines)
    if (!(await session.holds(line, record.learnt))) throw new Unread('malformed', 'learnt');
  return record;
}
