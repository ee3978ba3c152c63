// A page with nothing but a worker in it: window.engine asks it.
import type { Ask } from './protocol';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, { done(answer: unknown): void; failed(error: Error): void }>();
let asked = 0;

worker.onmessage = ({ data: { id, answer, error } }) => {
  const each = waiting.get(id);
  waiting.delete(id);
  if (error) each?.failed(new Error(error));
  else each?.done(answer);
};

const ask = (kind: Ask['kind'], spec: unknown, ms: number): Promise<unknown> =>
  new Promise((done, failed) => {
    waiting.set(++asked, { done, failed });
    worker.postMessage({ id: asked, kind, spec, ms } satisfies Ask);
  });

Object.assign(window, {
  engine: {
    begin: (spec: unknown) => ask('begin', spec, 0),
    run: (ms: number) => ask('run', null, ms),
    infer: (ms: number) => ask('infer', null, ms),
    row: (spec: unknown, ms: number) => ask('row', spec, ms),
    peak: (url: string, ms: number) => ask('peak', url, ms),
    shares: (ms: number) => ask('shares', null, ms),
    reach: (spec: unknown) => ask('reach', spec, 0),
  },
});
