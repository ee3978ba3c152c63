// Pictures of one's own, as far as no browser is needed: their classes, what a file is, the net that fits them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PictureMaker } from '../../web/engine/pictures';
import { fittings } from '../../web/state/classes';
import { type Pictures, partsOf } from '../../web/state/own-pictures';
import { lookAt } from '../../web/state/picture-files';
import { freshName, nameOfFile, shortened, sortFound, tidyName } from '../../web/state/picture-names';

const found = (...paths: string[]) =>
  paths.map((path) => {
    const parts = path.split('/');
    return { path: parts.slice(0, -1), name: parts.at(-1) ?? '', file: path };
  });
const classesOf = (...paths: string[]) =>
  Object.fromEntries(sortFound(found(...paths)).classes.map(({ name, files }) => [name, files.length]));

import { root } from './host';

describe('names', () => {
  test('a folder is a class, however deep; hidden files are none', () => {
    expect(classesOf('a/cat/1.png', 'a/cat/2.png', 'a/dog/1.png')).toEqual({ cat: 2, dog: 1 });
    expect(classesOf('cat/1.png', 'dog/x/y/1.png')).toEqual({ cat: 1, y: 1 });
    expect(classesOf('a/cat/1.png', 'a/cat/.DS_Store', 'a/__MACOSX/cat/1.png', 'a/cat/Thumbs.db')).toEqual({
      cat: 1,
    });
  });

  test('two folders of one name are one class, and it is said', () => {
    const { classes, merged } = sortFound(found('a/train/cat/1.png', 'a/test/cat/1.png', 'a/test/dog/1.png'));
    expect(classes.map(({ name, files }) => [name, files.length])).toEqual([
      ['cat', 2],
      ['dog', 1],
    ]);
    expect(merged).toEqual(['cat']);
    // The same letters, composed and not.
    expect(sortFound(found('x/é/1.png', 'y/e\u0301/1.png')).merged).toEqual(['é']);
  });

  test('a file beside class folders is in none; without folders its name says the class', () => {
    const { classes, loose } = sortFound(found('a/note.png', 'a/cat/1.png', 'a/dog/1.png'));
    expect(classes.map(({ name }) => name)).toEqual(['cat', 'dog']);
    expect(loose.map(({ name }) => name)).toEqual(['note.png']);
    expect(classesOf('cat-01.png', 'cat (2).jpg', 'dog_3.png', '猫 1.png')).toEqual({
      cat: 2,
      dog: 1,
      猫: 1,
    });
    expect(nameOfFile('0001.png')).toBe('');
    expect(nameOfFile('IMG_2031.HEIC')).toBe('IMG');
  });

  test('files stand in the order a person counts them', () => {
    const [cat] = sortFound(found('cat/10.png', 'cat/9.png', 'cat/1.png')).classes;
    expect(cat?.files.map(({ name }) => name)).toEqual(['1.png', '9.png', '10.png']);
  });

  test('names in Chinese, of emoji and very long ones stay whole letters', () => {
    expect(tidyName('  高兴\u202e 的\n脸 ')).toBe('高兴 的 脸');
    const family = '👨‍👩‍👧‍👦';
    expect(shortened(family.repeat(5), 3)).toBe(family.repeat(3));
    expect(tidyName(family.repeat(50))).toBe(`${family.repeat(39)}…`);
    expect(tidyName('x'.repeat(300))).toHaveLength(40);
    expect(freshName('cat', ['cat', 'cat 2'])).toBe('cat 3');
  });
});

