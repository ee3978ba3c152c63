// Runs a standalone WebAssembly program: node tools/run_wasm.mjs PROGRAM.wasm [ARGUMENT…]. Its exit code is ours.
import { readFile } from 'node:fs/promises';
import { argv, env, exit } from 'node:process';
import { WASI } from 'node:wasi';

const [program, ...rest] = argv.slice(2);
if (!program) {
  console.error('usage: node tools/run_wasm.mjs PROGRAM.wasm [ARGUMENT…]');
  exit(2);
}
const wasi = new WASI({
  version: 'preview1',
  args: [program, ...rest],
  env,
  preopens: { '.': '.' },
  returnOnExit: true,
});
const module = await WebAssembly.compile(await readFile(program));
const instance = await WebAssembly.instantiate(module, {
  ...wasi.getImportObject(),
  env: { emscripten_notify_memory_growth() {} },
});
// Exit at once: the descriptors of preopened folders would keep Node waiting.
exit(wasi.start(instance));
