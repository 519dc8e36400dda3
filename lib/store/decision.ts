import type { DecisionProvenance, DecisionRow, DecisionVerdict, RouteAnswer } from "#lib/contracts/decision.ts";
import type { Page } from "#lib/contracts/page.ts";
import { idFloor } from "#lib/core/ids.ts";
import type { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** The part of a decision that later calls on it need. */
export interface DecisionAgent {
  fleetName: string;
  agentName: string | null;
  configuration: string | null;
  configRevision: number | null;
  taskType: string;
  predictorVersion: number | null;
  baseSuccess: number | null;
  baseSd: number | null;
  actorId: string;
}

/** @param fleetName only in this fleet; null: in any. */
export async function findDecisionAgent(db: Db, fleetName: string | null, id: string): Promise<DecisionAgent | null> {
  return db.decision.findFirst({
    where: { id, ...(fleetName === null ? {} : { fleetName }) },
    select: {
      fleetName: true,
      agentName: true,
      configuration: true,
      configRevision: true,
      taskType: true,
      predictorVersion: true,
      baseSuccess: true,
      baseSd: true,
      actorId: true,
    },
  });
}

export interface DecisionFilter {
  fleetName?: string | undefined;
  agentName?: string | undefined;
  agentId?: string | undefined;
  taskType?: string | undefined;
  verdict?: DecisionVerdict | undefined;
  state?: "active" | "finished" | "expired" | undefined;
  failed?: boolean | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const ROW = {
  id: true,
  at: true,
  fleetName: true,
  taskType: true,
  verdict: true,
  agentName: true,
  configuration: true,
  reason: true,
  estimateNanoUsd: true,
  predictedSuccess: true,
  outcome: { select: { success: true, costNanoUsd: true, durationMs: true } },
  assignment: { select: { state: true } },
} satisfies Prisma.DecisionSelect;

/** Newest first; ids sort by time, so the cursor is the last id of the page before. */
export async function listDecisions(
  db: Db,
  filter: DecisionFilter,
  cursor: string | null,
  limit: number,
): Promise<Page<DecisionRow>> {
  const rows = await db.decision.findMany({
    where: { AND: [await toWhere(db, filter), cursor ? { id: { lt: cursor } } : {}] },
    select: ROW,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    rows: page.map(({ outcome, assignment, ...row }) => ({
      ...row,
      at: row.at.toISOString(),
      estimateNanoUsd: row.estimateNanoUsd?.toString() ?? null,
      outcome: outcome && {
        success: outcome.success,
        costNanoUsd: outcome.costNanoUsd?.toString() ?? null,
        durationMs: outcome.durationMs,
      },
      state: assignment?.state ?? null,
    })),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

async function toWhere(db: Db, filter: DecisionFilter): Promise<Prisma.DecisionWhereInput> {
  const { fleetName, agentName, agentId, taskType, verdict, state, failed, from, to } = filter;
  return {
    ...(fleetName !== undefined && { fleetName }),
    ...(taskType !== undefined && { taskType }),
    // Not by verdict or state themselves: compared with a parameter, an enum finds no partial index.
    ...(verdict !== undefined && whereVerdict(verdict)),
    ...(state !== undefined && { assignment: state === "active" ? { endedAt: null } : { state } }),
    ...(failed !== undefined && { outcome: { success: !failed } }),
    AND: [
      agentName === undefined ? {} : { agentId: { in: await agentsNamed(db, agentName, fleetName) } },
      agentId === undefined ? {} : { agentId },
      from ? { id: { gte: firstIdAt(from) } } : {},
      to ? { id: { lt: firstIdAt(to) } } : {},
    ],
  };
}

function whereVerdict(verdict: DecisionVerdict): Prisma.DecisionWhereInput {
  switch (verdict) {
    case "assigned":
      return { agentId: { not: null } };
    case "nobody_fits":
      return { agentId: null, configuration: null };
    case "direct":
      return { agentId: null, configuration: { not: null } };
    default:
      return verdict satisfies never;
  }
}

/** Ids begin with the time: a range of them is read without the decisions that are newer. */
const firstIdAt = (at: Date) => idFloor("dec", Math.max(0, at.getTime()));

/** Decisions are indexed by the agent's id; its name is unique in its fleet alone. */
async function agentsNamed(db: Db, name: string, fleetName: string | undefined): Promise<string[]> {
  const where = fleetName === undefined ? { name } : { name, fleetName };
  return (await db.agent.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** What the column `detail` holds. */
export interface DecisionDetail {
  answer: RouteAnswer;
  budgetTags: string[];
  provenance: DecisionProvenance;
}

/** One decision with its lease and outcome; null when there is none. */
export async function findDecision(db: Db, id: string) {
  const row = await db.decision.findUnique({ where: { id }, include: { outcome: true, assignment: true } });
  if (!row) return null;
  return { ...row, task: JSON.parse(row.task) as unknown, detail: JSON.parse(row.detail) as DecisionDetail };
}

/**
 * What an agent did in its newest decisions by task type, most frequent first; amounts in nano-dollars, unknown is null.
 * @param newest how many decisions to look at, however long the history is
 */
export async function recordsByType(db: Db, agentId: string, newest: number) {
  const rows = await db.$queryRaw<
    {
      task_type: string;
      decisions: bigint;
      judged: bigint;
      succeeded: bigint;
      spent: bigint | null;
      cost_p50: number | null;
      duration_p50: number | null;
    }[]
  >`
    select d.task_type, count(*) decisions, count(o.success) judged, count(*) filter (where o.success) succeeded,
      sum(o.cost_nano_usd)::bigint spent,
      percentile_cont(0.5) within group (order by o.cost_nano_usd::float8) cost_p50,
      percentile_cont(0.5) within group (order by o.duration_ms::float8) duration_p50
    from (select id, task_type from decision where agent_id = ${agentId} order by id desc limit ${newest}) d
    left join outcome o on o.decision_id = d.id
    group by d.task_type order by decisions desc limit 100`;
  return rows.map((row) => ({
    taskType: row.task_type,
    decisions: Number(row.decisions),
    judged: Number(row.judged),
    succeeded: Number(row.succeeded),
    spentNanoUsd: row.spent ?? 0n,
    costP50NanoUsd: row.cost_p50 === null ? null : String(Math.round(row.cost_p50)),
    durationP50Ms: row.duration_p50,
  }));
}
