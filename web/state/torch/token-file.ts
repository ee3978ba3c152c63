// The tokens of a text as a safetensors file, for the program that learns from them: those to learn from, and the end of
// the text, to test on.
import { written } from './picture-file';

export const TOKEN_FILE = 'tokens.safetensors';

// int32, little-endian, end to end.
export interface TokenParts {
  readonly train: Uint8Array;
  readonly test: Uint8Array;
}

export const writeTokens = ({ train, test }: TokenParts): Uint8Array<ArrayBuffer> =>
  written([
    { name: 'train', dtype: 'I32', shape: [train.length / 4], bytes: train },
    { name: 'test', dtype: 'I32', shape: [test.length / 4], bytes: test },
  ]);
