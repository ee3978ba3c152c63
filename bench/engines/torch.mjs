// Native PyTorch in a process of its own, asked in JSON lines.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PYTHON, root } from './paths.mjs';

export async function torch(threads) {
  const child = spawn(PYTHON, [join(root, 'bench/peers/torch_peer.py'), String(threads)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) },
  });
  let said = '';
  child.stderr.on('data', (text) => (said = (said + text).slice(-2000)));
  const gone = new Promise((_, failed) => {
    child.on('error', (error) => failed(new Error(`${PYTHON}: ${error.message}`)));
    child.on('exit', () => failed(new Error(said.trim().split('\n').at(-1) || 'python3 ended')));
  });
  gone.catch(() => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (what) => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    const { value } = await Promise.race([lines.next(), gone]);
    if (value === undefined) return gone;
    return JSON.parse(value);
  };
  const { version, blas } = await ask({ ask: 'version' });
  if (!blas) {
    child.kill();
    throw new Error('PyTorch runs on the slow reference BLAS here; on Debian: apt-get install libopenblas0');
  }
  return {
    name: `pytorch-${threads}`,
    version: `${version} ${blas}`,
    begin: ({ layers, gpt, tokens, batch, rate, optimizer, samples, steps, params, ms }) =>
      ask({ ask: 'begin', data: join(root, 'build/data/mnist'), layers, gpt, tokens, batch, rate, optimizer, samples, steps, params, ms }),
    async run(ms, byProcessor = false) {
      const { samples, ms: spent, cpu_ms: computed } = await ask({ ask: 'run', ms });
      return { samples, ms: byProcessor ? computed : spent };
    },
    infer: (ms) => ask({ ask: 'infer', ms }),
    close: () => child.kill(),
  };
}
