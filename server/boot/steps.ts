/** Tells on the terminal what is being done and how long it took, one line a step. */
export async function step<T>(name: (result: T) => string, run: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const result = await run();
  console.log(`  ${name(result).padEnd(52)} ${formatDuration(performance.now() - startedMs).padStart(8)}`);
  return result;
}

/** `84 ms`, `1.2 s`, `75 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`;
}
