import type { TeamRun } from "./team-run.ts";

/** A run written as lines: "planner > coder: do it", "coder: done"; a line without a text has none kept. */
export function runOf(id: string, lines: readonly string[], more: Partial<TeamRun> = {}): TeamRun {
  return {
    id,
    taskType: "any",
    taskText: null,
    succeeded: null,
    interactions: lines.map((line, step) => {
      const [head = "", ...said] = line.split(": ");
      const [from = "", to] = head.split(" > ");
      const text = said.length > 0 ? said.join(": ") : null;
      return { step, from, to: to ?? null, kind: "message", chars: text?.length ?? null, atMs: step * 1000, text };
    }),
    ...more,
  };
}
