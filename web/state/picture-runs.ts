// Pictures that a run of Train was made with, as they are here now.
import { generated } from 'virtual:built';
import { loadIndex } from './data-files';
import { lessonOf } from './lesson';
import type { OwnPictures, Pictures } from './own-pictures';
import { isOfPictures, type RunRecord } from './run-record';
import type { Ground } from './runs';
import type { DataName } from './set-names';

// Says which shipped data: the beginning of each shard's checksum. '': they cannot be asked.
export async function dataVersion(name: DataName): Promise<string> {
  if (name === 'own') return '';
  try {
    const { train, test } = await loadIndex(name, generated);
    return [...train.shards, ...test.shards].map(({ sha256 }) => sha256.slice(0, 8)).join('');
  } catch {
    return '';
  }
}

// Of one's own, if they are those that the run learnt.
export function ownOf(record: RunRecord, own: Pictures | undefined): Pictures | undefined {
  return record.data === 'own' && own?.version === record.dataVersion ? own : undefined;
}

export const pictureGround =
  (own: OwnPictures): Ground =>
  async (record) => {
    if (!isOfPictures(record)) return 'failed';
    const pictures = own.kept.peek();
    const lesson = lessonOf(record.data, pictures, record.samples);
    if (!lesson || (record.data === 'own' && !ownOf(record, pictures))) return 'gone-pictures';
    const version = await dataVersion(record.data);
    if (record.dataVersion && version && version !== record.dataVersion) return 'other-data';
    return { data: lesson.data, source: { tests: lesson.tests, size: 784, block: lesson.block } };
  };
