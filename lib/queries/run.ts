import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { RunView } from "#lib/contracts/team-run.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { findPatterns } from "#lib/engines/behavior/patterns/find-patterns.ts";
import { inProduction } from "#lib/runtime/models.ts";
import { db, pool } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { findRunFault, findToldFault } from "#lib/store/run-fault.ts";
import { fleetOfRun } from "#lib/store/team-run.ts";
import { MOST_TURNS, readRuns, type WholeRun } from "#lib/store/team-run-reading.ts";
import { blameOfRun } from "./run-blame.ts";
import { turnViews } from "./run-turns.ts";

const schema = z.strictObject({
  id: z.string().min(1).max(200),
  /** Null: where a run of this id was spoken in last. */
  fleet: nameSchema.nullish(),
});

/**
 * One run: its turns, the patterns they show, and for a failed one whose fault it probably was. Both are found when it is
 * looked at, with the behaviour model that is in production then.
 * @throws SignalboxError not_found
 */
export async function readRun({ ctx, input }: ServiceCall): Promise<RunView> {
  requireScope(ctx, "history:read");
  const { id, fleet } = parseInput(schema, input);
  const fleetName = fleet ?? (await fleetOfRun(id));
  const [run] = fleetName === null ? [] : await readRuns(pool(), fleetName, [id]);
  if (fleetName === null || !run) throw new SignalboxError("not_found", `There is no run "${id}".`);
  const production = inProduction(fleetName, "behavior");
  const [agents, fault, told] = await Promise.all([
    listAgents(db(), fleetName),
    findRunFault(db(), fleetName, id),
    findToldFault(db(), fleetName, id),
  ]);
  const idOf = new Map(agents.map((agent) => [agent.name, agent.id]));
  const { turns, startedAt, lastAt } = turnViews(run);
  return {
    ...{ fleetName, id, taskType: run.taskType, taskText: run.taskText, succeeded: run.succeeded },
    ...{ cut: run.interactions.length >= MOST_TURNS, startedAt, lastAt, turns },
    agents: speakersOf(run).map((name) => ({ name, id: idOf.get(name) ?? null })),
    patterns: findPatterns(run, production?.model.state.transitions ?? null),
    model: production && { name: production.name, version: production.version },
    ...blameOfRun(run, production),
    named: fault && {
      ...{ agent: fault.agent, step: fault.step, reason: fault.reason },
      ...{ namedAt: fault.namedAt.toISOString(), namedBy: fault.namedBy },
    },
    told,
    keptTexts: run.interactions.filter(({ text }) => text !== null).length,
  };
}

/** Those that spoke, and those that were spoken to and said nothing. */
function speakersOf({ interactions }: WholeRun): string[] {
  return [...new Set(interactions.flatMap(({ from, to }) => (to === null ? [from] : [from, to])))];
}
