import type pg from "pg";
import { endingLines, type HoldEnding, inLockOrder, windowKey } from "#lib/core/ledger.ts";
import { type JudgementResult, judge, readReported, writeJudgements } from "./judgement.ts";
import { appendLedger, lockWindows, readHolds } from "./ledger.ts";
import { makeLedgerSets, setsOf, unstoredSets } from "./ledger-set.ts";
import { RowTable } from "./row-table.ts";
import { inSession } from "./session.ts";

/** An outcome to record; unknown parts are null. */
export interface OutcomeRecord {
  decisionId: string;
  atMs: number;
  /** Null: not judged yet; somebody's report may still do so. */
  success: boolean | null;
  quality: number | null;
  durationMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costNanoUsd: bigint | null;
  errorCode: string | null;
  bodyHash: string;
  /** Budgets that held for it and pay nothing: another configuration answered than they are for. */
  unchargedBudgetIds?: ReadonlySet<string>;
}

/** Begins the hash of an outcome that nobody reported: the call behind the decision ended. */
export const END_OF_CALL = "call ";

export type OutcomeResult =
  /** agentId null: a direct call, which took nobody's slot. */
  | { kind: "recorded"; late: boolean; agentId: string | null; hadLease: boolean }
  | JudgementResult
  /** No such decision, or one that assigned nobody. */
  | { kind: "no_assignment" };

/** A lease that ended by itself. */
export interface ExpiredLease {
  decisionId: string;
  /** Null: of a direct call. */
  agentId: string | null;
}

/**
 * Records outcomes in one transaction: the first report of a decision counts, its lease ends, its holds are settled
 * with the actual cost (or, when nobody knows it, with the amount held: unknown is never zero).
 * After the lease has expired the outcome is late: its cost is still posted, in the window of the hold.
 * A report about an outcome that is not judged yet judges it, and changes nothing else: what was measured stays.
 */
export function commitOutcomes(outcomes: OutcomeRecord[]): Promise<OutcomeResult[]> {
  return inSession(async (client) => {
    const ids = outcomes.map((outcome) => outcome.decisionId);
    const leases = await lockAssignments(client, ids);
    const reported = await readReported(client, ids);
    const judged: OutcomeRecord[] = [];
    const results = outcomes.map((outcome): OutcomeResult => {
      const lease = leases.get(outcome.decisionId);
      const before = reported.get(outcome.decisionId);
      if (before) {
        const result = judge(before, outcome);
        if (result.kind !== "judged") return result;
        reported.set(outcome.decisionId, { ...before, success: outcome.success, bodyHash: outcome.bodyHash });
        judged.push(outcome);
        return result;
      }
      if (!lease) return { kind: "no_assignment" };
      const hadLease = lease.state === "active";
      const { bodyHash, costNanoUsd, success, atMs } = outcome;
      reported.set(outcome.decisionId, { bodyHash, late: !hadLease, costNanoUsd, success, atMs });
      return { kind: "recorded", late: !hadLease, agentId: lease.agentId, hadLease };
    });
    const fresh = outcomes.flatMap((outcome, i) => {
      const result = results[i];
      return result?.kind === "recorded" ? [{ outcome, late: result.late }] : [];
    });
    const rows = fresh.map(({ outcome, late }) => toOutcomeRow(outcome, late));
    if (fresh.length > 0) await client.query({ name: "outcome-insert", text: INSERT, values: [OUTCOMES.many(rows)] });
    // After those: one of them may be judged in the same batch.
    await writeJudgements(client, judged);
    if (fresh.length === 0) return results;
    const onTime = fresh.filter(({ late }) => !late).map(({ outcome }) => outcome);
    await endLeases(
      client,
      onTime.map(({ decisionId }) => decisionId),
      "finished",
      fresh[0]?.outcome.atMs ?? 0,
    );
    const endings = new Map(
      fresh.map(({ outcome: { decisionId, costNanoUsd, unchargedBudgetIds }, late }) => [
        decisionId,
        {
          kind: late ? ("late" as const) : ("settle" as const),
          costNanoUsd,
          ...(unchargedBudgetIds && { unchargedBudgetIds }),
        },
      ]),
    );
    await endHolds(client, endings, fresh[0]?.outcome.atMs ?? 0);
    return results;
  });
}

/**
 * Ends leases that were neither renewed nor finished in time and gives their slots and holds back.
 * Several processes may run it at once: each takes rows the others have not.
 * @returns the leases ended by this call, at most `limit`.
 */
