// What a plot leaves behind, as a test reads it.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { saved } from './page';

// Width and height of a PNG, and whether there is more on it than paper.
async function drawn(
  page: Page,
  bytes: Buffer,
): Promise<{ wide: number; high: number; colours: number; minus: number }> {
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const minus = pixels.filter((each) => each === 0xff004ab2).length; // --negative, as the little end has it
    return { wide: image.width, high: image.height, colours: new Set(pixels).size, minus };
  }, bytes.toString('base64'));
}

export async function csv(page: Page, heading: string | RegExp): Promise<string[][]> {
  const text = readFileSync(await (await saved(page, heading, 'CSV')).path(), 'utf8').trim();
  return text
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a ?? b ?? ''),
    );
}

export const png = async (page: Page, heading: string | RegExp) =>
  drawn(page, readFileSync(await (await saved(page, heading, 'PNG')).path()));
