import type { ProbePlan } from "#lib/contracts/probe-plan.ts";
import { db } from "#lib/store/client.ts";
import { findProbePlan } from "#lib/store/probe-plan.ts";
import { routingPolicy } from "./routing-policy.ts";

interface ProbePlanInForce {
  plan: ProbePlan;
  /** Null: it is what the routing policy's file says. */
  setBy: { at: Date; by: string } | null;
}

/** What is probed and how often: what somebody said on the page comes before the file, for all processes at once. */
export async function probePlanInForce(): Promise<ProbePlanInForce> {
  const row = await findProbePlan(db());
  if (!row) return { plan: routingPolicy().execution.probes, setBy: null };
  const { everySeconds, fleetName, configurations, updatedAt, updatedBy } = row;
  return { plan: { everySeconds, fleet: fleetName, configurations }, setBy: { at: updatedAt, by: updatedBy } };
}
