import { defaultModelPolicy, type ModelPolicy, modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

/** The model's own policy; its kind's defaults where nobody has set one. A bound that did not exist when it was set has its default. */
export async function findModelPolicy(db: Db, { name, kind }: ModelKey): Promise<ModelPolicy> {
  const row = await db.modelPolicy.findUnique({ where: { name_kind: { name, kind } } });
  return row ? modelPolicySchema.parse(row.policy) : defaultModelPolicy(kind);
}

export async function writeModelPolicy(db: Db, key: ModelKey, policy: ModelPolicy, atMs: number): Promise<void> {
  const data = { policy: JSON.parse(canonicalJson(policy)), updatedAt: new Date(atMs) };
  await db.modelPolicy.upsert({ where: { name_kind: key }, create: { ...key, ...data }, update: data });
}
