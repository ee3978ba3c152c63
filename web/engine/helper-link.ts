// The run's side of one helper.
import { Eager } from './eager';
import type { FromHelper, ToHelper } from './helper';
import { ANSWERED, ASKED, AWAKE, Mail, type Sizes, SLICES, waitFor } from './mail';
import type { SharedStep } from './shared-step';

export class HelperLink {
  ready = false;
  gone = false;
  readonly #port: MessagePort;
  readonly #eager = new Eager();
  readonly #shared: boolean;
  #met: SharedStep | undefined;
  #sizes: Sizes | undefined;
  #mail: Mail | undefined; // here, not on its way
  #asked = 0;
  #answered = 0;

  constructor(port: MessagePort, shared: boolean, news: () => void) {
    this.#port = port;
    this.#shared = shared;
    port.onmessage = ({ data }: MessageEvent<FromHelper>) => {
      if (data instanceof ArrayBuffer) {
        const mail = new Mail(data);
        if (mail.ints[ASKED] !== this.#asked) return; // nobody waits for that any more
        this.#mail = mail;
        this.#answered = this.#asked;
      } else if (data.kind === 'ready') this.ready = true;
      else this.gone = true;
      news();
    };
  }

  #say(message: ToHelper, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  // It is to compute slices of that step's net, so many at a time; said once.
  meet(step: SharedStep, slices: number): void {
    if (step === this.#met) return;
    this.#met = step;
    if (this.#shared && this.#mail) this.#ask(this.#mail, 0); // it listens to the port then
    this.#sizes = { ...step.views.sizes, slices };
    this.#asked = this.#answered = 0;
    this.#mail = this.#shared ? Mail.of(this.#sizes, true) : undefined;
    const buffer = this.#mail?.buffer;
    const mail = buffer instanceof ArrayBuffer || !buffer ? {} : { mail: buffer };
    this.#say({ kind: 'net', notation: step.net.plan.notation, seed: step.seed, ...mail });
  }

  // `write` puts the question into the mail.
  ask(slices: number, write: (mail: Mail) => void): void {
    if (!this.#sizes) return;
    const mail = this.#mail ?? Mail.of(this.#sizes, false);
    write(mail);
    this.#ask(mail, slices);
  }

  #ask(mail: Mail, slices: number): void {
    const { ints, buffer } = mail;
    this.#asked++;
    if (buffer instanceof ArrayBuffer) {
      this.#mail = undefined;
      ints[ASKED] = this.#asked;
      ints[SLICES] = slices;
      this.#say(buffer, [buffer]);
      return;
    }
    Atomics.store(ints, SLICES, slices);
    Atomics.store(ints, ASKED, this.#asked);
    Atomics.notify(ints, ASKED);
    if (Atomics.load(ints, AWAKE) === 0) this.#say({ kind: 'wake' });
  }

  // Undefined: not there yet. In shared memory it is waited for, `most` ms.
  answer(most: number): Mail | undefined {
    const mail = this.#mail;
    if (!mail) return undefined;
    if (mail.buffer instanceof ArrayBuffer) return this.#answered === this.#asked ? mail : undefined;
    const { ints } = mail;
    const end = performance.now() + most;
    for (let seen = Atomics.load(ints, ANSWERED); seen !== this.#asked; seen = Atomics.load(ints, ANSWERED)) {
      const left = end - performance.now();
      if (left <= 0) return undefined;
      waitFor(ints, ANSWERED, seen, left, this.#eager);
    }
    return mail;
  }

  close(): void {
    if (this.#shared && this.#mail) this.#ask(this.#mail, 0);
    this.#say({ kind: 'end' });
    this.#port.onmessage = null;
    this.#port.close();
  }
}
