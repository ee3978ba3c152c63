// Waiting: for a time, or until the browser has nothing else to do.
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function whenIdle(run: (deadline: IdleDeadline | undefined) => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 500 });
  else setTimeout(() => run(undefined), 16);
}
