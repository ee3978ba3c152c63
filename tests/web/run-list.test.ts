// A list of runs, under Node: what it lets go of when there is no room, and what it never does.
import { expect, test } from 'vitest';
import { type Listed, MOST_BYTES, MOST_NAME, RunList } from '../../web/state/run-list';

interface Run extends Listed {
  readonly bytes: number;
}

const list = (most?: number) =>
  new RunList<Run>(
    {
      store: 'none',
      read: () => {
        throw new Error('nothing is kept');
      },
      bytes: ({ bytes }) => bytes,
      ...(most === undefined ? {} : { most }),
    },
    false,
  );
const run = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  name: '',
  pinned: false,
  when: Number(id.slice(1)),
  bytes: MOST_BYTES / 4,
  ...more,
});
const ids = (runs: RunList<Run>) => runs.list.value.map(({ id }) => id);

test('the newest stands first; what comes again takes its own place, with the name it was given', () => {
  const runs = list();
  runs.keep(run('r1'));
  runs.keep(run('r2'));
  runs.rename('r1', '  mine ');
  runs.pin('r1', true);
  runs.keep(run('r1', { when: 9 }));
  expect(runs.list.value).toMatchObject([{ id: 'r1', name: 'mine', pinned: true, when: 9 }, { id: 'r2' }]);
  runs.rename('r2', 'x'.repeat(1000));
  expect(runs.list.value[1]?.name.length).toBe(MOST_NAME);
});

test('where there is no room the oldest goes, one with a name last, a pinned one and the newest never', () => {
  const runs = list();
  runs.keep(run('r1', { pinned: true }));
  runs.keep(run('r2', { name: 'mine' }));
  runs.keep(run('r3'));
  runs.keep(run('r4'));
  expect(ids(runs)).toEqual(['r4', 'r3', 'r2', 'r1']); // full to the last byte
  runs.keep(run('r5'));
  expect(ids(runs)).toEqual(['r5', 'r4', 'r2', 'r1']);
  expect(runs.gone.value).toBe(1);
  runs.keep(run('r6', { bytes: MOST_BYTES / 2 }));
  expect(ids(runs)).toEqual(['r6', 'r2', 'r1']);
  runs.keep(run('r7', { bytes: MOST_BYTES }));
  expect(ids(runs)).toEqual(['r7', 'r1']);
});

test('more than sixty runs, however small, are too many', () => {
  const runs = list();
  for (let i = 1; i <= 63; i++) runs.keep(run(`r${i}`, { bytes: 1 }));
  expect(ids(runs).length).toBe(60);
  expect(ids(runs).at(-1)).toBe('r4');
});

test('one that has no room however many go is refused, and the others stay; from a file it is taken', () => {
  const runs = list(MOST_BYTES);
  runs.keep(run('r1'));
  runs.keep(run('r2', { bytes: MOST_BYTES + 1 }));
  expect(runs.tooLarge.value).toBe(true);
  expect(ids(runs)).toEqual(['r1']);
  runs.keep(run('r3'));
  expect(runs.tooLarge.value).toBe(false);
  runs.add(run('r4', { bytes: MOST_BYTES + 1 }));
  expect(ids(runs)).toEqual(['r4']);
});

test('what was deleted last comes back', () => {
  const runs = list();
  for (const id of ['r1', 'r2', 'r3']) runs.keep(run(id));
  runs.delete('r2');
  expect(ids(runs)).toEqual(['r3', 'r1']);
  expect(runs.deleted.value?.id).toBe('r2');
  runs.undelete();
  expect(ids(runs)).toEqual(['r3', 'r2', 'r1']);
  runs.undelete();
  expect(ids(runs)).toEqual(['r3', 'r2', 'r1']);
});
