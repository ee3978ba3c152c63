// What is on a lesson's desk takes the place of what is in the playground, which can have its own back.
import { batch } from '@preact/signals-core';
import type { Input } from '../state/input';
import { readLink, writeLink } from '../state/link';
import { type Carried, pointsOf } from '../state/points';
import type { Session } from '../state/session';
import { fromText, isPersonal, type View } from '../state/settings';
import type { Desk } from './desk';

// All that a session shows: as its link says it, and what no link holds.
interface Shown {
  readonly link: string;
  readonly input: Input;
  readonly net: { readonly line: string; readonly seed: number; readonly learnt: Float32Array } | undefined;
  readonly points: Carried | undefined;
}

function shownIn(session: Session, points: Carried | undefined): Shown {
  const { settings, input, digit, experiments, place } = session;
  const query = new URLSearchParams(
    writeLink(settings, input.peek(), digit?.pixels ?? new Float32Array(0), {
      change: experiments.change.peek(),
      erased: experiments.erased.peek(),
      place,
    }),
  );
  const line = session.running.peek()?.plan.notation;
  const learnt = settings.weights.peek() === 'mine' ? session.learnt() : undefined;
  if (learnt) query.set('weights', 'untrained'); // until they come
  return {
    link: query.toString(),
    input: input.peek(),
    net: line && learnt ? { line, seed: settings.seed.peek(), learnt } : undefined,
    points,
  };
}

async function show(session: Session, { link, input, net, points }: Shown, view?: View): Promise<void> {
  const read = readLink(link);
  if ('unusable' in read) return;
  const { lesson, lessonStep, view: now } = session.settings;
  const [name, step] = [lesson.peek(), lessonStep.peek()];
  const { input: _, ...how } = read;
  batch(() => {
    fromText(session.settings, link, (each) => !isPersonal(each));
    lesson.value = name;
    lessonStep.value = step;
    if (view) now.value = view;
    session.follow(input.kind === 'blank' ? how : { ...how, input });
  });
  if (net) await session.load(net.line, net.seed, net.learnt);
  if (points) await pointsOf(session).takeOver(points);
}

// Settles with what puts back what was there.
export async function take(session: Session, desk: Desk, view: View): Promise<() => void> {
  const ofPoints = view === 'points';
  const before = shownIn(session, ofPoints ? pointsOf(session).carried : undefined);
  await show(session, shownIn(desk.session, ofPoints ? desk.points?.carried : undefined), view);
  return () => void show(session, before);
}
