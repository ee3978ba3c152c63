// The runs of what learns tokens: written down as they are made, listed, rerun, taken away. From what each learnt, and
// what comes in as a file, is for its view to say.
import type { Setting, Wishes } from '../engine/train-settings';
import { Recorder } from './recorder';
import { EXPORTS, type Export, exportRun, type Made, type Sources } from './run-export';
import type { Loaded, Opened, RunKeeper } from './run-keeper';
import type { Missing } from './run-list';
import type { RunRecord } from './run-record';
import { type Again, Runs } from './runs';
import type { TokenLearner } from './token-learner';

type Lab = TokenLearner & { readonly table: RunKeeper['table'] };

export abstract class TokenRuns<L extends Lab> implements RunKeeper {
  readonly runs: Runs;
  readonly recorder: Recorder;
  abstract readonly opens: string;
  readonly exports = EXPORTS;

  // `shelf`: where they are kept on the device.
  constructor(
    readonly lab: L,
    shelf: string,
  ) {
    this.runs = new Runs((record) => this.ground(record), !lab.session.embedded, shelf);
    this.recorder = new Recorder(lab, this.runs);
  }

  // What a run learnt, made or cut once more.
  protected abstract ground(record: RunRecord): Promise<Again | Missing>;
  abstract chosen(record: RunRecord): Wishes;
  abstract load(record: RunRecord): Promise<Loaded>;
  abstract open(file: Blob): Promise<Opened>;

  get table(): RunKeeper['table'] {
    return this.lab.table;
  }

  protected get settings(): readonly Setting[] {
    return this.table.peek();
  }

  rerun(record: RunRecord): void {
    const { module } = this.lab.session;
    if (module) void this.runs.rerun(module, record);
  }

  protected async sources(record: RunRecord, what: Export): Promise<Sources | undefined> {
    if (what !== 'torch') return {};
    const again = await this.ground(record);
    if (typeof again === 'string' || typeof again.data === 'string') return undefined;
    const { train, test } = again.data;
    return { tokens: { train: train.pixels, test: test.pixels } };
  }

  async take(record: RunRecord, what: Export): Promise<Made | undefined> {
    const sources = await this.sources(record, what);
    return sources && exportRun(this.lab.session, this.settings, record, what, sources);
  }
}
