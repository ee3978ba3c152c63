// The same net with another activation function: the row's piece of the notation rewritten, everything else kept.
import type { Plan } from '../engine/plan';

export const ACTIVATION_NAMES = ['relu', 'leaky_relu', 'sigmoid', 'tanh', 'gelu', 'none'] as const;
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

const NONE = 'leaky_relu 1'; // a slope of 1 on both sides: the identity, and the rows stay the same
const PIECE = /^((?:\s*[\w.]+\s*:)?\s*)(relu|leaky_relu|sigmoid|tanh|gelu)\b([^;}]*)$/;

function pieceOf(plan: Plan, row: number): string {
  const { at, length } = plan.rows[row] ?? { at: 0, length: 0 };
  return plan.notation.slice(at, at + length);
}

export function activationOf(plan: Plan, row: number): ActivationName | undefined {
  const found = PIECE.exec(pieceOf(plan, row));
  if (!found) return undefined;
  const whole = `${found[2]}${found[3]}`.trim().replace(/\s+/g, ' ');
  return whole === NONE ? 'none' : (found[2] as ActivationName);
}

// The first of a line.
export const firstActivation = (line: string): ActivationName | undefined =>
  line
    .split(';')
    .map((piece) => PIECE.exec(piece)?.[2] as ActivationName | undefined)
    .find((name) => name !== undefined);

export function withActivation(plan: Plan, rows: readonly number[], name: ActivationName): string {
  let { notation } = plan;
  // From the back, so that places stay true; rows of a repeated block share one.
  const places = [...new Set(rows.map((row) => plan.rows[row]?.at ?? -1))].sort((a, b) => b - a);
  for (const at of places) {
    const row = plan.rows.find((each) => each.at === at && activationOf(plan, each.index));
    if (!row) continue;
    const piece = pieceOf(plan, row.index).replace(PIECE, `$1${name === 'none' ? NONE : name}`);
    notation = notation.slice(0, at) + piece + notation.slice(at + row.length);
  }
  return notation;
}
