// Files of runs as anybody may have made them: read whole or refused with the place; never something in between.
import { describe, expect, test } from 'vitest';
import { writeCsv } from '../../web/state/run-csv';
import { readRunFile, Unread, writeRunFile } from '../../web/state/run-file';
import { readLearnerFile } from '../../web/state/run-import';
import { RUN_VERSION, type RunRecord, sameBits } from '../../web/state/run-record';
import { crc32, zip } from '../../web/state/zip';

const NAN = Number.NaN;
const record: RunRecord = {
  version: RUN_VERSION,
  id: 'abc',
  name: '第一次 “run”',
  pinned: true,
  when: 1_700_000_000_000,
  notation: 'in 4; dense 2; softmax_ce',
  ended: 'in 4; dense 2; relu; softmax_ce',
  seed: 4_294_967_295,
  data: 'fashion',
  dataVersion: 'f00d',
  samples: 60_000,
  validation: 0.2,
  labelNoise: 0.1,
  wishes: { optimizer: 'adam', rate: 0.002 },
  now: { optimizer: 'adam', rate: 0.001 },
  changes: [
    { at: 0, param: 1, index: 1, value: -0.5 },
    { at: 1, set: 'rate', value: 0.001 },
    { at: 2, notation: 'in 4; dense 2; relu; softmax_ce' },
    { at: 2, freeze: 0, frozen: true },
    {
      at: 3,
      learnt: Float32Array.from({ length: 10 }, (_, i) => (i === 2 ? -0 : i / 3)),
      memory: {
        states: Float32Array.from({ length: 20 }, (_, i) => i / 9),
        carried: Float32Array.from({ length: 10 }, (_, i) => -i),
        updates: 4,
        optimizer: 6,
      },
    },
  ],
  steps: 3,
  losses: Float32Array.of(0.1, NAN, 3e38),
  scores: [
    {
      step: 0,
      samples: 0,
      epoch: 0,
      seconds: 0,
      train: undefined,
      validation: undefined,
      test: { loss: 2.5, accuracy: 0.1 },
    },
    {
      step: 3,
      samples: 96,
      epoch: 0.0016,
      seconds: 0.2,
      train: { loss: 1, accuracy: 0.5 },
      validation: { loss: 1.5, accuracy: 0.25 },
      test: undefined,
    },
  ],
  start: Float32Array.from({ length: 10 }, (_, i) => i / 7),
  learnt: Float32Array.from({ length: 10 }, (_, i) => (i === 0 ? -0 : 1e-42 * i)),
};
const text = writeRunFile(record);

// The place that is said to make no sense; '': it was read.
function refusal(changed: string): string {
  try {
    readRunFile(changed, 'x');
    return '';
  } catch (error) {
    if (error instanceof Unread) return `${error.kind} ${error.where}`.trim();
    throw error; // nothing else may be thrown
  }
}
const wrong = (change: Record<string, unknown>) =>
  refusal(JSON.stringify({ ...JSON.parse(text), ...change }));

// The record with one change, whose memory is otherwise sound.
const memory = (wrongly: Record<string, unknown>) => ({
  changes: [
    {
      at: 0,
      learnt: `${'A'.repeat(54)}==`,
      memory: { states: '', updates: 1, optimizer: 6, ...wrongly },
    },
  ],
});

