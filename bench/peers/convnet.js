// ConvNetJS: its own Trainer over volumes made beforehand. Weights are copied in, so that its losses can be compared.
import { Cannot, latency, mnist, timed } from './data.js';

const { convnetjs } = window;
const LEAST_STEPS = 5; // whose losses say whether it learns
let job;

function definitions(layers) {
  const defs = [{ type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 }];
  for (const layer of layers.slice(0, -1)) {
    if (layer.op === 'dense') defs.push({ type: 'fc', num_neurons: layer.units, bias_pref: 0 });
    else if (layer.op === 'conv') defs.push({ type: 'conv', sx: layer.size, filters: layer.filters, stride: 1, pad: layer.pad, bias_pref: 0 });
    else if (layer.op === 'relu' || layer.op === 'tanh') defs.push({ type: layer.op });
    else if (layer.op === 'avgpool' || layer.op === 'maxpool') defs.push({ type: 'pool', sx: layer.size, stride: layer.size });
    else if (layer.op !== 'flatten') throw new Cannot('has no residual links');
  }
  return [...defs, { type: 'softmax', num_classes: layers.at(-1).units }]; // brings its dense layer along
}

// Ours are (out, in…), channels first; a volume here is (y, x, channel), also where a dense layer reads one.
function fill(net, params) {
  let k = 0;
  for (const layer of net.layers) {
    if (!layer.filters) continue;
    const [weight, bias] = [params[k++].values, params[k++].values];
    const size = weight.length / layer.filters.length;
    const maps = layer.layer_type === 'conv' ? layer.in_depth : depthBefore(net, layer);
    for (const [o, filter] of layer.filters.entries())
      for (let i = 0; i < size; i++) filter.w[(i % (size / maps)) * maps + Math.floor(i / (size / maps))] = weight[o * size + i];
    for (let i = 0; i < bias.length; i++) layer.biases.w[i] = bias[i];
  }
}
const depthBefore = (net, layer) => net.layers[net.layers.indexOf(layer) - 1].out_depth;

function makeJob({ layers, batch, rate, optimizer, params }, { x, y }) {
  if (optimizer === 'adam') throw new Cannot('has no Adam');
  const net = new convnetjs.Net();
  net.makeLayers(definitions(layers));
  fill(net, params);
  const trainer = new convnetjs.Trainer(net, { method: 'sgd', learning_rate: rate, momentum: 0, batch_size: batch });
  const volumes = Array.from(y, (_, i) => {
    const volume = new convnetjs.Vol(28, 28, 1, 0);
    volume.w.set(x.subarray(i * 784, (i + 1) * 784));
    return volume;
  });
  let at = 0;
  const step = () => {
    let loss = 0;
    for (let i = 0; i < batch; i++) {
      loss += trainer.train(volumes[at], y[at]).loss;
      at = (at + 1) % volumes.length;
    }
    return loss / batch;
  };
  return { net, volumes, step, batch };
}

window.engine = {
  version: '0.3.0',
  async begin(spec) {
    job = makeJob(spec, await mnist(spec.samples));
    const how = spec.layers.some(({ op }) => op === 'avgpool') ? 'max pooling: it has no average pooling' : '';
    const losses = [];
    const began = performance.now(); // a slow engine shows in fewer steps that it learns
    while (losses.length < spec.steps && (performance.now() - began < spec.most || losses.length < LEAST_STEPS)) losses.push(job.step());
    return { losses, how, differs: how !== '' };
  },
  run: (ms) => timed(ms, () => (job.step(), job.batch)),
  infer: (ms) => latency(ms, (i) => void job.net.forward(job.volumes[i % 1000])),
};
