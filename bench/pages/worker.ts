// Our engine alone in a worker, as the page's worker has it: the same Trainer, the same core, no page.
import { Core } from '../../web/engine/core';
import { constants } from '../../web/engine/generated/layout';
import { Net } from '../../web/engine/net';
import { Trainer } from '../../web/engine/trainer';
import { type Ask, fetched, mnist, type Params, type Ran, type Spec } from './protocol';

const PIXELS = 784;
const modules = new Map<string, Promise<WebAssembly.Module>>();
const compiled = (url: string): Promise<WebAssembly.Module> => {
  const known = modules.get(url) ?? fetched(url).then((bytes) => WebAssembly.compile(bytes));
  modules.set(url, known);
  return known;
};

let trainer: Trainer | undefined;
let probe: { readonly net: Net; readonly pixels: Uint8Array } | undefined;

async function begin({ core, notation, batch, rate, optimizer, samples, steps }: Spec): Promise<unknown> {
  const { pixels, labels } = await mnist(samples);
  trainer = await Trainer.start(await compiled(core), {
    notation,
    seed: 1,
    samples,
    tests: 1,
    size: PIXELS,
    block: 0,
    settings: { batch, rate, optimizer, shuffle: 0 },
  });
  trainer.train.add(pixels, labels);
  const params = paramsOf(trainer);
  const net = new Net(await Core.start(await compiled(core)), notation, 1, 1);
  probe = { net, pixels };
  const losses = Array.from({ length: steps }, () => step());
  return { params, losses };
}

function step(): number {
  return trainer ? trainer.step() : Number.NaN;
}

function paramsOf(from: Trainer): Params {
  const values = from.learnt();
  let at = 0;
  return from.plan.rows.flatMap(({ params }) =>
    params.map(({ name, shape, size }) => {
      at += size;
      return { name, shape, values: Array.from(values.subarray(at - size, at)) };
    }),
  );
}

function run(ms: number): Ran {
  if (!trainer) throw new Error('begin first');
  const { count } = trainer.train;
  const seen = () => (trainer ? trainer.epoch * count + trainer.position : 0);
  const from = seen();
  const began = performance.now();
  let spent = 0;
  do {
    for (let i = 0; i < 4; i++) step();
    spent = performance.now() - began;
  } while (spent < ms);
  return { samples: seen() - from, ms: spent };
}

// From pixels of 0..255 to ten probabilities, one sample at a time.
function infer(ms: number): { us: number; calls: number } {
  if (!probe) throw new Error('begin first');
  const { net, pixels } = probe;
  const { input, answer } = net.plan;
  const times: number[] = [];
  const began = performance.now();
  let p = 0;
  for (let i = 0; performance.now() - began < ms; i = (i + 1) % 1000) {
    const start = performance.now();
    const x = net.values(input);
    for (let k = 0; k < PIXELS; k++) x[k] = (pixels[i * PIXELS + k] as number) / 255;
    net.forward();
    p += net.values(answer)[0] as number;
    times.push(1000 * (performance.now() - start));
  }
  if (!(p > 0)) throw new Error('no probabilities came out');
  times.sort((a, b) => a - b);
  return { us: times[times.length >> 1] as number, calls: times.length };
}

// Seconds a row takes, forward or with its gradients too, over a slice.
async function rows(
  { core, notation, slice }: { core: string; notation: string; slice: number },
  ms: number,
): Promise<unknown> {
  const instance = await Core.start(await compiled(core));
  const net = new Net(instance, notation, 1, slice, constants.GN_GRADIENTS);
  const samples: number[] = [];
  for (const began = performance.now(); performance.now() - began < ms; ) {
    const start = performance.now();
    net.forward(slice);
    samples.push(performance.now() - start);
  }
  samples.sort((a, b) => a - b);
  return { ms: samples[0] };
}

self.onmessage = async ({ data: { id, kind, spec, ms } }: MessageEvent<Ask>) => {
  try {
    const answers = {
      begin: () => begin(spec as Spec),
      run: () => run(ms),
      infer: () => infer(ms),
      rows: () => rows(spec as Spec & { slice: number }, ms),
    };
    self.postMessage({ id, answer: await answers[kind]() });
  } catch (error) {
    self.postMessage({
      id,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
};
