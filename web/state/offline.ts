// Keeps the page on the device (web/offline/worker.ts), after all that the first screen needs; what else it wants to work
// without a connection can be fetched ahead.

import { generated } from 'virtual:built';
import { signal } from '@preact/signals-core';
import type { Missing } from '../offline/missing';
import { pause, whenIdle } from './idle';

const REST = 2000; // ms after the page has loaded: a first answer goes before

// Bytes that are not on the device, of all that the lessons use; undefined where the page is not kept.
export const wanting = signal<number | undefined>(undefined);
// The same while they come, and what they were before.
export const coming = signal<{ readonly bytes: number; readonly of: number } | undefined>(undefined);
export const stopped = signal(false);

export async function keepPage(): Promise<void> {
  // Not while developing, where files change; nor in a frame, whose page nobody keeps; nor where there is no such thing:
  // from a disk, in a private window.
  if (!import.meta.env.PROD || parent !== window) return;
  if (!location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  const { connection } = navigator as Navigator & { connection?: { readonly saveData?: boolean } };
  const { serviceWorker } = navigator;
  if (connection?.saveData && !serviceWorker.controller) return;
  await new Promise<void>((resolve) => {
    if (document.readyState === 'complete') resolve();
    else addEventListener('load', () => resolve(), { once: true });
  });
  await pause(REST);
  await new Promise<void>((resolve) => whenIdle(() => resolve()));
  try {
    await serviceWorker.register('./offline.js');
    await serviceWorker.ready;
    if (!serviceWorker.controller)
      await new Promise((resolve) =>
        serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    await handOver();
    wanting.value = sum(await missing());
  } catch {
    // Refused, or no room: the page goes on as it is.
  }
}

// Data that came before the worker did is asked for again, of the browser's own cache, so that it is kept too.
async function handOver(): Promise<void> {
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  for (const name of new Set(names.filter((each) => each.startsWith(generated)))) await take(name);
}

async function take(address: string): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  await response.arrayBuffer();
}

// No lesson trains on Fashion-MNIST, the largest of all.
const ofLessons = ({ name }: Missing): boolean => !name.startsWith('generated/fashion/');
const sum = (list: readonly Missing[]): number => list.reduce((total, { bytes }) => total + bytes, 0);

async function missing(): Promise<readonly Missing[]> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<readonly Missing[]>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as readonly Missing[]);
  });
  active?.postMessage('missing', [port2]);
  return (await answer).filter(ofLessons);
}

export async function fetchAll(): Promise<void> {
  if (coming.peek()) return;
  stopped.value = false;
  try {
    const list = await missing();
    const of = sum(list);
    let bytes = 0;
    coming.value = { bytes, of };
    for (const each of list) {
      await take(new URL(each.name, document.baseURI).href);
      bytes += each.bytes;
      coming.value = { bytes, of };
    }
  } catch {
    stopped.value = true;
  }
  coming.value = undefined;
  wanting.value = sum(await missing());
}
