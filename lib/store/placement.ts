import type pg from "pg";
import { holdLine, windowKey } from "#lib/core/ledger.ts";
import { insertBudgetEffects, type PlacementEffect } from "./budget-effect.ts";
import { appendLedger, type Hold, type LockedBalance, lockBalances } from "./ledger.ts";
import { noteStoredSets, setsOf, unstoredSets } from "./ledger-set.ts";
import { RowTable } from "./row-table.ts";
import { inSession } from "./session.ts";

/** A decision as it is stored; see prisma/schema/decision.prisma. */
export interface DecisionRecord {
  id: string;
  atMs: number;
  fleetName: string;
  actorKind: string;
  actorId: string;
  requestId: string;
  taskType: string;
  task: string;
  parentDecisionId: string | null;
  verdict: "assigned" | "nobody_fits" | "direct";
  agentId: string | null;
  agentName: string | null;
  configuration: string | null;
  configRevision: number | null;
  reason: string;
  candidates: string;
  detail: string;
  propensity: number;
  predictorVersion: number | null;
  estimateNanoUsd: bigint | null;
  predictedSuccess: number | null;
  /** What the predictor alone said of the chosen agent, and the standard deviation of its logit. */
  baseSuccess: number | null;
  baseSd: number | null;
  /** Expected price of trying this choice out; null for a greedy one. */
  exploredNanoUsd: number | null;
}

/** Everything one decision writes. */
export interface Placement {
  decision: DecisionRecord;
  assignment: { id: string; ttlSeconds: number; expiresAtMs: number } | null;
  /** Null: no budget concerns it. */
  hold: Hold | null;
  /** What budgets did to the decision. */
  effects: PlacementEffect[];
  idempotency: { ownerId: string; key: string; requestHash: string; response: string } | null;
}

export type PlacementResult =
  | { kind: "placed" }
  | { kind: "agent_full" }
  /** `usedNanoUsd` counts all of the budget's window, the buckets of a rolling one together. */
  | { kind: "over_budget"; budgetId: string; windowStartMs: number; usedNanoUsd: bigint; limitNanoUsd: bigint }
  /** A budget was edited since the caller read it: to be read again. */
  | { kind: "budget_changed" }
  /** The key was used before: the answer given then, to be compared by its request hash. */
  | { kind: "replayed"; requestHash: string; response: string };

/**
 * Commits many decisions in one transaction. Slots and budgets are checked under row locks taken in one order
 * (idempotency keys, agents, budget windows), so that any number of processes agree and none deadlocks.
 * The decisions, which conflict with nothing, are written before the locks are taken: that keeps the locks short.
 */
export async function commitPlacements(placements: Placement[]): Promise<PlacementResult[]> {
  const sets = setsOf(placements.flatMap(({ hold }) => hold ?? []));
  const unstored = unstoredSets(sets);
  const results = await inSession(async (client, sendBeforeCommit) => {
    const replays = await claimKeys(client, placements);
    const open = placements.filter((_, i) => !replays[i]);
    const holds = open.flatMap(({ hold }) => hold ?? []);
    const [, slots, balances] = await Promise.all([
      insertDecisions(
        client,
        open.map(({ decision }) => decision),
      ),
      lockSlots(client, open),
      lockBalances(client, holds, unstored, placements[0]?.decision.atMs ?? 0),
    ]);
    const balancesOf = balancesByList(balances);
    const results = placements.map((placement, i) => replays[i] ?? reserve(placement, slots, balancesOf));
    await withdraw(
      client,
      placements.filter((_, i) => isRefused(results[i])),
    );
    const placed = placements.filter((_, i) => results[i]?.kind === "placed");
    const lines = placed.flatMap(({ decision, hold }) =>
      hold ? [holdLine({ decisionId: decision.id, ...hold })] : [],
    );
    sendBeforeCommit(insertAssignments(client, placed));
    sendBeforeCommit(appendLedger(client, lines, placed[0]?.decision.atMs ?? 0));
    sendBeforeCommit(insertBudgetEffects(client, placed));
    return results;
  });
  noteStoredSets(unstored);
  return results;
}