export function expireLeases(nowMs: number, limit: number): Promise<ExpiredLease[]> {
  return inSession(async (client) => {
    const { rows } = await client.query<{ decision_id: string; agent_id: string | null }>(
      `select decision_id, agent_id from assignment
        where ended_at is null and expires_at <= to_timestamp($1::float8 / 1000.0)
        order by expires_at limit $2 for update skip locked`,
      [nowMs, limit],
    );
    const ids = rows.map((row) => row.decision_id);
    if (ids.length === 0) return [];
    await endLeases(client, ids, "expired", nowMs);
    await endHolds(client, new Map(ids.map((id) => [id, { kind: "expire" }])), nowMs);
    return rows.map((row) => ({ decisionId: row.decision_id, agentId: row.agent_id }));
  });
}

/** Extends an active lease by its own length. @returns the new end, or null when it is not active any more. */
export async function renewLease(
  client: pg.Pool,
  decisionId: string,
  nowMs: number,
): Promise<{ id: string; expiresAtMs: number } | null> {
  const { rows } = await client.query<{ id: string; ends: number }>(
    `update assignment set expires_at = to_timestamp($2::float8 / 1000.0) + make_interval(secs => ttl_seconds)
      where decision_id = $1 and state = 'active' and expires_at > to_timestamp($2::float8 / 1000.0)
      returning id, extract(epoch from expires_at)::float8 * 1000 ends`,
    [decisionId, nowMs],
  );
  const row = rows[0];
  return row ? { id: row.id, expiresAtMs: Math.round(row.ends) } : null;
}

async function lockAssignments(client: pg.PoolClient, decisionIds: string[]) {
  const { rows } = await client.query<{ decision_id: string; agent_id: string | null; state: string }>({
    name: "assignment-lock",
    text: `select decision_id, agent_id, state from assignment
      where decision_id = any($1::text[]) order by decision_id for update`,
    values: [decisionIds],
  });
  return new Map(rows.map((row) => [row.decision_id, { agentId: row.agent_id, state: row.state }]));
}

type OutcomeRow = Omit<OutcomeRecord, "unchargedBudgetIds" | "costNanoUsd"> & {
  costNanoUsd: string | null;
  late: boolean;
  judgedAtMs: number | null;
};

/** Outcomes of decisions that have none yet. */
export const OUTCOMES = new RowTable<OutcomeRow>("outcome", {
  decisionId: "text",
  atMs: "time",
  success: "bool",
  quality: "float8",
  durationMs: "int",
  inputTokens: "int",
  outputTokens: "int",
  costNanoUsd: "bigint",
  errorCode: "text",
  bodyHash: "text",
  late: "bool",
  judgedAtMs: "time",
});

export const toOutcomeRow = ({ unchargedBudgetIds: _, ...outcome }: OutcomeRecord, late: boolean): OutcomeRow => ({
  ...outcome,
  costNanoUsd: outcome.costNanoUsd?.toString() ?? null,
  late,
  judgedAtMs: outcome.success === null ? null : outcome.atMs,
});

const INSERT = OUTCOMES.insertMany("$1");

async function endLeases(
  client: pg.PoolClient,
  decisionIds: string[],
  state: "finished" | "expired",
  atMs: number,
): Promise<void> {
  if (decisionIds.length === 0) return;
  const { rows } = await client.query<{ agent_id: string | null }>({
    name: "assignment-end",
    text: `update assignment set state = $2::assignment_state, ended_at = to_timestamp($3::float8 / 1000.0)
      where decision_id = any($1::text[]) and state = 'active' returning agent_id`,
    values: [decisionIds, state, atMs],
  });
  const agentIds = rows.flatMap(({ agent_id }) => agent_id ?? []);
  if (agentIds.length === 0) return;
  // Locked in the order placements lock them, so that neither waits for the other in a circle.
  await client.query({
    name: "slots-lock-ended",
    text: "select 1 from agent_load where agent_id = any($1::text[]) order by agent_id for update",
    values: [agentIds],
  });
  await client.query({
    name: "slots-free",
    text: `update agent_load set active_leases = active_leases - m.n
      from (select a agent_id, count(*)::int n from unnest($1::text[]) a group by a) m
      where agent_load.agent_id = m.agent_id`,
    values: [agentIds],
  });
}

async function endHolds(client: pg.PoolClient, endings: ReadonlyMap<string, HoldEnding>, atMs: number): Promise<void> {
  const holds = await readHolds(client, [...endings.keys()]);
  if (holds.length === 0) return;
  const lines = holds.flatMap((hold) => {
    const ending = endings.get(hold.decisionId);
    return ending ? endingLines(hold, ending) : [];
  });
  const windows = [...new Set(holds.map((hold) => hold.windows))].flat();
  const unstored = unstoredSets(setsOf(lines));
  await Promise.all([
    lockWindows(client, [...new Map(windows.map((window) => [windowKey(window), window])).values()].sort(inLockOrder)),
    makeLedgerSets(client, unstored),
    appendLedger(client, lines, atMs),
  ]);
}
