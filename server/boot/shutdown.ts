import { messageOf } from "#lib/core/errors.ts";

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

/** Ends the process in order on Ctrl-C and SIGTERM; a second signal ends it at once. */
export function listenForShutdown(): Shutdown {
  const undos: Undo[] = [];
  const controller = new AbortController();
  let ending: Promise<never> | null = null;

  const undoAll = async (exitCode: number): Promise<never> => {
    controller.abort();
    for (let undo = undos.pop(); undo; undo = undos.pop()) {
      // One part that does not end well must not keep the others from ending.
      await Promise.resolve(undo()).catch((error: unknown) => console.error(`  ${messageOf(error)}`));
    }
    process.exit(exitCode);
  };
  const end = (exitCode: number): Promise<never> => {
    ending ??= undoAll(exitCode);
    return ending;
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (ending) process.exit(130);
      console.log("\nStopping …");
      void end(0);
    });
  }
  return { signal: controller.signal, add: (undo) => undos.push(undo), end };
}
