// A run in a worker of its own: messages in, frames out, and turns of work between them.
import { CoreTrap } from './core';
import { Crew } from './crew';
import { Refused } from './errors';
import { help } from './helper';
import { Run } from './run';
import type { FromRun, ToRun } from './run-messages';
import { scoredNow } from './scored';
import { Trainer } from './trainer';

// The worker's own scope, of which only this is used.
interface Scope {
  onmessage: ((event: MessageEvent<ToRun>) => void) | null;
  postMessage(message: FromRun, transfer?: Transferable[]): void;
  close(): void;
}
const scope = globalThis as unknown as Scope;

const SPREAD = 200; // training samples whose numbers are counted
const STEEPEST = 24;

let run: Run | undefined;
let latest = 0; // the run that was asked for last
let looks = false; // the page shows the weights
let seen = true; // the page has taken in the last frame
let owed = false; // something has happened since
let wanted = 0; // bytes of the past that the page asks for
let timer: ReturnType<typeof setTimeout> | undefined;

// A timer of 0 ms waits 4; a message does not.
const turn = new MessageChannel();
let turning = false;
turn.port1.onmessage = () => {
  turning = false;
  guard(work);
};

function work(): void {
  timer = undefined;
  if (!run || run.awaits) return;
  const wait = run.tick(performance.now());
  if (run.awaits) return;
  tell();
  hire();
  if (wait !== undefined) again(wait);
}

// ---------------------------------------------------------------- helpers

const crew = new Crew(globalThis.crossOriginIsolated === true);
let asked = 0; // for helpers
const later: ToRun[] = []; // words that came while a step was shared out: it ends first
crew.news = () => guard(arrive);

function arrive(): void {
  if (!run?.arrive()) return;
  for (const message of later.splice(0)) guard(() => hear(message));
  tell();
  work();
}

function hire(): void {
  if (!run?.going || run.pace.perSecond < Number.POSITIVE_INFINITY) return;
  if (asked > 0 || !crew.wants(run.trainer)) return;
  asked++;
  scope.postMessage({ kind: 'hire' });
}

function again(wait: number): void {
  clearTimeout(timer);
  if (wait < 1) {
    if (!turning) turn.port2.postMessage(0);
    turning = true;
  } else timer = setTimeout(() => guard(work), wait);
}

// At most one frame under way; what happened meanwhile is told with the next.
function tell(): void {
  owed = true;
  if (!run || !seen) return;
  owed = false;
  seen = false;
  const frame = run.frame(looks);
  const last = frame.losses.at(-1); // before it is handed over
  scope.postMessage(frame, [frame.losses.buffer, ...(frame.learnt ? [frame.learnt.buffer] : [])]);
  if (last !== undefined && !Number.isFinite(last)) {
    wanted = 0; // there is nothing to go on from
    const fault = run.findFault();
    if (fault) scope.postMessage({ kind: 'fault', fault });
  }
  // With the frame that tells its last step, so that the page has the losses until then.
  const past = wanted > 0 ? run.past(wanted) : undefined;
  if (!past) return;
  wanted = 0;
  // Copied here and handed over: the page's own thread has no time for megabytes.
  const checkpoints = past.checkpoints.map((each) => ({ ...each, bytes: each.bytes.slice() }));
  scope.postMessage(
    { kind: 'past', id: run.id, past: { ...past, checkpoints } },
    checkpoints.map(({ bytes }) => bytes.buffer),
  );
}

function guard(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) scope.postMessage({ kind: 'refused', error: error.error });
    else if (error instanceof CoreTrap) {
      run = undefined;
      scope.postMessage({ kind: 'trap', message: error.message });
    } else throw error;
  }
}

let held: Promise<void> | undefined;
// Nothing tells a page that a worker is gone; a lock that it held is free then. Two starts at once wait for the same.
function hold(lock: string): Promise<void> {
  if (!navigator.locks) return Promise.resolve();
  held ??= new Promise((granted) => {
    const forever = () => {
      granted();
      return new Promise<void>(() => {});
    };
    navigator.locks.request(lock, forever).catch(() => granted()); // of a file there are none
  });
  return held;
}

