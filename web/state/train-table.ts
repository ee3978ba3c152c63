// A table that is dropped where pictures are learnt: it is looked at there, and learnt in Points.
import { signal } from '@preact/signals-core';
import { Core } from '../engine/core';
import { type FileTrouble, OwnTable } from './points-table';
import type { Session } from './session';

const TABLE = /\.(csv|tsv)$/i;

// Where one table is dropped and nothing else.
export function tableIn({ files: [file, more] }: DataTransfer): File | undefined {
  return file && !more && TABLE.test(file.name) ? file : undefined;
}

class DroppedTable {
  readonly now = signal<{ readonly file: OwnTable; readonly trouble: FileTrouble | undefined } | undefined>(
    undefined,
  );

  constructor(readonly session: Session) {}

  async open(dropped: File): Promise<void> {
    const { module } = this.session;
    if (!module) return;
    const core = await Core.start(module);
    const file = new OwnTable(() => core, false);
    await file.open(dropped);
    this.now.value = { file, trouble: file.trouble.peek() };
  }

  async learn(): Promise<void> {
    const { file } = this.now.peek() ?? {};
    const { pointsOf } = await import('./points');
    const lab = pointsOf(this.session);
    await lab.begun;
    if (file) lab.learnTable(file);
    this.now.value = undefined;
    this.session.goTo('points');
  }
}

const tables = new WeakMap<Session, DroppedTable>();

export function tableOf(session: Session): DroppedTable {
  const found = tables.get(session) ?? new DroppedTable(session);
  tables.set(session, found);
  return found;
}
