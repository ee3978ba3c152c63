// When a run is scored. It learns nothing while it is: at full speed, once a second has gone into scores, they take a
// tenth of its time at most.

const FREE_MS = 1000;
const SHARE = 1 / 9; // of the time that its steps have taken

// Steps after which a score is due and a checkpoint kept: many at first, when most happens.
export function isDue(step: number): boolean {
  const apart =
    step < 10 ? 1 : step < 200 ? 10 : step < 500 ? 25 : step < 2000 ? 100 : step < 10_000 ? 200 : 1000;
  return step % apart === 0;
}

export class ScoreClock {
  sparing = false; // of time: which of those that are due are taken depends on the machine
  curves = true; // are drawn; else one is taken only where the run is to stop
  #took = 0; // ms, all of them
  #asked = { step: -1, wants: false };

  // `spent`: ms of its steps; none: at a pace that is watched. The same answer however often it is asked of a step.
  wants(step: number, until: number, spent?: number): boolean {
    if (this.#asked.step !== step) this.#asked = { step, wants: this.#decide(step, until, spent) };
    return this.#asked.wants;
  }

  #decide(step: number, until: number, spent?: number): boolean {
    if (step === 0) return true;
    if (!this.curves) return step === until;
    if (!isDue(step)) return false;
    return !this.sparing || spent === undefined || step === until || this.#took < FREE_MS + SHARE * spent;
  }

  // A score that is taken.
  time<T>(score: () => T): T {
    const began = performance.now();
    const scored = score();
    this.#took += performance.now() - began;
    return scored;
  }

  // Of a run that nobody sees only its beginning: there a number that was none is looked for.
  keeps(step: number): boolean {
    return this.curves ? isDue(step) : step === 0;
  }
}
