import type { ServiceContext } from "#lib/auth/context.ts";
import type { Observation } from "#lib/contracts/prediction.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";

const KIND = "performance_predictor";
const OUTCOMES = 40;

/** A predictor's artifact that has seen each agent succeed with about the given rate, on every type. */
export function predictorBytes(rates: Record<string, number>, types: readonly string[] = ["research"]): Uint8Array {
  const rows = types.flatMap((taskType) =>
    Object.entries(rates).flatMap(([agentName, rate]) =>
      Array.from({ length: OUTCOMES }, (_, i): Observation => {
        const score = Math.floor((i + 1) * rate) > Math.floor(i * rate) ? 1 : 0;
        return {
          ...{ agentName, taskType, source: null, text: "", score, atMs: null, costNanoUsd: null },
          ...{ latencyMs: 1000 + 10 * i, inputTokens: 800 + i, outputTokens: 300 + i },
        };
      }),
    ),
  );
  return AgentPerformancePredictor.fit(rows).toArtifact();
}

/** Saves the bytes as the fleet's next version. @returns its number */
export async function saveVersion(ctx: ServiceContext, fleetName: string, model: Uint8Array): Promise<number> {
  const metadata = {
    ...{ rows: 10 * OUTCOMES, agents: 1, dataSha256: "0".repeat(64), windowFrom: null, windowTo: null },
    ...{ seed: 1, parameters: {} },
  };
  const input = { model, name: fleetName, kind: KIND, metadata, metrics: {}, note: "" };
  return (await saveRoutingModel({ ctx, input })).version;
}

export async function promote(
  ctx: ServiceContext,
  fleetName: string,
  version: number,
  expectedVersion: number | null,
): Promise<void> {
  await moveAlias({ ctx, input: { name: fleetName, kind: KIND, version, expectedVersion, reason: "a test" } });
}
