// TensorFlow.js, its back end in the address: tfjs.html?backend=wasm&threads=2. Data lie on the device beforehand, cut
// into batches. It trains by a loop of optimizer.minimize and by model.fit; the quicker of the two is measured.
import { Cannot, latency, mnist } from './data.js';

const { tf } = window;
const query = new URLSearchParams(location.search);
const backend = query.get('backend');
const SLOW_MS = 1000; // a step that takes this long is not tried in a second way
const LEAST_STEPS = 5; // whose losses say whether it learns
const MOST_BATCHES = 320; // of a set that is cut into single samples

const ready = (async () => {
  if (backend === 'wasm') {
    tf.wasm.setWasmPaths('/modules/@tensorflow/tfjs-backend-wasm/dist/');
    tf.wasm.setThreadsCount(Number(query.get('threads') ?? 1));
  }
  if (backend === 'webgpu' && !(await navigator.gpu?.requestAdapter())) throw new Cannot('no adapter for WebGPU here');
  const there = await tf.setBackend(backend).catch(() => false);
  if (!there || tf.getBackend() !== backend) throw new Cannot(`no ${backend} here`);
  await tf.ready();
})();
ready.catch(() => {});

// (out, in…) with channels first → (in, out) or (y, x, in, out) with channels last.
function weightOf({ shape, values }, mapsBefore) {
  return tf.tidy(() => {
    const w = tf.tensor(values, shape);
    if (shape.length === 4) return w.transpose([2, 3, 1, 0]);
    const [out, ins] = shape;
    return w.reshape([out, mapsBefore, ins / mapsBefore]).transpose([2, 1, 0]).reshape([ins, out]);
  });
}

// Weights of each layer that has any, in its own layout.
function weights(layers, params) {
  let [k, maps] = [0, 1];
  return layers.map((layer) => {
    if (layer.op !== 'dense' && layer.op !== 'conv') return null;
    const [w, b] = [params[k++], params[k++]];
    const pair = [weightOf(w, layer.op === 'dense' ? maps : 1), tf.tensor1d(b.values)];
    maps = layer.op === 'conv' ? layer.filters : 1;
    return pair;
  });
}

function forward(layers, variables, x) {
  let kept;
  let y = x;
  for (const [i, layer] of layers.entries()) {
    const [w, b] = variables[i] ?? [];
    if (layer.op === 'dense') y = y.matMul(w).add(b);
    else if (layer.op === 'conv') y = tf.conv2d(y, w, 1, layer.pad).add(b);
    else if (layer.op === 'relu') y = tf.relu(y);
    else if (layer.op === 'tanh') y = tf.tanh(y);
    else if (layer.op === 'avgpool') y = tf.avgPool(y, layer.size, layer.size, 'valid');
    else if (layer.op === 'maxpool') y = tf.maxPool(y, layer.size, layer.size, 'valid');
    else if (layer.op === 'flatten') y = y.reshape([y.shape[0], -1]);
    else if (layer.op === 'keep') kept = y;
    else if (layer.op === 'add') y = y.add(kept);
  }
  return y;
}

function model(layers, pairs) {
  const input = tf.input({ shape: [28, 28, 1] });
  const made = [];
  let kept;
  let y = input;
  for (const layer of layers) {
    const last = layer === layers.at(-1);
    let next;
    if (layer.op === 'dense') next = tf.layers.dense({ units: layer.units, activation: last ? 'softmax' : undefined });
    else if (layer.op === 'conv') {
      const padded = layer.pad ? tf.layers.zeroPadding2d({ padding: layer.pad }) : null;
      if (padded && 2 * layer.pad + 1 !== layer.size) y = padded.apply(y);
      const same = layer.pad > 0 && 2 * layer.pad + 1 === layer.size;
      next = tf.layers.conv2d({ filters: layer.filters, kernelSize: layer.size, padding: same ? 'same' : 'valid' });
    } else if (layer.op === 'relu' || layer.op === 'tanh') next = tf.layers.activation({ activation: layer.op });
    else if (layer.op === 'avgpool') next = tf.layers.averagePooling2d({ poolSize: layer.size });
    else if (layer.op === 'maxpool') next = tf.layers.maxPooling2d({ poolSize: layer.size });
    else if (layer.op === 'flatten') next = tf.layers.flatten();
    if (layer.op === 'keep') kept = y;
    else if (layer.op === 'add') y = tf.layers.add().apply([y, kept]);
    else y = next.apply(y);
    made.push(next);
  }
  const whole = tf.model({ inputs: input, outputs: y });
  for (const [i, pair] of pairs.entries()) if (pair) made[i].setWeights(pair);
  return whole;
}

// ---- a GPT

function lengthened(x, gain, shift) {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).mul(variance.add(1e-5).rsqrt()).mul(gain).add(shift);
}

// Of the variables in the order of our parameters; weights lie (out, in) as ours do.
function gptForward({ width, heads, blocks, window }, variables, ids, mask) {
  const all = variables.values();
  const next = () => all.next().value;
  const linear = (x) => x.reshape([-1, x.shape.at(-1)]).matMul(next(), false, true).add(next()).reshape([...x.shape.slice(0, -1), -1]);
  const table = next();
  const n = ids.shape[0];
  let x = tf.gather(table, ids).add(next());
  for (let block = 0; block < blocks; block++) {
    const norm = lengthened(x, next(), next());
    const [q, k, v] = Array.from({ length: 3 }, () => linear(norm).reshape([n, window, heads, width / heads]).transpose([0, 2, 1, 3]));
    const weights = tf.softmax(q.matMul(k, false, true).mul(Math.sqrt(heads / width)).add(mask));
    x = x.add(linear(weights.matMul(v).transpose([0, 2, 1, 3]).reshape([n, window, width])));
    const wide = linear(lengthened(x, next(), next()));
    x = x.add(linear(wide.mul(wide.mul(Math.SQRT1_2).erf().add(1).mul(0.5))));
  }
  return lengthened(x, next(), next()).reshape([-1, width]).matMul(table, false, true);
}

