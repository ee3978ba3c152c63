// Samples per second while training, every engine in turn, round after round.
import { letters } from './letters.mjs';
import { CHECK_STEPS, gptNotation, notation, SAMPLES, TRAINING } from '../tasks.mjs';
import { summary } from './summary.mjs';

const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;
const LATE = 10; // losses at the end that are averaged

const BEGIN_S = 120;

async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`had not begun after ${seconds} s`)), 1000 * seconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// What the losses of the same steps say: that this engine does the same work as ours, or has at least learnt as much.
export function checked({ losses, differs }, own) {
  const steps = Math.min(losses.length, own.length);
  if (steps === 0) return {};
  const late = (list) => mean(list.slice(Math.max(0, steps - LATE), steps));
  const [ours, theirs] = [late(own), late(losses)];
  const fell = differs ? theirs < ours + 0.3 * (own[0] - ours) + 0.02 : Math.abs(theirs - ours) < 0.03 * ours + 1e-4;
  return { check: { steps, loss: Number(theirs.toFixed(5)), ours: Number(ours.toFixed(5)), ok: fell } };
}

// What an engine is told of a task.
function specOf({ checked: fewer, ...task }, steps) {
  if (!task.gpt) return { ...task, notation: notation(task.layers), samples: SAMPLES, steps };
  const text = letters();
  const samples = Math.floor((text.tokens.length - 1) / task.gpt.window);
  return { ...task, ...text, layers: [], notation: gptNotation(task.gpt, text.kinds), samples, steps: Math.min(steps, fewer) };
}

// Engines are begun one after the other, kept, and measured alternately; what cannot do the task says why.
export async function training(name, { open, rounds, ms, steps = CHECK_STEPS, most = 4000, report, byProcessor }) {
  const task = TRAINING[name];
  const spec = { ...specOf(task, steps), most, ms };
  const unit = task.gpt ? 'tokens' : 'samples';
  const engines = [];
  let params;
  let own = [];
  try {
    for await (const { name: wanted, make } of open()) {
      let engine;
      try {
        engine = await make();
        const begun = await within(BEGIN_S, engine.begin({ ...spec, params }));
        params ??= begun.params;
        if (engine.name === 'ours') own = begun.losses;
        engines.push({ engine, rates: [], how: begun.how || undefined, ...checked(begun, own) });
      } catch (error) {
        await engine?.close();
        if (wanted === 'ours') throw error;
        report({ task: name, engine: engine?.name ?? wanted, version: engine?.version, cannot: error.message });
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const each of round % 2 ? [...engines].reverse() : engines) {
        if (each.broken) continue;
        try {
          const { samples, ms: spent } = await each.engine.run(ms, byProcessor);
          each.rates.push((1000 * samples * (task.gpt?.window ?? 1)) / spent);
        } catch (error) {
          if (each.engine.name === 'ours') throw error;
          each.broken = error.message;
        }
      }
    }
    const base = engines.find(({ engine }) => engine.name === 'ours').rates;
    for (const { engine, rates, how, check, broken } of engines) {
      const who = { task: name, engine: engine.name, version: engine.version };
      if (broken) {
        report({ ...who, cannot: broken });
        continue;
      }
      report({
        ...who,
        unit: byProcessor ? `${unit} per s of processor` : `${unit}/s`,
        ...summary(rates, base, (mine, ours) => ours / mine),
        how,
        check,
      });
    }
  } finally {
    for (const { engine } of engines) await engine.close();
  }
}
