// A table of one's own: opened, looked at before it is learnt, kept on the device.
import { signal } from '@preact/signals-core';
import type { Core } from '../engine/core';
import { type Kind, type Look, lookAt, readTable } from '../engine/csv';
import { Refused } from '../engine/errors';
import type { Sheet } from './points-deal';
import { type KeptTable, pointsShelf } from './points-kept';

const MOST_BYTES = 20 * 2 ** 20;

interface Opened extends KeptTable {
  readonly look: Look;
}

export type FileTrouble = 'too-large' | 'unread';

export class OwnTable {
  readonly sheet = signal<Sheet | undefined>(undefined); // that can be learnt
  readonly opened = signal<Opened | undefined>(undefined); // a file that is looked at before it is learnt
  readonly trouble = signal<FileTrouble | undefined>(undefined);
  #kept: KeptTable | undefined;

  constructor(
    readonly core: () => Core | undefined,
    readonly keeps: boolean,
  ) {}

  async open(file: File): Promise<void> {
    this.trouble.value = undefined;
    if (file.size > MOST_BYTES) {
      this.trouble.value = 'too-large';
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#look({ name: file.name, file: bytes, target: -1, kind: 'either' });
    } catch {
      this.trouble.value = 'unread';
    }
  }

  #look(table: KeptTable): void {
    const core = this.core();
    if (core) this.opened.value = { ...table, look: lookAt(core, table.file, table.target, table.kind) };
  }

  lookAgain(target: number, kind: Kind): void {
    const opened = this.opened.peek();
    if (opened) this.#look({ ...opened, target, kind });
  }

  // What was looked at takes the place of the sheet. False: it cannot be learnt.
  accept(): boolean {
    const opened = this.opened.peek();
    if (!opened || opened.look.error) return false;
    const { look: _, ...kept } = opened;
    this.opened.value = undefined;
    this.take(kept);
    if (this.keeps) void pointsShelf.save('table', kept);
    return true;
  }

  // Of the table that is learnt.
  get fileName(): string {
    return this.#kept?.name ?? '';
  }

  // To choose another column of the table that is learnt.
  reopen(): void {
    if (this.#kept) this.#look(this.#kept);
  }

  take(kept: KeptTable): void {
    const core = this.core();
    if (!core) return;
    try {
      const { name, file, target, kind } = kept;
      this.sheet.value = { ...readTable(core, file, target, kind), name: `${name} ${target} ${kind}` };
      this.#kept = kept;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}
