import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { ServiceContext } from "#lib/auth/context.ts";
import { importHistory } from "#lib/services/history/import-history.ts";

interface HistoryPlan {
  tasks: number;
  split: "train" | "test";
  /** Score of each agent on task i. */
  agents: Record<string, (task: number) => number>;
}

/** Imports tasks of one type with every agent's outcome into the fleet, which is made when it is new. */
export async function importRows(ctx: ServiceContext, fleetName: string, { tasks, split, agents }: HistoryPlan) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-rows-"));
  try {
    const ids = Array.from({ length: tasks }, (_, i) => `${fleetName}-t${i}`);
    const items = ids.map((id) => JSON.stringify({ id, type: "sums", text: `add up ${id}` }));
    const outcomes = ids.flatMap((id, i) =>
      Object.entries(agents).map(([agent, score]) => `${id},${agent},${score(i)}`),
    );
    await writeFile(path.join(folder, "items.jsonl"), items.join("\n"));
    await writeFile(path.join(folder, "outcomes.csv"), ["item_id,agent,success", ...outcomes].join("\n"));
    await writeFile(path.join(folder, "train.txt"), split === "train" ? ids.join("\n") : "");
    await writeFile(path.join(folder, "test.txt"), split === "test" ? ids.join("\n") : "");
    await importHistory({ ctx, input: { folder, fleetName } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
