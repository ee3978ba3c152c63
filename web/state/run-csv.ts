// The curves of a run as CSV: the loss of every step, and the scores where they were taken.
import type { RunRecord } from './run-record';

const HEAD =
  'step,loss,epoch,samples,seconds,train_loss,train_accuracy,validation_loss,validation_accuracy,test_loss,test_accuracy';

export function writeCsv({ steps, losses, scores }: Pick<RunRecord, 'steps' | 'losses' | 'scores'>): string {
  const at = new Map(scores.map((score) => [score.step, score]));
  const lines = [HEAD];
  for (let step = 0; step <= steps; step++) {
    const score = at.get(step);
    const loss = step > 0 ? losses[step - 1] : undefined;
    if (loss === undefined && !score) continue;
    const { epoch, samples, seconds, train, validation, test } = score ?? {};
    const scored = [train, validation, test].flatMap((each) => [each?.loss, each?.accuracy]);
    lines.push([step, loss, epoch, samples, seconds, ...scored].map((value) => value ?? '').join(','));
  }
  return `${lines.join('\n')}\n`;
}
