// What can be taken away of a run of points: the weights on show, and a PyTorch program that makes it again. And weights
// that come back.
import { Refused } from '../engine/errors';
import type { PlaneProbe } from '../engine/plane';
import { partOf } from '../engine/points';
import type { PointsLab } from './points';
import { type Dealing, TABLE_SET } from './points-deal';
import { fitLine } from './points-line';
import { exportProgram, exportWeights, type Made } from './run-export';
import { Unread } from './run-file';
import { readLearnerFile } from './run-import';
import { RUN_VERSION } from './run-record';
import { aboutPoints, POINTS_FILE, writePoints } from './torch/points-file';
import type { Recipe } from './torch/script';
import { wishesOf } from './train-text';

const nameOf = ({ dealing, file }: PointsLab): string => {
  const set = dealing.peek()?.set ?? '';
  return `glassnet points ${set === TABLE_SET ? file.fileName : set}`;
};

// The run up to the moment on show. Undefined: how it began is not known.
function recipeOf(lab: PointsLab, dealing: Dealing, net: PlaneProbe): Recipe | undefined {
  const { began, history } = lab;
  if (!began) return undefined;
  const { changes, settings } = lab.setup.peek();
  const steps = lab.frame.peek()?.steps ?? 0;
  return {
    version: RUN_VERSION,
    id: '',
    name: nameOf(lab),
    pinned: false,
    when: Date.now(),
    notation: began.notation,
    ended: net.plan.notation,
    seed: began.seed,
    data: 'points',
    dataVersion: '',
    samples: partOf(dealing.points, false).count,
    validation: 0,
    labelNoise: 0,
    wishes: began.settings,
    now: wishesOf(lab.table.peek(), settings),
    changes: changes.filter(({ at }) => at <= steps),
    steps,
    losses: history.all().subarray(0, steps),
    scores: history.scores.filter(({ step }) => step <= steps),
    start: began.start,
    learnt: net.learnt(),
    points: aboutPoints(dealing),
  };
}

// Throws NotWritten. Undefined: there is no net, or how its run began is not known.
export async function takePoints(lab: PointsLab, what: 'weights' | 'torch'): Promise<Made | undefined> {
  const { session } = lab;
  const [dealing, net] = [lab.dealing.peek(), lab.probe.peek()];
  if (!dealing || !net) return undefined;
  if (what === 'weights') {
    const seed = session.settings.pointsStart.peek();
    return exportWeights(session, nameOf(lab), net.plan.notation, seed, net.learnt());
  }
  const recipe = recipeOf(lab, dealing, net);
  const points = { name: POINTS_FILE, bytes: writePoints(dealing) };
  return recipe && exportProgram(session, lab.table.peek(), recipe, [points]);
}

// 'unread': it is no file of weights with their line; 'unfit': their net is not made for these points.
export type OpenedPoints = 'opened' | 'unread' | 'unfit';

// The net of the file takes the place of the one on show, if it can learn these points.
export async function openPoints(lab: PointsLab, file: Blob): Promise<OpenedPoints> {
  const points = lab.dealing.peek()?.points;
  if (!points) return 'unread';
  try {
    const { kind, bytes } = await readLearnerFile(file);
    if (kind !== 'weights') return 'unread';
    const seed = lab.session.settings.pointsStart.peek();
    const { notation, learnt } = await lab.session.readWeights(bytes, seed);
    if (notation === '') return 'unread';
    if (fitLine(notation, points).replace(/\s/g, '') !== notation.replace(/\s/g, '')) return 'unfit';
    await lab.takeOver({ line: notation, learnt });
    return 'opened';
  } catch (error) {
    if (error instanceof Unread || error instanceof Refused) return 'unread';
    throw error;
  }
}
