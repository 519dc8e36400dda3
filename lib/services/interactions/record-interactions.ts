import { z } from "zod";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import {
  type InteractionAnswer,
  type InteractionInput,
  type InteractionRowResult,
  interactionRowsSchema,
  interactionRunSchema,
  interactionSchema,
} from "#lib/contracts/interaction.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { type Db, db, inTransaction } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { findRootDecisions, type InteractionRecord, insertInteractions, insertRuns } from "#lib/store/interaction.ts";
import { insertInteractionTexts } from "#lib/store/interaction-text.ts";
import { storableTexts } from "./interaction-texts.ts";
import { JudgedRows } from "./judge-rows.ts";

const schema = z.strictObject({ fleetName: nameSchema, batch: z.unknown() });

/**
 * Records what agents said and handed to each other, and how runs ended. Each row is judged by itself: accepted, a
 * duplicate (its id is known: the first counts, whatever the second says), or refused with the reason. Agents are named as
 * given, whether or not the fleet has one of that name. All rows accepted are on disk when it returns.
 * @throws SignalboxError invalid_input for more rows than a request may have; not_found for an unknown fleet
 */
export async function recordInteractions({ ctx, input }: ServiceCall): Promise<InteractionAnswer> {
  requireScope(ctx, "outcome:write");
  const { fleetName, batch } = parseInput(schema, input, "batch");
  requireFleet(ctx, fleetName);
  const rows = parseInput(interactionRowsSchema, batch, "interactions");
  if (!(await findFleet(db(), fleetName))) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  const nowMs = ctx.clock.nowMs();
  const interactions = new JudgedRows(rows.interactions, interactionSchema, nowMs);
  const runs = new JudgedRows(rows.runs, interactionRunSchema, nowMs);
  refuseForeign(ctx, interactions, runs);
  const records = await toRecords(db(), fleetName, interactions, nowMs);
  const results = await inTransaction(async (tx) => {
    const written = await insertInteractions(tx, records);
    const said = interactions.usable.flatMap(({ id, text }) => (text && written.has(id) ? [{ id, text }] : []));
    await insertInteractionTexts(tx, storableTexts(fleetName, said, nowMs));
    const ended = await insertRuns(
      tx,
      runs.usable.map(({ id, task_type, succeeded, fault_agent: faultAgent, fault_step: faultStep, at }) => ({
        ...{ fleetName, id, taskType: task_type, succeeded, source: "api" as const },
        // A step is nobody's without the agent.
        ...{ faultAgent, faultStep: faultAgent === null ? null : faultStep },
        atMs: at === null ? nowMs : Date.parse(at),
      })),
    );
    return { interactions: interactions.results(written), runs: runs.results(ended) };
  });
  return counted(results);
}

/** A key that belongs to one agent speaks for that agent alone. */
function refuseForeign(
  { actor }: ServiceContext,
  interactions: JudgedRows<InteractionInput>,
  runs: JudgedRows<z.output<typeof interactionRunSchema>>,
): void {
  if (actor.kind !== "key" || actor.agentName === null) return;
  for (const { id, from } of interactions.usable) {
    if (from !== actor.agentName) interactions.refuse(id, `from: This key speaks for ${actor.agentName} alone`);
  }
  for (const { id } of runs.usable) runs.refuse(id, `This key speaks for ${actor.agentName} alone`);
}

async function toRecords(
  db: Db,
  fleetName: string,
  interactions: JudgedRows<InteractionInput>,
  nowMs: number,
): Promise<InteractionRecord[]> {
  const named = interactions.usable.flatMap(({ decision_id, parent_decision_id }) => [
    ...(decision_id === null ? [] : [decision_id]),
    ...(parent_decision_id === null ? [] : [parent_decision_id]),
  ]);
  const roots = await findRootDecisions(db, fleetName, [...new Set(named)]);
  return interactions.usable.flatMap((row) => {
    for (const field of ["parent_decision_id", "decision_id"] as const) {
      const id = row[field];
      if (id === null || roots.has(id)) continue;
      interactions.refuse(row.id, `${field}: There is no decision "${id}"`);
      return [];
    }
    const runId = row.run_id ?? roots.get(row.parent_decision_id ?? row.decision_id ?? "");
    if (runId === undefined) {
      interactions.refuse(row.id, "run_id: Name the run, or a decision that it goes back to");
      return [];
    }
    return [{ ...toRecord(row, nowMs), fleetName, runId }];
  });
}

function toRecord(row: InteractionInput, nowMs: number): Omit<InteractionRecord, "fleetName" | "runId"> {
  return {
    id: row.id,
    atMs: row.at === null ? nowMs : Date.parse(row.at),
    step: row.step,
    fromAgent: row.from,
    toAgent: row.to,
    kind: row.kind,
    taskType: row.task_type,
    decisionId: row.decision_id,
    parentDecisionId: row.parent_decision_id,
    chars: row.chars ?? row.text?.length ?? null,
    tokens: row.tokens,
    durationMs: row.duration_ms,
    success: row.success,
    quality: row.quality,
    source: "api",
  };
}

function counted(results: Pick<InteractionAnswer, "interactions" | "runs">): InteractionAnswer {
  const all = [...results.interactions, ...results.runs];
  const count = (is: InteractionRowResult["verdict"]) => all.filter(({ verdict }) => verdict === is).length;
  for (const { verdict } of results.interactions) metrics().interactions.inc({ source: "api", verdict });
  return {
    accepted: count("accepted"),
    duplicates: count("duplicate"),
    refused: count("refused"),
    ...results,
  };
}
