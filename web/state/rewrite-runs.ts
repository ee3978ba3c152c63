// The runs of the encoder–decoder: written down as it learns, listed, rerun, taken away, and what comes in as a file.
import { type SettingValues, type Wishes, wished } from '../engine/train-settings';
import { dealt } from './gpt-source';
import { newId } from './recorder';
import type { RewriteLab } from './rewrite';
import { lengthOf } from './rewrite-line';
import { Unread } from './run-file';
import { readLearnerFile, readRunBytes } from './run-import';
import type { Loaded, Opened } from './run-keeper';
import type { Missing } from './run-list';
import type { RunRecord } from './run-record';
import type { Again } from './runs';
import { REWRITE_TASKS } from './settings';
import { TokenRuns } from './token-runs';
import { chosenOf } from './train-text';

const taskNamed = (name: string | undefined) => REWRITE_TASKS.find((each) => each === name);

export class RewriteRuns extends TokenRuns<RewriteLab> {
  readonly opens = '.json,.safetensors';

  constructor(lab: RewriteLab) {
    super(lab, 'glassnet-rewrite-runs');
  }

  // The same sequences are dealt again: they follow from the seed.
  protected async ground({ id, data, seed, samples, notation, text }: RunRecord): Promise<Again | Missing> {
    const [name, length] = [taskNamed(text?.name), lengthOf(notation)];
    if (data !== 'rewrite' || !text || !name || length === undefined || text.window !== 2 * length)
      return 'failed';
    const deal = await this.lab.deal(name, length, seed);
    if (!deal) return 'failed';
    const held = (tokens: Int32Array) => tokens.length / text.stride;
    if (held(deal.train) !== samples || held(deal.test) !== text.tests) return 'other-data';
    const { tests, scored, stride, window: size } = text;
    return {
      data: dealt(`again ${id}`, deal),
      source: { tests, scored, stride, size, text: true, block: 0 },
    };
  }

  async load(record: RunRecord): Promise<Loaded> {
    const [name, length] = [taskNamed(record.text?.name), lengthOf(record.ended)];
    if (!name || length === undefined) return 'unloaded';
    const settings = this.#values(record);
    return this.lab.show({ name, length, settings, seed: record.seed, learnt: record.learnt });
  }

  #values({ now }: RunRecord): SettingValues {
    return Object.fromEntries(this.settings.map((each) => [each.name, wished(each, now[each.name])]));
  }

  chosen(record: RunRecord): Wishes {
    return chosenOf(this.settings, (each) => this.lab.usual(each), this.#values(record));
  }

  // Throws Unread or Refused; then nothing has changed.
  async open(file: Blob): Promise<Opened> {
    const { kind, bytes } = await readLearnerFile(file);
    if (kind === 'tokens') throw new Unread('elsewhere');
    if (kind === 'run') {
      const record = await readRunBytes(this.lab.session, this.settings, bytes, newId());
      if (record.data !== 'rewrite') throw new Unread('elsewhere');
      if (!taskNamed(record.text?.name)) throw new Unread('malformed', 'text.name');
      if (lengthOf(record.ended) === undefined) throw new Unread('malformed', 'ended');
      this.runs.add(record);
      return kind;
    }
    const { rewrite, rewriteSeed } = this.lab.session.settings;
    const seed = rewriteSeed.peek();
    const { notation, learnt } = await this.lab.session.readWeights(bytes, seed);
    const length = lengthOf(notation);
    if (length === undefined) throw new Unread('elsewhere');
    await this.lab.show({ name: rewrite.peek(), length, seed, learnt });
    return kind;
  }
}
