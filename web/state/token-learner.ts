// A run that learns from tokens and goes on at a next visit: its weights, how it began, what is kept of it.
import type { Frame } from '../engine/run-messages';
import { gptShelf, type KeptGpt } from './gpt-kept';
import { isKeepable, MOST_PAST } from './kept-run';
import { Learner } from './learner';
import type { Learning, Recorder } from './recorder';
import type { Remembered } from './run-handle';
import type { RunKeeper } from './run-keeper';
import { lean, RunMemory } from './run-memory';
import type { Session } from './session';
import { Settling } from './settling';

export abstract class TokenLearner extends Learner {
  abstract readonly session: Session;
  abstract readonly kept: RunKeeper & { readonly recorder: Recorder };

  protected learnt: Float32Array | undefined; // of the moment that is on show; none: as the seed made it
  protected untrained = true;
  protected place = ''; // of the run on show, where it is kept
  protected of: Pick<KeptGpt, 'notation' | 'seed' | 'data'> | undefined; // what the run on show was made from
  protected readonly memory = new RunMemory<KeptGpt>((kept) => {
    if (!this.session.embedded) void gptShelf.save('run', kept, this.place);
  });
  readonly #settling = new Settling();
  #recalling = false; // the run that begins was kept
  #keptAt = 0;

  constructor() {
    super();
    this.onPast = (remembered) => this.#keep(remembered);
    this.onReady = () => this.readied();
  }

  // All that it knows at the moment that is on show; none: as its seed made it.
  get known(): Float32Array | undefined {
    return this.learnt;
  }

  // `kept`: the run goes on from what was kept of it.
  abstract override begin(from: 'shown' | 'untrained', kept?: KeptGpt): void;

  protected readied(): void {
    // What was kept is another version's: on from its weights at least.
    if (this.#recalling && !this.resumed) this.begin('shown');
  }

  protected async recalled(place: string): Promise<KeptGpt | undefined> {
    return this.session.embedded ? undefined : gptShelf.load('run', place);
  }

  // What goes on is kept before another takes its place.
  protected async settle(): Promise<void> {
    if (!this.alive || this.untrained || this.trouble.peek()) return;
    this.pause();
    await this.#settling.wait(() => this.remember(MOST_PAST));
  }

  // A run begins, and is written down. The weights that its source begins with; none: those of its seed.
  protected begins(learning: Learning, kept: KeptGpt | undefined): Float32Array | undefined {
    const { recorder } = this.kept;
    this.#recalling = kept !== undefined;
    if (kept && !kept.record) {
      recorder.rest(); // an earlier version of the page kept it: how it began is not known
      return kept.learnt;
    }
    recorder.begin(learning, kept?.record);
    return kept ? kept.start : this.untrained ? undefined : this.learnt;
  }

  // The weights of a frame, which are on show from now on.
  protected adopted(frame: Frame, learnt: Float32Array): void {
    this.kept.recorder.note(frame, learnt);
    if (frame.steps > 0) this.untrained = false;
    this.learnt = learnt;
  }

  // `rarely`: ms from one keeping to the next while it goes on.
  protected keepLater({ steps, state }: Frame, rarely = 0): void {
    const running = state === 'running';
    if (steps === 0 || (running && performance.now() - this.#keptAt < rarely)) return;
    this.memory.later(
      running,
      () => (this.trouble.peek() ? '' : this.state),
      () => this.remember(MOST_PAST),
    );
  }

  // What else is kept of it.
  protected keptToo(): Partial<KeptGpt> {
    return {};
  }

  #keep(remembered: Remembered): void {
    this.#keptAt = performance.now();
    const { learnt, of } = this;
    // Asked for by the run before, it would take that one's place.
    if (!learnt || !of || this.untrained) return;
    this.memory.keep({
      ...of,
      learnt,
      settings: this.wishes.peek(),
      samples: [],
      ...this.keptToo(),
      ...(this.kept.recorder.writes ? { record: this.kept.recorder.place } : {}),
      ...(this.source?.start ? { start: this.source.start } : {}),
      ...(isKeepable(this.plan?.parameters ?? 0) ? { remembered: lean(remembered) } : {}),
    });
    this.#settling.done();
  }
}
