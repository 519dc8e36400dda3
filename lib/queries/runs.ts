import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { Page } from "#lib/contracts/page.ts";
import { RUN_PATTERNS, type RunRow } from "#lib/contracts/team-run.ts";
import { parseInput } from "#lib/core/parse.ts";
import { findRunOfDecision } from "#lib/store/run-of-decision.ts";
import { fleetOfLatestRun, listTeamRuns, type RunPlace } from "#lib/store/team-run.ts";

const text = z.string().min(1).max(200).optional();
/** When it was last spoken in, and its id. */
const cursorSchema = z
  .string()
  .regex(/^\d{1,15} ./u, "Not a place in this list")
  .transform((place): RunPlace => {
    const space = place.indexOf(" ");
    return { lastAtMs: Number(place.slice(0, space)), id: place.slice(space + 1) };
  });
const listSchema = z.strictObject({
  fleet: nameSchema,
  agent: text,
  type: text,
  pattern: z.enum(RUN_PATTERNS).optional(),
  failed: z.boolean().default(false),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  cursor: cursorSchema.nullish(),
  limit: z.int().min(1).max(200).default(50),
});

const msOf = (moment: string | undefined) => (moment === undefined ? null : Date.parse(moment));

/** Runs of a fleet as a keyset page, those that somebody spoke in last first; they show within seconds of a change. */
export async function listRuns({ ctx, input }: ServiceCall): Promise<Page<RunRow>> {
  requireScope(ctx, "history:read");
  const { fleet, agent, type, pattern, failed, from, to, cursor, limit } = parseInput(listSchema, input);
  const filter = {
    ...{ fleetName: fleet, failed, pattern: pattern ?? null, agent: agent ?? null, taskType: type ?? null },
    ...{ fromMs: msOf(from), toMs: msOf(to) },
  };
  return listTeamRuns(filter, cursor ?? null, limit);
}

/** The fleet whose agents have worked together last; null: no agents have. */
export async function readLatestTeam({ ctx }: ServiceCall): Promise<string | null> {
  requireScope(ctx, "history:read");
  return fleetOfLatestRun();
}

/** The run that a decision is part of; null: it stands alone. */
export async function readRunOfDecision({
  ctx,
  input,
}: ServiceCall): Promise<{ fleetName: string; runId: string } | null> {
  requireScope(ctx, "history:read");
  const { decisionId } = parseInput(z.strictObject({ decisionId: z.string().min(1).max(64) }), input);
  return findRunOfDecision(decisionId);
}
