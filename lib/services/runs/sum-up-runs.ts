import { setImmediate as nextTurn } from "node:timers/promises";
import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { inSession } from "#lib/store/session.ts";
import { deleteTeamRuns, type TeamRunRecord, writeTeamRuns } from "#lib/store/team-run.ts";
import { type ChangedRun, lockTeamRuns, takeChangedRuns } from "#lib/store/team-run-change.ts";
import { readRuns } from "#lib/store/team-run-reading.ts";
import { askOfJudgedRuns } from "./judged-runs.ts";
import { summaryOf } from "./run-summary.ts";

/** Changes a transaction: an import tells of a run more than once, and together that is one look at it. */
const CHANGES = 1_000;
/** Runs that are read at a time. */
const RUNS = 200;
/** What a large import leaves is worked off over several rounds; each gives the database back in between. */
const ROUND_MS = 4_000;

/**
 * Makes what has changed of runs visible in lists: who spoke, how it ended, and which patterns it shows. A change is gone
 * in the transaction that has read its run, so that none is lost, whenever a process dies.
 * @returns how many runs were looked at; null: another process is at it
 */
export async function sumUpRuns({ ctx }: { ctx: ServiceContext }): Promise<number | null> {
  requireScope(ctx, "history:write");
  const untilMs = ctx.clock.nowMs() + ROUND_MS;
  for (let total = 0; ; ) {
    const round = await sumUpSome();
    if (round === null) return total === 0 ? null : total;
    total += round.runs;
    if (ctx.clock.nowMs() > untilMs) return total;
    if (!round.more && (await askOfJudgedRuns()) === 0) return total;
  }
}

async function sumUpSome(): Promise<{ runs: number; more: boolean } | null> {
  return inSession(async (client) => {
    if (!(await lockTeamRuns(client))) return null;
    const { runs, more } = await takeChangedRuns(client, CHANGES);
    for (const [fleetName, changed] of Map.groupBy(runs, (run) => run.fleetName)) {
      for (let at = 0; at < changed.length; at += RUNS) await sumUp(client, fleetName, changed.slice(at, at + RUNS));
    }
    return { runs: runs.length, more };
  });
}

async function sumUp(
  client: Parameters<typeof readRuns>[0],
  fleetName: string,
  changed: readonly ChangedRun[],
): Promise<void> {
  const ids = changed.map(({ id }) => id);
  const found = await readRuns(client, fleetName, ids);
  const lastAtMs = new Map(changed.map(({ id, atMs }) => [id, atMs]));
  const rows: TeamRunRecord[] = [];
  for (const run of found) {
    rows.push(summaryOf(fleetName, run, lastAtMs.get(run.id) ?? null));
    // Texts are compared word by word: tasks are routed in between.
    await nextTurn();
  }
  await writeTeamRuns(client, rows);
  const there = new Set(found.map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id));
  await deleteTeamRuns(client, fleetName, gone);
}
