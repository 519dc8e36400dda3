import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { DECISION_VERDICTS, type DecisionRow, type DecisionView } from "#lib/contracts/decision.ts";
import type { Page } from "#lib/contracts/page.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { decodeCandidates } from "#lib/engines/routing/explain.ts";
import { findAgentKey } from "#lib/store/agent-key.ts";
import { db } from "#lib/store/client.ts";
import { findDecision, listDecisions as readDecisions } from "#lib/store/decision.ts";
import { listCallsOfDecision } from "#lib/store/model-call-reading.ts";
import { findUser } from "#lib/store/people.ts";

const text = z.string().min(1).max(200).optional();
const listSchema = z.strictObject({
  fleet: text,
  agent: text,
  type: text,
  verdict: z.enum(DECISION_VERDICTS).optional(),
  state: z.enum(["active", "finished", "expired"]).optional(),
  /** Only decisions whose outcome failed (true) or succeeded (false). */
  failed: z.boolean().optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  cursor: z.string().refine(isId, "Not a place in this list").nullish(),
  limit: z.int().min(1).max(1000).default(50),
});

/** Decisions, newest first, as a keyset page; for a key those of its own fleet. */
export async function listDecisions({ ctx, input }: ServiceCall): Promise<Page<DecisionRow>> {
  requireScope(ctx, "decision:read");
  const { fleet, agent, type, verdict, state, failed, from, to, cursor, limit } = parseInput(listSchema, input);
  const filter = {
    fleetName: ctx.actor.kind === "key" ? ctx.actor.fleetName : fleet,
    agentName: agent,
    taskType: type,
    verdict,
    state,
    failed,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
  return readDecisions(db(), filter, cursor ?? null, limit);
}

/** One decision with everything that made it. @throws SignalboxError not_found, also for another fleet's key */
export async function readDecision({ ctx, input }: ServiceCall): Promise<DecisionView> {
  requireScope(ctx, "decision:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const row = await findDecision(db(), id);
  const foreign = ctx.actor.kind === "key" && row?.fleetName !== ctx.actor.fleetName;
  if (!row || foreign) throw new SignalboxError("not_found", `There is no decision "${id}".`);
  const { outcome, assignment } = row;
  const [name, calls] = await Promise.all([actorName(row.actorKind, row.actorId), listCallsOfDecision(db(), row.id)]);
  return {
    id: row.id,
    at: row.at.toISOString(),
    fleetName: row.fleetName,
    actor: { kind: row.actorKind, id: row.actorId, name },
    requestId: row.requestId,
    task: row.task,
    taskType: row.taskType,
    verdict: row.verdict,
    reason: row.reason,
    agentName: row.agentName,
    configuration: row.configuration,
    propensity: row.propensity,
    answer: row.detail.answer,
    candidates: decodeCandidates(row.candidates),
    provenance: row.detail.provenance,
    assignment: assignment && {
      id: assignment.id,
      state: assignment.state,
      expiresAt: assignment.expiresAt.toISOString(),
      endedAt: assignment.endedAt?.toISOString() ?? null,
    },
    outcome: outcome && {
      at: outcome.at.toISOString(),
      success: outcome.success,
      judgedAt: outcome.judgedAt?.toISOString() ?? null,
      quality: outcome.quality,
      durationMs: outcome.durationMs,
      inputTokens: outcome.inputTokens,
      outputTokens: outcome.outputTokens,
      costNanoUsd: outcome.costNanoUsd?.toString() ?? null,
      errorCode: outcome.errorCode,
      late: outcome.late,
    },
    calls,
  };
}

async function actorName(kind: string, id: string): Promise<string | null> {
  const found = kind === "user" ? await findUser(db(), id) : kind === "key" ? await findAgentKey(db(), id) : null;
  return found?.name ?? null;
}