describe('a run file', () => {
  test('gives back the run to the bit, under an id of its own and not pinned', () => {
    const back = readRunFile(text, 'other');
    const { losses, start, learnt, id, pinned, ...rest } = back;
    expect(sameBits(losses, record.losses)).toBe(true);
    expect(sameBits(learnt, record.learnt)).toBe(true);
    expect(start && record.start && sameBits(start, record.start)).toBe(true);
    expect([id, pinned]).toEqual(['other', false]);
    const { losses: _, start: __, learnt: ___, id: ____, pinned: _____, ...same } = record;
    expect(rest).toEqual(same);
    const { start: ______, ...fresh } = record;
    expect(readRunFile(writeRunFile({ ...fresh, start: undefined }), 'x').start).toBeUndefined();
  });

  test('says where it makes no sense', () => {
    expect(wrong({})).toBe('');
    for (const [change, where] of [
      [{ format: 'other' }, 'format'],
      [{ version: 2 }, 'newer'],
      [{ version: 0 }, 'malformed version'],
      [{ steps: 0 }, 'malformed steps'],
      [{ steps: 1e300 }, 'malformed steps'],
      [{ steps: 4 }, 'malformed losses'],
      [{ seed: 2 ** 32 }, 'malformed seed'],
      [{ samples: 0 }, 'malformed samples'],
      [{ name: 'x'.repeat(201) }, 'malformed name'],
      [{ notation: 'x'.repeat(65_537) }, 'malformed notation'],
      [{ notation: null }, 'malformed notation'],
      [{ data: 'toString' }, 'malformed data'],
      [{ when: 'now' }, 'malformed when'],
      [{ wishes: { rate: null } }, 'malformed wishes.rate'],
      [{ wishes: [] }, 'malformed wishes'],
      [{ now: { 'a b': 1 } }, 'malformed now.a b'],
      [{ changes: {} }, 'malformed changes'],
      [{ changes: [{ at: 0, set: 'rate', value: 1 }, { at: 9 }] }, 'malformed changes[1].at'],
      [{ changes: [{ at: 0, freeze: 0 }] }, 'malformed changes[0].frozen'],
      [{ changes: [null] }, 'malformed changes[0]'],
      [{ changes: [{ at: 0, learnt: 'AAA=' }] }, 'malformed changes[0].learnt'],
      [{ changes: [{ at: 0, learnt: 'AAAAAA==' }] }, 'malformed changes[0].learnt'],
      [memory({ states: '!' }), 'malformed changes[0].memory.states'],
      [memory({ states: 'A'.repeat(112) }), 'malformed changes[0].memory.states'],
      [memory({ carried: 'AAAA' }), 'malformed changes[0].memory.carried'],
      [memory({ updates: -1 }), 'malformed changes[0].memory.updates'],
      [memory({ optimizer: 0.5 }), 'malformed changes[0].memory.optimizer'],
      [{ scores: [{ step: 0 }] }, 'malformed scores[0].samples'],
      [{ learnt: '' }, 'malformed start'],
      [{ learnt: 'AAA=' }, 'malformed learnt'],
      [{ learnt: 'AAAA AAA' }, 'malformed learnt'],
      [{ start: 'AAAAAA==' }, 'malformed start'],
      [{ losses: 7 }, 'malformed losses'],
    ] as const)
      expect(wrong(change), JSON.stringify(change).slice(0, 60)).toBe(where);
    for (const other of ['', '[]', 'null', '7', '"x"', '{', `${'['.repeat(1e5)}`])
      expect(refusal(other)).not.toBe('');
  });

  test('cut off anywhere, or with a letter changed, is read or refused, and nothing else', () => {
    for (let cut = 0; cut < text.length - 2; cut += 3) expect(refusal(text.slice(0, cut))).not.toBe('');
    let seed = 1;
    const draw = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % most;
    };
    const letters = '"{}[],:0-e9\\ \u0000A\ud800';
    for (let i = 0; i < 3000; i++) {
      const at = draw(text.length);
      refusal(text.slice(0, at) + letters[draw(letters.length)] + text.slice(at + 1 + draw(3)));
    }
  });

  test('is told from weights, and refused when it is too large or gone', async () => {
    expect((await readLearnerFile(new Blob([` \n${text}`]))).kind).toBe('run');
    const header = '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}';
    const length = new Uint8Array(8);
    length[0] = 0x7b; // as a brace
    expect((await readLearnerFile(new Blob([length, header.padEnd(0x7b)]))).kind).toBe('weights');
    const large = { size: 2 ** 26 + 1 } as Blob;
    await expect(readLearnerFile(large)).rejects.toMatchObject({ kind: 'size' });
    const gone = { size: 1, arrayBuffer: () => Promise.reject(new Error()) } as unknown as Blob;
    await expect(readLearnerFile(gone)).rejects.toMatchObject({ kind: 'gone' });
  });
});

test('curves as CSV: a line a step, scores where they were taken', () => {
  expect(writeCsv({ ...record, losses: Float32Array.of(0.5, 0.25, 0.125) })).toBe(
    'step,loss,epoch,samples,seconds,train_loss,train_accuracy,validation_loss,validation_accuracy,test_loss,test_accuracy\n' +
      '0,,0,0,0,,,,,2.5,0.1\n1,0.5,,,,,,,,,\n2,0.25,,,,,,,,,\n3,0.125,0.0016,96,0.2,1,0.5,1.5,0.25,,\n',
  );
});

test('an archive has what the format asks for', async () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  const bytes = new Uint8Array(
    await zip([
      { name: 'a.txt', bytes: new TextEncoder().encode('hello') },
      { name: 'b', bytes: new Uint8Array(3) },
    ]).arrayBuffer(),
  );
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  expect(view.getUint16(end + 10, true)).toBe(2);
  const directory = view.getUint32(end + 16, true);
  expect(view.getUint32(directory, true)).toBe(0x02014b50);
  expect(directory + view.getUint32(end + 12, true)).toBe(end);
  const local = view.getUint32(directory + 46 + 5 + 42, true); // of the second
  expect(view.getUint32(local, true)).toBe(0x04034b50);
  expect(new TextDecoder().decode(bytes.subarray(30 + 5, 30 + 10))).toBe('hello');
});

describe('runs that learnt a text', () => {
  const ofText: RunRecord = {
    ...record,
    data: 'text',
    validation: 0,
    labelNoise: 0,
    text: {
      name: 'moby-dick',
      merges: 300,
      units: Uint8Array.from({ length: 300 }, (_, i) => i % 256),
      window: 16,
      stride: 1,
      tests: 48,
      scored: 48,
      perCharacter: 0.5,
    },
  };

  test('come back with the units that it was cut by', () => {
    const again = readRunFile(writeRunFile(ofText), 'abc');
    expect(again.text).toEqual(ofText.text);
    expect(again.data).toBe('text');
  });

  test.each([
    ['text', undefined],
    ['text.units', 'no base64!'],
    ['text.window', 0],
    ['text.stride', 1.5],
    ['text.merges', -2],
    ['text.perCharacter', 0],
    ['text.name', '../etc'],
  ])('with %s wrong are refused with that place', (place, value) => {
    const file = JSON.parse(writeRunFile(ofText));
    const [, key] = place.split('.');
    if (key === undefined) delete file.text;
    else file.text[key] = value;
    expect(() => readRunFile(JSON.stringify(file), 'abc')).toThrow(
      expect.objectContaining({ kind: 'malformed', where: place }),
    );
  });
});
