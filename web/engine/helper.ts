// A helper's side of a training step: it computes the slices that it is asked for. By messages, or, where the page is
// cross-origin isolated, in memory that both see, and asleep where nothing is asked for a while.
import { Awake } from './awake';
import { Core } from './core';
import { ANSWERED, ASKED, AWAKE, DUE_MS, Mail, SLICES, waitFor } from './mail';
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
  const awake = new Awake();
  let net: SliceNet | undefined;
  let shared: Mail | undefined;
  port.onmessage = ({ data }: MessageEvent<ToHelper>) => {
    try {
      if (data instanceof ArrayBuffer) {
        const mail = new Mail(data);
        net?.answer(mail);
        say(data, [data]);
        awake.for(DUE_MS);
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
      if (net && shared) serve(net, shared);
    } catch {
      port.onmessage = null; // refused, or a trap: the run computes the slices itself
      say({ kind: 'lost' });
    }
  };
  say({ kind: 'ready' });
}

// Until nothing has been asked for a while, or the net is to be another.
function serve(net: SliceNet, mail: Mail): void {
  const { ints } = mail;
  Atomics.store(ints, AWAKE, 1);
  while (true) {
    const answered = Atomics.load(ints, ANSWERED);
    if (!waitFor(ints, ASKED, answered, IDLE_MS)) {
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
