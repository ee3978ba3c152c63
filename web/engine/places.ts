// What a net adds to a token for the place where it stands, and how alike two places are: the operations `pos` and
// `scores`, run on an input of zeros.
import type { Core } from './core';
import { Net } from './net';

export interface Places {
  readonly length: number;
  readonly width: number;
  readonly values: Float32Array; // (length, width)
  readonly products: Float32Array; // (length, length): dot products of two places
}

// `learned`: a table (length, width) instead of sines and cosines.
export function placesOf(core: Core, length: number, width: number, learned?: Float32Array): Places {
  const line = `in ${length} ${width}; p: pos${learned ? ' learned' : ''}; scores p`;
  const net = new Net(core, line, 1, 1);
  try {
    if (learned) net.param(1, 0).set(learned);
    net.values(0).fill(0);
    net.forward();
    return { length, width, values: net.values(1).slice(), products: net.values(2).slice() };
  } finally {
    net.free();
  }
}
