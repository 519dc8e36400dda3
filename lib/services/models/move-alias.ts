import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { moveAliasSchema } from "#lib/contracts/model.ts";
import { parseInput } from "#lib/core/parse.ts";
import { type AliasMove, performMove } from "./perform-move.ts";

/**
 * Promotes or rolls back: points an alias at another version in one transaction, with its reason and what the gates found
 * in the history. A lower version is a roll-back, which pins production; a higher one takes the pin off. Every process is
 * notified. A return to a lower version that served within the policy's window needs a whole artifact and nothing else.
 * @param automatic Signalbox itself moves it (a canary, a regression, a retraining); refused upwards while production is
 *   pinned. Never from a caller's input
 * @throws SignalboxError forbidden for an override without the admin's scope; conflict when a gate fails (details name
 *   each) or the alias does not name `expectedVersion` any more (of two moves at once, one wins); not_found; invalid_input
 *   when it names the version already; unavailable when the version's artifact fails its checks, which no override
 *   waives and which also raises a health problem: the version that serves keeps serving
 */
export async function moveAlias({
  ctx,
  input,
  automatic = false,
}: ServiceCall & { automatic?: boolean }): Promise<AliasMove> {
  requireScope(ctx, "model:write");
  const move = parseInput(moveAliasSchema, input);
  if (move.override) requireScope(ctx, "model:override");
  return performMove(ctx, move, automatic ? "automatic" : "asked");
}
