import type { ServiceContext } from "#lib/auth/context.ts";
import { encodeBehavior } from "#lib/engines/behavior/behavior-artifact.ts";
import { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";
import { LARGE_FLEET, largeHistory } from "./large-fleet.ts";

export const FLEET = "large";

/** A fleet of 200 agents whose behaviour model is in production. @returns pairs that hand over */
export async function makeLargeFleet(ctx: ServiceContext): Promise<number> {
  await createFleet({ ctx, input: { name: FLEET } });
  for (const [name, role] of LARGE_FLEET) {
    await putAgent({ ctx, input: { fleetName: FLEET, name, role, configuration: null } });
  }
  const history = largeHistory();
  const { state } = BehaviorModel.fit(history, { seed: 1 });
  const key = { name: FLEET, kind: "behavior" } as const;
  const metadata = {
    ...{ rows: history.runs.length, agents: LARGE_FLEET.size, dataSha256: "0".repeat(64) },
    ...{ windowFrom: null, windowTo: null, seed: 1, parameters: {} },
  };
  await saveRoutingModel({ ctx, input: { ...key, model: encodeBehavior(state), metadata, metrics: {} } });
  const move = { ...key, version: 1, expectedVersion: null, reason: "The benchmark's fleet", override: true };
  await moveAlias({ ctx, input: move });
  return state.graph.edges.length;
}