function isRefused(result: PlacementResult | undefined): boolean {
  return result?.kind === "agent_full" || result?.kind === "over_budget" || result?.kind === "budget_changed";
}

/** Takes the idempotency keys; answers the stored result where somebody had it before. */
async function claimKeys(client: pg.PoolClient, placements: Placement[]): Promise<(PlacementResult | undefined)[]> {
  const keyed = placements.filter(({ idempotency }) => idempotency);
  if (keyed.length === 0) return [];
  const keys = keyed
    .map((placement) => ({ ...placement.idempotency, decision: placement.decision }))
    .sort((a, b) => `${a.ownerId} ${a.key}`.localeCompare(`${b.ownerId} ${b.key}`));
  const { rows: claimed } = await client.query<{ decision_id: string }>({
    name: "idempotency-claim",
    text: `insert into idempotency_key (owner_id, key, request_hash, decision_id, response, created_at)
      select o, k, h, d, r, to_timestamp(t / 1000.0)
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[]) x(o, k, h, d, r, t)
      on conflict do nothing returning decision_id`,
    values: [
      keys.map((entry) => entry.ownerId),
      keys.map((entry) => entry.key),
      keys.map((entry) => entry.requestHash),
      keys.map((entry) => entry.decision.id),
      keys.map((entry) => entry.response),
      keys.map((entry) => entry.decision.atMs),
    ],
  });
  const mine = new Set(claimed.map((row) => row.decision_id));
  return Promise.all(
    placements.map(async ({ idempotency, decision }) => {
      if (!idempotency || mine.has(decision.id)) return undefined;
      const { rows } = await client.query<{ request_hash: string; response: string }>(
        "select request_hash, response from idempotency_key where owner_id = $1 and key = $2",
        [idempotency.ownerId, idempotency.key],
      );
      const stored = rows[0];
      if (!stored) throw new Error("an idempotency key vanished while it was read");
      return { kind: "replayed" as const, requestHash: stored.request_hash, response: stored.response };
    }),
  );
}

/** A refused placement is tried again with another agent: neither its row nor its key may stay. */
async function withdraw(client: pg.PoolClient, refused: Placement[]): Promise<void> {
  const ids = refused.map(({ decision }) => decision.id);
  if (ids.length === 0) return;
  const keys = refused.flatMap(({ idempotency }) => idempotency ?? []);
  if (keys.length > 0) {
    await client.query(
      "delete from idempotency_key where (owner_id, key) in (select * from unnest($1::text[], $2::text[]))",
      [keys.map(({ ownerId }) => ownerId), keys.map(({ key }) => key)],
    );
  }
  await client.query("delete from decision where id = any($1::text[])", [ids]);
}

/** Free slots of the agents, under lock; an agent that is gone has none. */
async function lockSlots(client: pg.PoolClient, placements: Placement[]): Promise<Map<string, number>> {
  const ids = new Set(placements.flatMap(({ assignment, decision }) => (assignment && decision.agentId) || []));
  if (ids.size === 0) return new Map();
  const { rows } = await client.query<{ agent_id: string; free: number }>({
    name: "slots-lock",
    text: `select l.agent_id, a.concurrency_limit - l.active_leases free
      from agent_load l join agent a on a.id = l.agent_id
      where l.agent_id = any($1::text[]) order by l.agent_id for update of l`,
    values: [[...ids]],
  });
  return new Map(rows.map((row) => [row.agent_id, row.free]));
}

/** A balance for each window of a hold; undefined where the budget is gone. */
type BalancesOf = (windows: Hold["windows"]) => readonly (LockedBalance | undefined)[];

/** The holds of a moment share their lists of windows: each list's balances are looked up once a batch. */
function balancesByList(balances: ReadonlyMap<string, LockedBalance>): BalancesOf {
  const byList = new Map<Hold["windows"], (LockedBalance | undefined)[]>();
  return (windows) => {
    const known = byList.get(windows);
    if (known) return known;
    const found = windows.map((window) => balances.get(windowKey(window)));
    byList.set(windows, found);
    return found;
  };
}

