// What word vectors have learnt, of each text the last run, and the text of one's own, kept for a next visit.
import type { KeptTables } from '../engine/words-messages';
import { Shelf } from './shelf';

export interface KeptWords extends KeptTables {
  readonly made: string; // from: text, unit, settings, seed
  readonly id?: string; // in the list of runs
}

export const wordsShelf = new Shelf<{ run: KeptWords; own: string }>('words');
