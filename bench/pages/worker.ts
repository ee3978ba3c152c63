// Our engine alone in a worker, as the page's worker has it: the same Trainer, the same core, no page.
import { Core } from '../../web/engine/core';
import { Crew } from '../../web/engine/crew';
import { Net } from '../../web/engine/net';
import { Trainer } from '../../web/engine/trainer';
import { peak, type RowSpec, row } from './kernels';
import { type Ask, fetched, mnist, type Params, type Ran, type Spec } from './protocol';

const PIXELS = 784;
const TESTS = 10_000;
const modules = new Map<string, Promise<WebAssembly.Module>>();
const compiled = (url: string): Promise<WebAssembly.Module> => {
  const known = modules.get(url) ?? fetched(url).then((bytes) => WebAssembly.compile(bytes));
  modules.set(url, known);
  return known;
};

let trainer: Trainer | undefined;
let probe: { readonly net: Net; readonly pixels: Uint8Array } | undefined;

async function begin(spec: Spec): Promise<unknown> {
  const { core, notation, batch, rate, optimizer, samples, steps, helpers, tokens, gpt } = spec;
  const text = gpt && { text: true, size: gpt.window, stride: gpt.window };
  trainer = await Trainer.start(await compiled(core), {
    notation,
    seed: 1,
    samples,
    tests: 1,
    ...(text ?? { size: PIXELS }),
    block: 0,
    settings: { batch, rate, optimizer, shuffle: 0 },
  });
  if (tokens) trainer.train.add(new Uint8Array(Int32Array.from(tokens).buffer), new Uint8Array(0));
  else {
    const { pixels, labels } = await mnist(samples);
    trainer.train.add(pixels, labels);
    const net = new Net(await Core.start(await compiled(core)), notation, 1, 1);
    probe = { net, pixels };
  }
  const params = paramsOf(trainer);
  helped = helpers ? await hire(await compiled(core), helpers === 'memory') : undefined;
  const losses: number[] = [];
  if (helped) await together(trainer, helped, (loss) => losses.push(loss) < steps);
  else while (losses.length < steps) losses.push(step());
  return { params, losses };
}

// ---------------------------------------------------------------- two workers

let helped: Crew | undefined;

async function hire(module: WebAssembly.Module, shared: boolean): Promise<Crew> {
  const helper = new Worker(new URL('./helper.ts', import.meta.url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  const crew = new Crew(shared, true);
  const ready = new Promise<void>((done) => {
    crew.news = done;
  });
  helper.postMessage({ port: port1, module }, [port1]);
  crew.add(port2);
  await ready;
  return crew;
}

// Steps until `on` says no.
function together(of: Trainer, crew: Crew, on: (loss: number) => boolean): Promise<void> {
  return new Promise((done, failed) => {
    const turns = () => {
      try {
        do {
          if (!crew.begin(of)) throw new Error('a step of one slice, or a net that sees its batch whole');
          if (!crew.gather()) return;
        } while (on(of.step()));
        done();
      } catch (error) {
        failed(error);
      }
    };
    crew.news = () => {
      if (!crew.gather()) return;
      if (on(of.step())) turns();
      else done();
    };
    turns();
  });
}

function step(): number {
  return trainer ? trainer.step() : Number.NaN;
}

// A GPT's last layer has the embedding's weights: behind all the others nothing is left for it.
function paramsOf(from: Trainer): Params {
  const values = from.learnt();
  let at = 0;
  return from.plan.rows
    .flatMap(({ params }) => params)
    .map(({ name, shape, size }) => {
      at += size;
      return { name, shape, values: Array.from(values.subarray(at - size, at)) };
    })
    .filter((each) => each.values.length > 0);
}

async function run(ms: number): Promise<Ran> {
  if (!trainer) throw new Error('begin first');
  const { count } = trainer.train;
  const seen = () => (trainer ? trainer.epoch * count + trainer.position : 0);
  const from = seen();
  const began = performance.now();
  let spent = 0;
  const passed = () => {
    spent = performance.now() - began;
    return spent < ms;
  };
  if (helped) await together(trainer, helped, passed);
  else
    do {
      for (let i = 0; i < 4; i++) step();
    } while (passed());
  return { samples: seen() - from, ms: spent };
}

// From pixels of 0..255 to ten probabilities, one sample after the other; the clock is read now and then.
function infer(ms: number): { us: number } {
  if (!probe) throw new Error('begin first');
  const { net, pixels } = probe;
  const { input, answer } = net.plan;
  const times: number[] = [];
  const began = performance.now();
  let p = 0;
  let i = 0;
  while (performance.now() - began < ms) {
    const start = performance.now();
    let calls = 0;
    do {
      const x = net.values(input);
      for (let k = 0; k < PIXELS; k++) x[k] = (pixels[i * PIXELS + k] as number) / 255;
      net.forward();
      p += net.values(answer)[0] as number;
      i = (i + 1) % 1000;
      calls++;
    } while (performance.now() - start < 1);
    times.push((1000 * (performance.now() - start)) / calls);
  }
  if (!(p > 0)) throw new Error('no probabilities came out');
  times.sort((a, b) => a - b);
  return { us: times[times.length >> 1] as number };
}

// Where the time of training steps goes, in ms: by operation, forward and back. What comes with an operation counts to
// it: making the batch to `in`, zeroing the gradients to the loss.
function shares(ms: number): Record<string, number> {
  if (!trainer) throw new Error('begin first');
  const { rows } = trainer.plan;
  const spent: Record<string, number> = {};
  const began = performance.now();
  let last = began;
  while (last - began < ms) {
    const { row, backward, update } = trainer.moment;
    const what = update ? 'update' : `${rows[Math.max(row, 0)]?.name ?? ''} ${backward ? 'back' : 'forward'}`;
    const start = performance.now();
    trainer.advance();
    last = performance.now();
    spent[what] = (spent[what] ?? 0) + last - start;
  }
  return spent;
}

interface Reach {
  readonly core: string;
  readonly notation: string;
  readonly settings: Readonly<Record<string, number | string>>;
  readonly samples: number;
  readonly block: number;
  readonly goal: number; // share of the test set that is right
  readonly every: number; // steps between two looks
  readonly most: number; // steps
}

// The first step looked at where the goal is reached, with the source that the page would have.
async function reach({ core, goal, every, most, ...how }: Reach): Promise<{ step: number; best: number }> {
  const { pixels, labels } = await mnist(how.samples);
  const test = await mnist(TESTS, 't10k');
  const run = await Trainer.start(await compiled(core), { ...how, seed: 1, tests: TESTS, size: PIXELS });
  run.train.add(pixels, labels);
  run.test.add(test.pixels, test.labels);
  let best = 0;
  while (run.steps < most) {
    for (let i = 0; i < every; i++) run.step();
    const accuracy = run.look.score('test', TESTS)?.accuracy ?? 0;
    best = Math.max(best, accuracy);
    if (accuracy >= goal) return { step: run.steps, best };
  }
  return { step: -1, best };
}

self.onmessage = async ({ data: { id, kind, spec, ms } }: MessageEvent<Ask>) => {
  try {
    const answers = {
      begin: () => begin(spec as Spec),
      run: () => run(ms),
      infer: () => infer(ms),
      row: async () => row(await compiled((spec as { core: string }).core), spec as RowSpec, ms),
      shares: () => shares(ms),
      reach: () => reach(spec as Reach),
      peak: () => peak(spec as string, ms),
    };
    self.postMessage({ id, answer: await answers[kind]() });
  } catch (error) {
    self.postMessage({
      id,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
};
