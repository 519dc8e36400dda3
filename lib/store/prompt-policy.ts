import { type PromptPolicy, promptPolicySchema } from "#lib/contracts/prompt-policy.ts";
import type { Db } from "./client.ts";

interface PromptPolicyRow {
  fleetName: string;
  policy: PromptPolicy;
  updatedAt: Date;
  updatedBy: string;
}

export async function listPromptPolicies(db: Db): Promise<PromptPolicyRow[]> {
  const rows = await db.promptPolicyRow.findMany({ orderBy: { fleetName: "asc" } });
  return rows.map((row) => ({ ...row, policy: promptPolicySchema.parse(row.policy) }));
}

export async function findPromptPolicy(db: Db, fleetName: string): Promise<PromptPolicy | null> {
  const row = await db.promptPolicyRow.findUnique({ where: { fleetName } });
  return row && promptPolicySchema.parse(row.policy);
}

export async function writePromptPolicy(
  db: Db,
  { fleetName, ...data }: { fleetName: string; policy: PromptPolicy; updatedAt: Date; updatedBy: string },
): Promise<void> {
  await db.promptPolicyRow.upsert({ where: { fleetName }, create: { fleetName, ...data }, update: data });
}
