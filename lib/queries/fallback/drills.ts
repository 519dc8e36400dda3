import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type DrillReport, type DrillView, drillIdSchema } from "#lib/contracts/fallback.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { drillSentence } from "#lib/engines/routing/absence/drill-sentence.ts";
import { db } from "#lib/store/client.ts";
import { findDrill, listDrillsOf, listDrillTallies, listRunningDrills as readRunning } from "#lib/store/drill.ts";

const SHOWN = 20;
const SHOWN_TALLIES = 200;

/** Drills that run now, in all fleets, the one that ends first before the others. */
export async function listRunningDrills({ ctx }: Pick<ServiceCall, "ctx">): Promise<DrillView[]> {
  requireScope(ctx, "health:read");
  return readRunning(db(), ctx.clock.nowMs());
}

/** A fleet's drills, running or over, the newest first. */
export async function listDrills({ ctx, input }: ServiceCall): Promise<DrillView[]> {
  requireScope(ctx, "health:read");
  const { fleetName } = parseInput(z.strictObject({ fleetName: nameSchema }), input);
  requireFleet(ctx, fleetName);
  return listDrillsOf(db(), fleetName, ctx.clock.nowMs(), SHOWN);
}

/** What simulated requests did in a drill; those of the last second may be missing. @throws SignalboxError not_found */
export async function readDrill({ ctx, input }: ServiceCall): Promise<DrillReport> {
  requireScope(ctx, "health:read");
  const { id } = parseInput(drillIdSchema, input);
  const [drill, tallies] = await Promise.all([findDrill(db(), id, ctx.clock.nowMs()), listDrillTallies(db(), id)]);
  if (!drill) throw new SignalboxError("not_found", "There is no such drill, or its fleet was removed.");
  const sum = (wanted: (tally: (typeof tallies)[number]) => boolean) =>
    tallies.reduce((all, tally) => all + (wanted(tally) ? tally.requests : 0), 0);
  const counts = {
    requests: sum(() => true),
    moved: sum(({ withoutDrill, inDrill }) => inDrill !== null && inDrill !== withoutDrill),
    lost: sum(({ withoutDrill, inDrill }) => inDrill === null && withoutDrill !== null),
  };
  const verdict = drillSentence(drill, counts, tallies);
  return { ...drill, ...counts, verdict, tallies: tallies.slice(0, SHOWN_TALLIES) };
}
