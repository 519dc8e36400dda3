/**
 * The work's result, or the given error when it takes longer than `ms`. The work itself goes on: what it does later
 * is lost, so it must be safe to ask for again.
 */
export function withDeadline<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