describe('what a file is', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  test('PNG, GIF, BMP and JPEG say how large they are before they are unpacked', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
    expect(lookAt(bytes(...png, 0, 0, 0x4e, 0x20, 0, 0, 0, 28))).toEqual({
      kind: 'picture',
      size: [20_000, 28],
    });
    expect(lookAt(bytes(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 2, 3, 4))).toEqual({
      kind: 'picture',
      size: [513, 1027],
    });
    const segment = [0xff, 0xe0, 0, 4, 1, 2];
    const frame = [0xff, 0xc2, 0, 17, 8, 0, 28, 1, 0, 3];
    expect(lookAt(bytes(0xff, 0xd8, ...segment, ...frame, 0, 0))).toEqual({
      kind: 'picture',
      size: [256, 28],
    });
  });

  test('SVG is told from other text, and cut-off headers make no size', () => {
    const text = (words: string) => lookAt(new TextEncoder().encode(words)).kind;
    expect(text('<?xml version="1.0"?>\n<svg xmlns="x">')).toBe('svg');
    expect(text('dear diary')).toBe('other');
    expect(lookAt(deflateSync(Buffer.from('x'))).kind).toBe('other');
    expect(lookAt(bytes())).toEqual({ kind: 'other' });
    expect(lookAt(bytes(0xff, 0xd8, 0xff, 0xe1, 0xff))).toEqual({ kind: 'picture' });
    expect(lookAt(bytes(0x89, 0x50, 0x4e, 0x47))).toEqual({ kind: 'picture' });
  });
});

test('the last dense layer is made as wide as there are classes, or one is added', () => {
  const mlp = 'in 1 28 28; flatten; dense 16; relu; dense 10; softmax_ce';
  expect(fittings(mlp, 3)[0]).toBe('in 1 28 28; flatten; dense 16; relu; dense 3; softmax_ce');
  expect(fittings('in 1 28 28; conv 4 5; flatten; softmax_ce', 3)[1]).toBe(
    'in 1 28 28; conv 4 5; flatten; dense 3; softmax_ce',
  );
});

test('those kept for the test are learnt from by no run', () => {
  const pictures: Pictures = {
    version: 'x',
    names: ['a', 'b'],
    pixels: new Uint8Array(4 * 784).map((_, i) => Math.floor(i / 784)),
    labels: Uint8Array.of(0, 1, 0, 1),
    held: Uint8Array.of(0, 0, 1, 0),
  };
  const { train, test: kept, count } = partsOf(pictures);
  expect(count).toEqual({ train: 3, test: 1 });
  expect([...train.labels, ...kept.labels]).toEqual([0, 1, 1, 0]);
  expect([0, 1, 2].map((i) => train.pixels[i * 784])).toEqual([0, 1, 3]);
  expect(kept.pixels[0]).toBe(2);
});

test('a fifth of each class is kept for the test, drawn by the core; a lone picture is learnt', async () => {
  const maker = await PictureMaker.start(
    await WebAssembly.compile(readFileSync(join(root, 'build/wasm/glassnet.wasm'))),
  );
  const labels = Uint8Array.from({ length: 64 }, (_, i) => (i === 63 ? 3 : i > 60 ? 2 : i % 3 === 0 ? 1 : 0));
  const held = maker.hold(labels, 4, 0.2, 1);
  const of = (label: number) => Array.from(labels.keys()).filter((i) => labels[i] === label);
  const kept = (label: number) => of(label).filter((i) => held[i] === 1).length;
  expect([0, 1, 2, 3].map((label) => [of(label).length, kept(label)])).toEqual([
    [40, 8],
    [21, 4],
    [2, 1],
    [1, 0],
  ]);
  expect(maker.hold(labels, 4, 0.2, 1)).toEqual(held);
  expect(maker.hold(labels, 4, 0.2, 2)).not.toEqual(held);
  // Black on white, wider than high: ink becomes bright, and what lies beside the picture stays nothing.
  const rgba = new Uint8ClampedArray(56 * 28 * 4).fill(255);
  const grey = maker.grey({ rgba, w: 56, h: 28 }, false);
  expect([grey[0], grey[14 * 28]]).toEqual([0, 255]);
  expect(Math.max(...maker.grey({ rgba, w: 56, h: 28 }, true))).toBe(0);
  expect(() => maker.grey({ rgba, w: 0, h: 28 }, true)).toThrow('PICTURE');
});
