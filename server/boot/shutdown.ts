import { messageOf } from "#lib/core/errors.ts";

/** In a terminal Ctrl-C reaches us twice at once: from the terminal, and passed on by npm. */
const SAME_KEYSTROKE_MS = 1_000;

type Undo = () => Promise<unknown> | unknown;

/** What must be undone before the process ends, whenever that is. */
export interface Shutdown {
  /** Aborted when the end begins, so that a step that takes long stops early. */
  signal: AbortSignal;
  /** The last thing added is undone first. */
  add(undo: Undo): void;
  /** Undoes everything, then ends the process. */
  end(exitCode: number): Promise<never>;
}

/** Ends the process in order on Ctrl-C and SIGTERM; another one later ends it at once. */
export function listenForShutdown(): Shutdown {
  const undos: Undo[] = [];
  const controller = new AbortController();
  let ending: Promise<never> | null = null;

  const undoAll = async (exitCode: number): Promise<never> => {
    controller.abort();
    for (let undo = undos.pop(); undo; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        // One part that does not end well must not keep the others from ending.
        console.error(`  ${messageOf(error)}`);
      }
    }
    process.exit(exitCode);
  };
  const end = (exitCode: number): Promise<never> => {
    ending ??= undoAll(exitCode);
    return ending;
  };
  let firstAtMs = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      const nowMs = performance.now();
      if (ending && nowMs - firstAtMs > SAME_KEYSTROKE_MS) process.exit(130);
      if (ending) return;
      firstAtMs = nowMs;
      console.log("\nStopping …");
      void end(0);
    });
  }
  return { signal: controller.signal, add: (undo) => undos.push(undo), end };
}