/** Takes a slot and the budgets' headroom of one placement, or says what is missing. */
function reserve(placement: Placement, slots: Map<string, number>, balancesOf: BalancesOf): PlacementResult {
  const { agentId } = placement.decision;
  if (!placement.assignment) return { kind: "placed" };
  const free = agentId === null ? null : (slots.get(agentId) ?? 0);
  if (free !== null && free < 1) return { kind: "agent_full" };
  const { hold } = placement;
  if (hold) {
    const balances = balancesOf(hold.windows);
    const refusal = refusalOf(hold, balances);
    if (refusal) return refusal;
    for (const balance of balances) if (balance) balance.usedNanoUsd += hold.amountNanoUsd;
  }
  if (agentId !== null && free !== null) slots.set(agentId, free - 1);
  return { kind: "placed" };
}

/** Why the budgets do not take the hold; undefined: they do. */
function refusalOf({ windows, amountNanoUsd }: Hold, balances: ReturnType<BalancesOf>): PlacementResult | undefined {
  for (let i = 0; i < windows.length; i++) {
    const window = windows[i] as (typeof windows)[number];
    const balance = balances[i];
    if (balance?.revision !== window.revision) return { kind: "budget_changed" };
    const { usedNanoUsd, limitNanoUsd } = balance;
    if (!balance.blocks || usedNanoUsd + amountNanoUsd <= limitNanoUsd) continue;
    const { budgetId, startMs: windowStartMs } = window;
    return { kind: "over_budget", budgetId, windowStartMs, usedNanoUsd, limitNanoUsd };
  }
  return undefined;
}

type DecisionRow = Omit<DecisionRecord, "estimateNanoUsd"> & { estimateNanoUsd: string | null };

/** Decisions as they are; what they reserve is the caller's. */
export const DECISIONS = new RowTable<DecisionRow>("decision", {
  id: "text",
  atMs: "time",
  fleetName: "text",
  actorKind: "text",
  actorId: "text",
  requestId: "text",
  taskType: "text",
  task: "text",
  parentDecisionId: "text",
  verdict: "decision_verdict",
  agentId: "text",
  agentName: "text",
  configuration: "text",
  configRevision: "int",
  reason: "text",
  candidates: "text",
  detail: "text",
  propensity: "float8",
  predictorVersion: "int",
  estimateNanoUsd: "bigint",
  predictedSuccess: "float8",
  baseSuccess: "float8",
  baseSd: "float8",
  exploredNanoUsd: "bigint",
});

export const toDecisionRow = (decision: DecisionRecord): DecisionRow => ({
  ...decision,
  estimateNanoUsd: decision.estimateNanoUsd?.toString() ?? null,
});

const INSERT = DECISIONS.insertMany("$1");

async function insertDecisions(client: pg.PoolClient, decisions: readonly DecisionRecord[]): Promise<void> {
  if (decisions.length === 0) return;
  await client.query({ name: "decision-insert", text: INSERT, values: [DECISIONS.many(decisions.map(toDecisionRow))] });
}

async function insertAssignments(client: pg.PoolClient, placed: Placement[]): Promise<void> {
  const assigned = placed.flatMap(({ assignment, decision }) => (assignment ? [{ ...assignment, decision }] : []));
  if (assigned.length === 0) return;
  await client.query({
    name: "assignment-insert",
    text: `with made as (
        insert into assignment (id, decision_id, agent_id, state, ttl_seconds, created_at, expires_at)
        select i, d, a, 'active', t, to_timestamp(c / 1000.0), to_timestamp(e / 1000.0)
        from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::float8[], $6::float8[]) x(i, d, a, t, c, e)
        returning agent_id
      )
      update agent_load set active_leases = active_leases + m.n
      from (select agent_id, count(*)::int n from made where agent_id is not null group by agent_id) m
      where agent_load.agent_id = m.agent_id`,
    values: [
      assigned.map(({ id }) => id),
      assigned.map(({ decision }) => decision.id),
      assigned.map(({ decision }) => decision.agentId),
      assigned.map(({ ttlSeconds }) => ttlSeconds),
      assigned.map(({ decision }) => decision.atMs),
      assigned.map(({ expiresAtMs }) => expiresAtMs),
    ],
  });
}
