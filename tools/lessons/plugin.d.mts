import type { Plugin } from 'vite';
export function lessons(folder: string): Plugin;
