// Where things are, and which program is which.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const first = (paths) => paths.find(existsSync);
export const CHROMIUM = first(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);
export const PYTHON = first(['/usr/bin/python3']) ?? 'python3'; // Debian's own, which has python3-torch
