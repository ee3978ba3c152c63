// Makes instances of nets, whether or not they come to be shown: the core, and the weights that the build shipped.
import { models as weightUrls } from 'virtual:built';
import { CoreTrap } from '../engine/core';
import { Engine, type ModelSource, type Probe } from '../engine/engine';
import { Refused } from '../engine/errors';
import type { Plan } from '../engine/plan';
import { readFile } from './files';
import { MODEL_NAMES, MODELS, type ModelName } from './models';

export class Nets {
  #engine: Engine | undefined;
  #files = new Map<string, Promise<Uint8Array | undefined>>();

  async start(core: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#engine = await Engine.fromBytes(core);
  }

  get engine(): Engine | undefined {
    return this.#engine;
  }

  // Undefined: there is no core. Throws Refused.
  probe(source: ModelSource): Promise<Probe> | undefined {
    return this.#engine?.probe(source);
  }

  weightsFile(name: string): Promise<Uint8Array | undefined> {
    const kept = this.#files.get(name);
    if (kept) return kept;
    const url = weightUrls[name];
    const file = url ? readFile(url).catch(() => undefined) : Promise.resolve(undefined);
    this.#files.set(name, file);
    return file;
  }

  async fetchAll(): Promise<void> {
    for (const name of MODEL_NAMES) await this.weightsFile(name);
  }

  // A shipped model. Undefined: its weights are not there.
  async shipped(model: ModelName, weights: 'trained' | 'plain'): Promise<Probe | undefined> {
    const bytes = await this.weightsFile(weights === 'plain' ? `${model}-plain` : model);
    return bytes && this.probe({ notation: MODELS[model], seed: 1, weights: bytes });
  }

  // The tape of a line. Undefined: it cannot be built.
  async planOf(notation: string, seed: number): Promise<Plan | undefined> {
    return unlessRefused(async () => (await this.probe({ notation, seed }))?.plan);
  }

  // Whether a net has as many numbers to learn. Throws Refused when there is no such net.
  async holds(notation: string, learnt: Float32Array): Promise<boolean> {
    return (await this.probe({ notation, seed: 1 }))?.setLearnt(learnt) ?? false;
  }

  // The line of a safetensors file, or, where it names none, another, and its weights. Throws Refused.
  async opened(
    weights: Uint8Array,
    seed: number,
    otherwise = '',
  ): Promise<{ readonly notation: string; readonly learnt: Float32Array } | undefined> {
    const notation = (await this.#engine?.notationOf(weights)) || otherwise;
    const probe = await this.probe({ notation, seed, weights });
    return probe && { notation, learnt: probe.learnt() };
  }

  // A safetensors file, untrained where nothing is given. Undefined: the net cannot be built.
  async saved(
    notation: string,
    seed: number,
    learnt?: Float32Array,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return unlessRefused(async () => {
      const probe = await this.probe({ notation, seed });
      if (!probe || (learnt && !probe.setLearnt(learnt))) return undefined;
      return probe.save();
    });
  }
}

// Undefined: the core refused it, or broke on it.
export async function unlessRefused<T>(make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Refused || error instanceof CoreTrap) return undefined;
    throw error;
  }
}
