import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { GateReport } from "#lib/contracts/gate.ts";
import { type ModelAliasName, modelKindSchema } from "#lib/contracts/model.ts";
import type { ModelPolicy } from "#lib/contracts/model-policy.ts";
import { parseInput } from "#lib/core/parse.ts";
import { judgeGates } from "#lib/engines/registry/gates/judge-gates.ts";
import { db } from "#lib/store/client.ts";
import { findAlias, type ModelKey } from "#lib/store/model.ts";
import { findLeaving } from "#lib/store/model-evidence.ts";
import { findModelPolicy } from "#lib/store/model-policy.ts";
import { collectGateFacts } from "./collect-gate-facts.ts";

const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  version: z.coerce.number().int().min(1),
});

/**
 * What every gate says of moving production to the version now. Nothing is written.
 * @throws SignalboxError not_found for a version there is not
 */
export async function checkGates({ ctx, input }: ServiceCall): Promise<GateReport> {
  requireScope(ctx, "model:read");
  const { version, ...key } = parseInput(inputSchema, input);
  const production = (await findAlias(db(), key, "production"))?.version ?? null;
  const against = production === version ? null : production;
  const move = { alias: "production", version, against, undone: false } as const;
  return (await runGates(key, move, ctx.clock.nowMs())).report;
}

export interface GatedMove {
  alias: ModelAliasName;
  version: number;
  /** What the alias names. */
  against: number | null;
  /** The move only undoes the one before. */
  undone: boolean;
}

/**
 * Collects the facts and judges them by the model's policy. Takes as long as the version is large; measures outside of
 * any transaction, so the caller compares the returned hash with the version's once it holds the lock.
 * @throws SignalboxError not_found for a version there is not
 */
export async function runGates(
  key: ModelKey,
  move: GatedMove,
  nowMs: number,
): Promise<{ report: GateReport; sha256: string }> {
  const policy = await findModelPolicy(db(), key);
  const returning =
    move.alias === "staging"
      ? "Only what goes to production is judged."
      : await returningSentence(key, move, policy, nowMs);
  const { version, against } = move;
  const facts = await collectGateFacts(key, version, against, returning === null ? "all" : "artifact");
  const at = new Date(nowMs).toISOString();
  return { report: judgeGates(facts, policy.gates, { returning, at }), sha256: facts.sha256 };
}

const DAY_MS = 86_400_000;

/**
 * Going back must be quick when something is wrong: a lower version that served within the return window was judged then.
 * One that was itself rolled back was not good, unless this only undoes that.
 */
async function returningSentence(
  key: ModelKey,
  { version, against, undone }: GatedMove,
  { returnWindowDays }: ModelPolicy,
  nowMs: number,
): Promise<string | null> {
  if (against === null || (version > against && !undone)) return null;
  const left = await findLeaving(db(), key, version);
  if (!left || (left.verb === "rollback" && !undone)) return null;
  if (nowMs - left.atMs > returnWindowDays * DAY_MS) return null;
  const until = new Date(left.atMs).toISOString().slice(0, 16).replace("T", " ");
  return `It was in production until ${until} UTC; a return within ${returnWindowDays} days is not judged again.`;
}
