// The words that steer a run in its worker.
import type { ReadonlySignal } from '@preact/signals-core';
import type { Frame, Pace, Setup, Single, ToRun, What } from '../engine/run-messages';
import type { TrainerSource } from '../engine/trainer';

const FULL: Pace = { unit: 'step', perSecond: Number.POSITIVE_INFINITY };
const NO_END = Number.POSITIVE_INFINITY;

export abstract class RunSteering {
  abstract readonly frame: ReadonlySignal<Frame | undefined>;
  abstract readonly setup: ReadonlySignal<Setup>;
  abstract source: TrainerSource | undefined;
  protected lineAsked: string | undefined; // that the run was told to have, until it is heard to
  protected asked = 0; // for the next step: an earlier answer no longer counts
  // Unheard where there is no worker.
  protected abstract say(message: ToRun): void;

  go(pace: Pace = FULL, until = NO_END): void {
    this.say({ kind: 'go', pace, until });
  }

  pause(): void {
    this.say({ kind: 'pause' });
  }

  // So many more than were asked for: the run counts them, so that none is lost however fast they are asked for.
  step(count = 1): void {
    this.say({ kind: 'more', steps: count });
  }

  // To the end of this pass through the data.
  epoch(): void {
    this.say({ kind: 'more', steps: 'epoch' });
  }

  operation(): void {
    this.say({ kind: 'operation' });
  }

  // Asks what two checkpoints differ in; the answer comes into `difference`.
  compare(from: number, to: number): void {
    this.say({ kind: 'compare', from, to });
  }

  // Asks what is mistaken for what; the answer comes into `confusion`.
  confuse(): void {
    this.say({ kind: 'confuse' });
  }

  // What goes into the activations; the answer comes into `spread`.
  countInputs(): void {
    this.say({ kind: 'spread' });
  }

  // The largest gradients of the last step, or the smallest, into `steepest`.
  rankGradients(least = false): void {
    this.say({ kind: 'steepest', least });
  }

  // What the batch size changes, into `batches`: measured while the run waits.
  weighBatches(): void {
    this.say({ kind: 'batches' });
  }

  // How well it does now, whatever was changed since the last score, into `measured`.
  measure(): void {
    this.say({ kind: 'measure' });
  }

  // Asks for pictures of the test set.
  picture(samples: readonly number[]): void {
    this.say({ kind: 'pictures', samples });
  }

  // Back to any step that was.
  seek(step: number): void {
    this.lineAsked = undefined;
    this.say({ kind: 'seek', step });
  }

  // Asks for what it takes to go on elsewhere, in so many bytes; the answer comes to `onPast`.
  remember(most: number): void {
    this.say({ kind: 'past', most });
  }

  // Asks what the next step begins with, were its batch so many samples; the answer comes into `next` when it rests.
  askNext(samples: number): void {
    this.say({ kind: 'next', asked: ++this.asked, samples });
  }

  // One step, if the run is still where it was asked for.
  single(step: Single): void {
    this.say({ kind: 'single', ...step });
  }

  // Takes back what was learnt by hand since the last step.
  retract(): void {
    this.say({ kind: 'retract' });
  }

  change(what: What): void {
    if ('notation' in what) this.lineAsked = what.notation;
    this.say({ kind: 'change', what });
  }

  // The line that the run has; undefined: it has not heard yet of the one that it is to have.
  protected lineOf({ notation }: Setup): string | undefined {
    if (this.lineAsked !== undefined && this.lineAsked !== notation) return undefined;
    this.lineAsked = undefined;
    return notation;
  }

  set(name: string, value: number): void {
    this.change({ set: name, value });
  }
}
