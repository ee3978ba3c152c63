// A solution, done: each action as the learner would do it by hand.
import type { GptWriting } from '../state/gpt-writing';
import type { Learner } from '../state/learner';
import type { Desk } from './desk';
import type { Action } from './types';

const PATIENCE_MS = 60_000;
const REST_MS = 250; // until a change of settings has begun its run

export class Stuck extends Error {}

// `going`: asked between two actions; false ends it.
export async function perform(
  desk: Desk,
  actions: readonly Action[],
  going: () => boolean = () => true,
): Promise<void> {
  await desk.session.ready();
  await desk.until(() => desk.asChosen || !going(), PATIENCE_MS); // what is done to a net that gives way to another is lost
  if (desk.session.input.peek().kind === 'sample') await sampleThere(desk);
  for (const action of actions) {
    if (!going()) return;
    await act(desk, action, going);
  }
}

async function act(desk: Desk, action: Action, going: () => boolean): Promise<void> {
  const { session } = desk;
  if ('set' in action) {
    desk.apply(action.set);
    await desk.until(() => false, REST_MS);
  } else if ('train' in action) await runTo(desk, desk.train(), action.train, going);
  else if ('points' in action) await runTo(desk, desk.plane(), action.points, going);
  else if ('rewrite' in action) await runTo(desk, await desk.rewrite(), action.rewrite, going);
  else if ('places' in action) {
    const lab = await desk.vectorsLab();
    lab.cell.value = [action.places[0], lab.cell.peek()[1]];
    lab.other.value = action.places[1];
  } else if ('rewriteType' in action) {
    (await desk.rewrite()).own.value = action.rewriteType;
  } else if ('gpt' in action) await runTo(desk, await desk.gptLab(), action.gpt, going);
  else if ('gptType' in action) (await writing(desk)).type(action.gptType);
  else if ('gptWrite' in action) await writeOn(desk, action.gptWrite, going);
  else if ('change' in action) {
    const learner = desk.points ?? desk.train();
    await desk.until(() => ready(learner), PATIENCE_MS); // what is said to a run that has not begun is lost
    learner.set(...action.change);
    const [name, value] = action.change;
    await desk.until(() => learner.setup.peek().settings[name] === value, PATIENCE_MS);
  } else if ('retry' in action) {
    const learner = action.retry === 'train' ? desk.train() : desk.plane();
    learner.begin('untrained');
    await desk.until(() => ready(learner) && learner.frame.peek()?.steps === 0, PATIENCE_MS);
  } else if ('words' in action) {
    await runWords(desk, going);
  } else if ('line' in action) {
    if (desk.points) desk.points.rebuild(action.line);
    else await session.tryNotation(action.line);
    await desk.until(() => false, REST_MS);
  } else if ('pick' in action) {
    await session.fetchSamples();
    session.pickSample(action.pick);
    await settled(desk);
  } else if ('draw' in action) {
    session.clear();
    for (const stroke of action.draw) {
      const [first, ...rest] = stroke;
      if (!first) continue;
      session.beginStroke(first);
      session.extendStroke(rest);
    }
    await settled(desk);
  } else if ('hand' in action) {
    const lab = desk.plane();
    await desk.until(() => ready(lab), PATIENCE_MS);
    for (const number of action.hand) lab.setNumber(...number);
  } else if ('step' in action) {
    const step = await desk.glass();
    await session.fetchSamples(); // what the digit is called
    await settled(desk);
    await desk.until(() => step.stepper.peek() !== undefined, PATIENCE_MS);
    const what = action.step;
    if (typeof what === 'object' && 'open' in what)
      for (const [i, ref] of what.open.entries()) i === 0 ? step.open(ref) : step.follow(ref);
    else {
      step.go(what === 'direction' ? step.total - 1 : step.total); // where the step lies open
      if (what === 'descend') step.descend();
      else if (what !== 'direction') step.set(what);
    }
  } else if ('open' in action) {
    desk.apply(`at=${action.open}`);
    await settled(desk);
  } else {
    const [param, index, value] = action.edit;
    const what = { kind: 'param', id: param, index } as const;
    session.inspect.grasp(what);
    session.inspect.set(what, value);
    await settled(desk);
  }
}

const ready = (learner: Learner): boolean =>
  learner.status.peek() === 'ready' && learner.frame.peek() !== undefined;

async function runTo(desk: Desk, learner: Learner, step: number, going: () => boolean): Promise<void> {
  if (!(await desk.until(() => ready(learner), PATIENCE_MS))) throw new Stuck('no run');
  let told = 0; // the run that knows of it: one that begins meanwhile does not
  const done = () => {
    if (learner.run !== told && ready(learner)) {
      told = learner.run;
      learner.go(undefined, step);
      return false;
    }
    const there = (learner.frame.peek()?.steps ?? 0) >= step && !learner.running.peek();
    return !going() || learner.trouble.peek() !== undefined || there;
  };
  await desk.until(done, 3 * PATIENCE_MS);
  if (!going()) learner.pause();
}

// What a small GPT writes with, once it can.
async function writing(desk: Desk): Promise<GptWriting> {
  const lab = await desk.gptLab();
  if (!(await desk.until(() => ready(lab) && lab.writing.seen.peek() !== undefined, PATIENCE_MS)))
    throw new Stuck('no GPT');
  return lab.writing;
}

async function writeOn(desk: Desk, count: number, going: () => boolean): Promise<void> {
  const pen = await writing(desk);
  const end = pen.text.peek().length + count;
  void pen.goOn(desk.seen ? undefined : 0);
  await desk.until(() => !going() || !pen.going.peek() || pen.text.peek().length >= end, PATIENCE_MS);
  pen.stop();
}

async function runWords(desk: Desk, going: () => boolean): Promise<void> {
  const lab = await desk.wordsLab();
  const there = () => lab.frame.peek()?.state !== undefined || lab.trouble.peek() !== undefined;
  if (!(await desk.until(there, PATIENCE_MS)) || lab.trouble.peek()) throw new Stuck('no words');
  desk.session.settings.wordsPace.value = 0;
  await lab.train();
  await desk.until(() => !lab.isDone, PATIENCE_MS); // no longer what was learnt before
  await desk.until(() => !going() || lab.isDone || lab.trouble.peek() !== undefined, 3 * PATIENCE_MS);
  if (!going()) lab.pause();
}

// What a link names of the test digits is on the pad once they are fetched.
async function sampleThere(desk: Desk): Promise<void> {
  await desk.session.fetchSamples();
  await settled(desk);
}

// The net has run with what is new.
async function settled(desk: Desk): Promise<void> {
  await new Promise(requestAnimationFrame);
  await desk.until(() => desk.session.frame.peek() !== undefined, PATIENCE_MS);
  await new Promise(requestAnimationFrame);
}
