// A worker as the page holds it: a lock tells that it lives, what throws is told, and what is said before it is ready
// waits.
import type { FromHeld } from './asked';

const scope = self as unknown as {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
};

function trap(error: unknown): void {
  scope.postMessage({ kind: 'trap', message: String(error) } satisfies FromHeld);
}

export function guard(run: () => unknown): void {
  try {
    const done = run();
    if (done instanceof Promise) done.catch(trap);
  } catch (error) {
    trap(error);
  }
}

// What asks for a turn of the event loop, in which `run` goes on once the page has been heard: a message does not wait as
// a timer does.
export function turns(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => guard(run);
  return () => port2.postMessage(0);
}

interface Start {
  readonly kind: 'start';
  readonly lock: string; // held while the worker lives
}

// `begin`: takes what is said first, and gives what hears all that follows. Returns what speaks to the page.
export function held<To extends { readonly kind: string }, From>(
  begin: (start: Extract<To, Start>) => Promise<(message: Exclude<To, Start>) => unknown>,
): (message: From) => void {
  const waiting: Exclude<To, Start>[] = [];
  let hear = (message: Exclude<To, Start>): unknown => waiting.push(message);
  scope.onmessage = ({ data }: MessageEvent<To>) => {
    if (data.kind !== 'start') {
      guard(() => hear(data as Exclude<To, Start>));
      return;
    }
    const start = data as Extract<To, Start>;
    navigator.locks
      ?.request(start.lock, () => {
        scope.postMessage({ kind: 'held' } satisfies FromHeld);
        return new Promise(() => {});
      })
      .catch(() => {}); // of a file there are none
    guard(async () => {
      hear = await begin(start);
      for (const each of waiting.splice(0)) guard(() => hear(each));
    });
  };
  return (message) => scope.postMessage(message);
}