function makeGpt(spec) {
  const { gpt, batch, params, samples, tokens, kinds } = spec;
  const { window } = gpt;
  const list = params.map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
  const mask = tf.tensor(Array.from({ length: window }, (_, i) => Array.from({ length: window }, (_, j) => (j > i ? -1e9 : 0))));
  const batches = Array.from({ length: Math.floor(samples / batch) }, (_, i) => {
    const at = i * batch * window;
    const cut = (from) => tf.tensor1d(tokens.slice(from, from + batch * window), 'int32');
    return [cut(at).reshape([batch, window]), tf.oneHot(cut(at + 1), kinds).toFloat()];
  });
  return { batches, list, costs: (ids, next) => tf.losses.softmaxCrossEntropy(next, gptForward(gpt, list, ids, mask)) };
}

const optimizerOf = ({ optimizer, rate }) => (optimizer === 'adam' ? tf.train.adam(rate, 0.9, 0.999, 1e-8) : tf.train.sgd(rate));

let job;

async function makeNet(spec) {
  const { layers, batch, params, samples } = spec;
  const { x, y } = await mnist(samples);
  const pairs = weights(layers, params);
  const variables = pairs.map((pair) => pair?.map((each) => tf.variable(each)));
  const list = variables.flatMap((pair) => pair ?? []);
  const count = Math.min(Math.floor(samples / batch), MOST_BATCHES * 32);
  const cut = (first, n) => [tf.tensor(x.subarray(first * 784, (first + n) * 784), [n, 28, 28, 1]), tf.oneHot(tf.tensor1d(y.subarray(first, first + n), 'int32'), 10).toFloat()];
  const batches = Array.from({ length: count }, (_, i) => cut(i * batch, batch));
  const costs = (xs, ys) => tf.losses.softmaxCrossEntropy(ys, forward(layers, variables, xs));
  return { layers, variables, batches, pairs, cut, list, costs };
}

async function makeJob(spec) {
  const net = spec.gpt ? makeGpt(spec) : await makeNet(spec);
  const { batches, list, costs } = net;
  const optimizer = optimizerOf(spec);
  let at = 0;
  const step = (tells) => {
    const [xs, ys] = batches[at];
    at = (at + 1) % batches.length;
    return tf.tidy(() => optimizer.minimize(() => costs(xs, ys), tells, list));
  };
  const loss = async () => {
    const value = step(true);
    const [number] = await value.data();
    value.dispose();
    return number;
  };
  return { spec, ...net, loss, loop: (ms) => loop(step, loss, spec.batch, ms), how: 'loop' };
}

// A device that works ahead is waited for: by its loss, now and then and at the end.
async function loop(step, loss, batch, ms) {
  const began = performance.now();
  let steps = 0;
  while (performance.now() - began < ms || steps === 0) {
    for (let i = 0; i < 3 && performance.now() - began < ms; i++, steps++) step(false);
    await loss();
    steps++;
  }
  return { samples: steps * batch, ms: performance.now() - began };
}

// About as many samples as the loop takes in that time.
function fitter({ spec, layers, pairs, cut }, rate) {
  const net = model(layers, pairs);
  net.compile({ optimizer: optimizerOf(spec), loss: 'categoricalCrossentropy' });
  const sets = new Map();
  return async (ms) => {
    const batches = Math.max(1, Math.min(Math.floor((rate * ms) / spec.batch), Math.floor(spec.samples / spec.batch)));
    const samples = batches * spec.batch;
    if (!sets.has(samples)) sets.set(samples, cut(0, samples));
    const [xs, ys] = sets.get(samples);
    const began = performance.now();
    let done = 0;
    do {
      await net.fit(xs, ys, { batchSize: spec.batch, epochs: 1, shuffle: false, yieldEvery: 'never', verbose: 0 });
      done += samples;
    } while (performance.now() - began < ms);
    return { samples: done, ms: performance.now() - began };
  };
}

window.engine = {
  version: tf.version.tfjs,
  async begin(spec) {
    await ready;
    job = await makeJob(spec);
    const losses = [];
    const began = performance.now();
    while (losses.length < spec.steps && (performance.now() - began < spec.most || losses.length < LEAST_STEPS)) losses.push(await job.loss());
    if (spec.steps === 0) return { losses }; // it is not asked to train
    const warm = await job.loop(spec.ms);
    const rate = warm.samples / warm.ms;
    job.run = job.loop;
    if (spec.gpt || spec.batch / rate > SLOW_MS) return { losses, how: job.how };
    try {
      const fit = fitter(job, rate);
      await fit(spec.ms);
      const fitted = await fit(spec.ms);
      if (fitted.samples / fitted.ms > rate) Object.assign(job, { run: fit, how: 'model.fit' });
    } catch {
      // what the loop can, fit cannot always
    }
    return { losses, how: job.how };
  },
  run: (ms) => job.run(ms),
  async infer(ms) {
    job.ones ??= Array.from({ length: 100 }, (_, i) => job.cut(i, 1)[0]);
    const waits = backend !== 'cpu' && backend !== 'wasm';
    return latency(ms, (i) => {
      const p = tf.tidy(() => tf.softmax(forward(job.layers, job.variables, job.ones[i % 100])));
      if (waits) return p.data().then(() => p.dispose());
      p.dataSync();
      return p.dispose();
    });
  },
};
