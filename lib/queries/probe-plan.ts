import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type ProbePlanView, type ProbeView, probeId } from "#lib/contracts/probe-plan.ts";
import { probeCostNanoUsd } from "#lib/engines/execution/probe-cost.ts";
import { allConfigurations } from "#lib/runtime/configurations.ts";
import { probePlanInForce } from "#lib/runtime/probe-plan.ts";
import { db } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { listHealthRuns } from "#lib/store/health-run.ts";

const DAY_SECONDS = 86_400;

/** What is probed, how it went, what it costs, and what else could be. */
export async function readProbePlan({ ctx }: Pick<ServiceCall, "ctx">): Promise<ProbePlanView> {
  requireScope(ctx, "health:read");
  const [{ plan, setBy }, runs, fleets] = await Promise.all([
    probePlanInForce(),
    listHealthRuns(db()),
    listFleets(db()),
  ]);
  const ran = new Map(runs.map((run) => [run.checkId, run]));
  const lastOf = (ref: string): ProbeView["last"] => {
    const run = ran.get(probeId(ref));
    return run?.ranAt ? { at: run.ranAt.toISOString(), durationMs: run.durationMs, error: run.error } : null;
  };
  const choices = allConfigurations().map(({ ref, settings, facts }) => ({
    ref,
    costNanoUsd: probeCostNanoUsd(facts.price, settings),
  }));
  const byRef = new Map(choices.map((choice) => [choice.ref, choice]));
  const probed = plan.configurations.map((ref) => byRef.get(ref) ?? { ref, costNanoUsd: null });
  const view = ({ ref, costNanoUsd }: (typeof probed)[number]): ProbeView => ({
    ref,
    costNanoUsd: costNanoUsd?.toString() ?? null,
    last: lastOf(ref),
  });
  return {
    plan,
    setBy: setBy && { at: setBy.at.toISOString(), by: setBy.by },
    probed: probed.map(view),
    dayNanoUsd: ofDay(probed, plan.everySeconds)?.toString() ?? null,
    choices: choices.map(view).toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
    fleets: fleets.filter(({ kind, name }) => kind === "live" || name === plan.fleet).map(({ name }) => name),
  };
}

function ofDay(probed: readonly { costNanoUsd: bigint | null }[], everySeconds: number): bigint | null {
  let round = 0n;
  for (const { costNanoUsd } of probed) {
    if (costNanoUsd === null) return null;
    round += costNanoUsd;
  }
  return (round * BigInt(DAY_SECONDS)) / BigInt(everySeconds);
}