async function start({
  id,
  module,
  source,
  changes,
  past,
  fresh,
  lock,
}: Extract<ToRun, { kind: 'start' }>): Promise<void> {
  try {
    latest = id;
    const healthy = run?.healthy ?? false;
    const curves = run?.clock.curves ?? true;
    if (fresh) run = undefined;
    seen ||= fresh; // the page's word for an earlier frame finds no run
    await hold(lock);
    const before = run?.trainer;
    if (before) before.restart(source);
    const trainer = before ?? (await Trainer.start(module, source));
    if (id !== latest) return;
    crew.abandon();
    run = new Run(id, trainer, changes, past);
    run.healthy = healthy;
    run.clock.curves = curves;
    run.clock.sparing = true;
    run.crew = crew;
    scope.postMessage({ kind: 'ready', id, table: trainer.table, resumed: run.resumed });
    run.begin();
    for (const message of later.splice(0)) guard(() => hear(message));
    tell();
  } catch (error) {
    guard(() => {
      throw error;
    });
  }
}

// True: it was about helpers.
function hearOfHelpers(message: ToRun): boolean {
  if (message.kind === 'help') {
    scope.onmessage = null;
    void help(message.port, message.module, () => scope.close());
  } else if (message.kind === 'helper') {
    asked--;
    crew.add(message.port);
  } else if (message.kind === 'workers') {
    asked = 0;
    crew.become(message.most, message.always);
    if (run && !run.awaits) tell();
  } else return false;
  return true;
}

function hear(message: ToRun): void {
  if (hearOfHelpers(message)) return;
  if (run?.awaits) {
    later.push(message);
    return;
  }
  if (message.kind === 'start') {
    void start(message);
    return;
  }
  if (!run) return;
  switch (message.kind) {
    case 'samples':
      run.trainer[message.of].add(message.pixels, message.labels);
      run.begin();
      break;
    case 'go':
      run.go(message.pace, message.until, performance.now());
      again(0);
      break;
    case 'more': {
      run.more(message.steps, performance.now());
      const wait = run.tick(performance.now()); // one is done before the page hears of it
      if (wait !== undefined) again(wait);
      break;
    }
    case 'pause':
      run.pause();
      break;
    case 'operation':
      run.operation();
      break;
    case 'change':
      run.change(message.what);
      break;
    case 'look':
      looks = message.learnt;
      run.healthy = message.health;
      run.clock.curves = message.curves;
      break;
    case 'compare':
      scope.postMessage({ kind: 'difference', difference: run.compare(message.from, message.to) });
      return;
    case 'confuse':
      if (!run.busy) scope.postMessage({ kind: 'confusion', confusion: run.trainer.look.confusion() });
      return;
    case 'spread':
      if (!run.busy) scope.postMessage({ kind: 'spread', spread: run.trainer.look.spread(SPREAD) });
      return;
    case 'steepest':
      scope.postMessage({ kind: 'steepest', steepest: run.trainer.look.steepest(STEEPEST, message.least) });
      return;
    case 'batches': {
      const batches = run.weighBatches();
      if (batches) scope.postMessage({ kind: 'batches', batches });
      return;
    }
    case 'measure': {
      const { busy, trainer } = run;
      if (busy) return;
      const { train, test } = scoredNow(trainer, 0);
      scope.postMessage({ kind: 'measured', instant: { step: trainer.steps, train, test } });
      return;
    }
    case 'pictures':
      scope.postMessage({
        kind: 'pictures',
        samples: message.samples,
        pixels: run.trainer.test.pictures(message.samples),
      });
      return;
    case 'next': {
      const { busy } = run;
      if (run.going) return;
      scope.postMessage({ kind: 'next', asked: message.asked, next: run.next(message.samples) });
      if (!busy) return;
      break;
    }
    case 'single':
      run.single(message);
      break;
    case 'retract':
      run.retract();
      break;
    case 'seek':
      run.seek(message.step);
      break;
    case 'past':
      wanted = message.most;
      break;
    case 'seen':
      seen = true;
      if (owed) tell();
      return;
  }
  tell();
}

scope.onmessage = (event) => guard(() => hear(event.data));
