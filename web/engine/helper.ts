// A helper's side of a training step: it computes the slices that it is asked for. By messages, or, where the page is
// cross-origin isolated, in memory that both see, and asleep where nothing is asked for a while.
import { Awake } from './awake';
import { Core } from './core';
import { Eager } from './eager';
import { ANSWERED, ASKED, AWAKE, Mail, SLICES, waitFor } from './mail';
import { SliceNet } from './slice-net';

const IDLE_MS = 200;

export type ToHelper =
  | {
      readonly kind: 'net';
      readonly notation: string;
      readonly seed: number;
      readonly mail?: SharedArrayBuffer;
    }
  | { readonly kind: 'wake' }
  | { readonly kind: 'end' }
  | ArrayBuffer; // a question; it comes back as its answer
export type FromHelper = { readonly kind: 'ready' } | { readonly kind: 'lost' } | ArrayBuffer;

// `end`: it is needed no more.
export async function help(port: MessagePort, module: WebAssembly.Module, end: () => void): Promise<void> {
  const say = (message: FromHelper, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const core = await Core.start(module);
  const [awake, eager] = [new Awake(), new Eager()];
  let net: SliceNet | undefined;
  let shared: Mail | undefined;
  port.onmessage = ({ data }: MessageEvent<ToHelper>) => {
    try {
      if (data instanceof ArrayBuffer) {
        awake.end();
        const mail = new Mail(data);
        net?.answer(mail);
        say(data, [data]);
        awake.begin();
        return;
      }
      if (data.kind === 'end') {
        awake.close();
        port.close();
        end();
        return;
      }
      if (data.kind === 'net') {
        net?.free();
        net = new SliceNet(core, data.notation, data.seed);
        shared = data.mail ? new Mail(data.mail) : undefined;
      }
      if (net && shared) serve(net, shared, eager);
    } catch {
      port.onmessage = null; // refused, or a trap: the run computes the slices itself
      say({ kind: 'lost' });
    }
  };
  say({ kind: 'ready' });
}

// Until nothing has been asked for a while, or the net is to be another.
function serve(net: SliceNet, mail: Mail, eager: Eager): void {
  const { ints } = mail;
  Atomics.store(ints, AWAKE, 1);
  while (true) {
    const answered = Atomics.load(ints, ANSWERED);
    if (!waitFor(ints, ASKED, answered, IDLE_MS, eager)) {
      Atomics.store(ints, AWAKE, 0);
      if (Atomics.load(ints, ASKED) === answered) return;
      Atomics.store(ints, AWAKE, 1); // a question came just then
    }
    if (Atomics.load(ints, SLICES) === 0) return;
    const asked = Atomics.load(ints, ASKED);
    net.answer(mail);
    Atomics.store(ints, ANSWERED, asked);
    Atomics.notify(ints, ANSWERED);
  }
}
