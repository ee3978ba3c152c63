// The runs of the small GPT: written down as it learns, listed, rerun, taken away; and files that come in.
import { Refused } from '../engine/errors';
import { type Wishes, wished } from '../engine/train-settings';
import type { GptLab } from './gpt';
import { type GptNote, gptFile, noteOf, readNote } from './gpt-file';
import { givenOf } from './gpt-lessons';
import { fitted, sizeOfLine } from './gpt-line';
import type { Shown } from './gpt-shown';
import { sizeOf, usualOf } from './gpt-sizes';
import { dealt, windows } from './gpt-source';
import { split, textNamed } from './gpt-text';
import { Letters } from './gpt-writing';
import { newId } from './recorder';
import type { Export, Sources } from './run-export';
import { Unread } from './run-file';
import { readLearnerFile, readRunBytes } from './run-import';
import type { Loaded, Opened } from './run-keeper';
import type { Missing } from './run-list';
import type { RunRecord } from './run-record';
import type { Again } from './runs';
import { TokenRuns } from './token-runs';
import { chosenOf, formatWishes } from './train-text';

type Bytes = Uint8Array<ArrayBuffer>;

export class GptRuns extends TokenRuns<GptLab> {
  readonly opens = '.json,.safetensors,.tokens';

  constructor(lab: GptLab) {
    super(lab, 'glassnet-gpt-runs');
  }

  // The windows that a run learnt, from its text as it is here now and cut by its own units.
  protected async ground({ id, data, dataVersion, samples, text }: RunRecord): Promise<Again | Missing> {
    const name = textNamed(text?.name);
    if (data !== 'text' || !text?.units || !name) return 'failed';
    const lesson = await this.lab.lessons.again(name, dataVersion, givenOf(text.units));
    if (!lesson) return 'gone-text';
    const parts = split(lesson.tokens, text.window);
    if (!parts || parts.samples !== samples || parts.tests !== text.tests) return 'other-data';
    const source = { ...windows(text.window, text.tests), scored: text.scored };
    return { data: dealt(`again ${id}`, parts), source };
  }

  async load(record: RunRecord): Promise<Loaded> {
    const note = this.#noteOf(record);
    return note ? this.lab.show({ ...note, notation: record.ended, learnt: record.learnt }) : 'unloaded';
  }

  // Undefined: its line does not begin with tokens.
  #noteOf(record: RunRecord): GptNote | undefined {
    if (!sizeOfLine(record.ended)) return undefined;
    return noteOf(record, sizeOf(record.ended) ?? 'line', formatWishes(this.chosen(record)));
  }

  chosen({ ended, now }: RunRecord): Wishes {
    const size = sizeOfLine(ended);
    if (!size) return now;
    const table = this.settings;
    const values = Object.fromEntries(table.map((each) => [each.name, wished(each, now[each.name])]));
    return chosenOf(table, (each) => usualOf(each, size), values);
  }

  // ---------------------------------------------------------------- files

  protected override async sources(record: RunRecord, what: Export): Promise<Sources | undefined> {
    const note = what === 'weights' ? this.#noteOf(record) : undefined;
    if (!note) return super.sources(record, what);
    const { all, longer } = await this.#letters(note.units);
    return { sealed: (file) => gptFile(file, all, longer, note) };
  }

  // Throws Unread or Refused; then nothing has changed.
  async open(file: Blob): Promise<Opened> {
    const { kind, bytes } = await readLearnerFile(file);
    if (kind === 'run') this.runs.add(await this.#readRun(bytes));
    else if (kind === 'weights') await this.#openWeights(bytes);
    else {
      await this.#letters(bytes);
      this.lab.cutting.by(givenOf(bytes));
    }
    return kind;
  }

  async #readRun(bytes: Bytes): Promise<RunRecord> {
    const record = await readRunBytes(this.lab.session, this.settings, bytes, newId());
    const { units } = record.text ?? {};
    if (record.data !== 'text' || !units) throw new Unread('elsewhere');
    if (!sizeOfLine(record.ended)) throw new Unread('malformed', 'ended');
    if (!textNamed(record.text?.name)) throw new Unread('malformed', 'text.name');
    await this.#fits(units, record.ended, 'text.units');
    return record;
  }

  async #openWeights(bytes: Bytes): Promise<void> {
    const note = readNote(bytes);
    const { notation, learnt } = await this.lab.session.readWeights(bytes, note.seed);
    if (!sizeOfLine(notation)) throw new Unread('malformed', 'notation');
    await this.#fits(note.units, notation, 'units');
    const shown: Shown = { ...note, notation, learnt };
    await this.lab.show(shown);
  }

  // As many units as the net tells apart.
  async #fits(units: Bytes, notation: string, where: string): Promise<void> {
    const { codes, longer } = await this.#letters(units);
    const kinds = codes.length + longer.length;
    if (fitted(notation, kinds) !== notation) throw new Unread('malformed', where);
  }

  async #letters(file: Bytes): Promise<Letters> {
    const held = await this.lab.seat.unitsOf(file);
    if (!held) throw new Unread('gone');
    if ('error' in held) throw new Refused(held.error);
    return new Letters(held.characters, held.longer);
  }
}
