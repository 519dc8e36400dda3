import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { routingPolicy } from "#lib/runtime/fleet.ts";
import { db } from "#lib/store/client.ts";
import { findAlias } from "#lib/store/model.ts";
import { fitInThread } from "./fit-in-thread.ts";
import { moveAlias } from "./move-alias.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const KIND = "performance_predictor";
const DEFAULT_SEED = 1;

const inputSchema = z.strictObject({
  fleetName: nameSchema,
  /** "train": rows that a data set marks as test are never learned from. "all": they are, after measuring without them. */
  split: z.enum(["train", "all"]).default("train"),
  seed: z.int().min(0).max(2_147_483_647).default(DEFAULT_SEED),
  note: z.string().trim().max(500).default(""),
  /** Lets the very first version of a fleet go to production; a later one never goes there by itself. */
  promoteFirst: z.boolean().default(false),
});

export interface TrainedVersion {
  version: ModelVersionView;
  promoted: boolean;
}

/**
 * Fits a predictor on the fleet's imported history and reported outcomes, measures it on tasks it has not seen beside
 * the baselines, saves it as the next version and points `staging` at it. The same data and seed give the same bytes.
 * @throws SignalboxError conflict when the fleet has no outcomes yet
 */
export async function trainPredictor({ ctx, input }: ServiceCall): Promise<TrainedVersion> {
  requireScope(ctx, "model:write");
  const { fleetName, split, seed, note, promoteFirst } = parseInput(inputSchema, input);
  const { priorSuccess, priorStrength } = routingPolicy().coldStart;
  const fitted = await fitInThread({
    fleetName,
    untilMs: ctx.clock.nowMs(),
    split,
    seed,
    options: { coldStart: { priorSuccess, priorStrength } },
  });
  const { artifact, metadata, metrics, report } = fitted;
  const version = await saveRoutingModel({
    ctx,
    input: {
      model: artifact,
      name: fleetName,
      kind: KIND,
      metadata,
      metrics,
      report,
      note: [report.summary, note].filter((part) => part !== "").join(" "),
    },
  });
  const reason = `Trained on ${metadata.rows.toLocaleString("en-US")} outcomes.`;
  await point(ctx, fleetName, "staging", version.version, reason);
  const promoted =
    promoteFirst &&
    version.version === 1 &&
    (await point(ctx, fleetName, "production", version.version, `First version. ${reason}`));
  const aliases = promoted ? (["staging", "production"] as const) : (["staging"] as const);
  return { version: { ...version, aliases: [...aliases] }, promoted };
}

async function point(
  ctx: ServiceCall["ctx"],
  name: string,
  alias: "staging" | "production",
  version: number,
  reason: string,
): Promise<boolean> {
  const expectedVersion = (await findAlias(db(), { name, kind: KIND }, alias))?.version ?? null;
  try {
    await moveAlias({ ctx, input: { name, kind: KIND, alias, version, expectedVersion, reason } });
    return true;
  } catch (error) {
    // Two trainings at once: the other one's pointer is as good. A gate that refuses: a person decides. The version stays.
    if (!(error instanceof SignalboxError) || error.code !== "conflict") throw error;
    return false;
  }
}
