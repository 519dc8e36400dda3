import { processState } from "#lib/core/process-state.ts";
import { inProduction } from "#lib/runtime/models.ts";
import { db } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { inSession } from "#lib/store/session.ts";
import { askOfRallies } from "#lib/store/team-run-change.ts";

const ROWS_A_TIME = 1_000;

/** Versions whose opinion all runs of a fleet have, as far as this process has looked. */
const state = () => processState("runs.judged", () => new Map<string, number | null>());

/**
 * Has runs looked at again whose patterns another version of the behaviour model would see differently: those with long
 * exchanges of two, which are usual in one fleet and rare in another. @returns how many
 */
export async function askOfJudgedRuns(): Promise<number> {
  let asked = 0;
  for (const { name } of await listFleets(db())) {
    const version = inProduction(name, "behavior")?.version ?? null;
    if (state().has(name) && state().get(name) === version) continue;
    const found = await inSession((client) => askOfRallies(client, name, version, ROWS_A_TIME));
    if (found === 0) state().set(name, version);
    asked += found;
  }
  return asked;
}
