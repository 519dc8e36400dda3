import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findLastMove } from "#lib/store/model.ts";
import { type AliasMove, performMove } from "./perform-move.ts";

const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  /** The version the move led to; another one in production means that somebody moved it since. */
  version: z.int().min(1),
});

/** Who notices later that a version is bad rolls it back, with a reason and a pin. */
const UNDONE_WITHIN_MS = 24 * 3_600_000;

/**
 * Takes the last move of production back, in one click: production names the version before again and is pinned or not
 * as it was. Undoing a roll-back takes off the pin it set; undoing a promotion is not a roll-back and sets none.
 * @throws SignalboxError conflict when another move came after, when it was a first version's, Signalbox's own or more
 *   than a day ago; unavailable when the artifact of the version before fails its checks
 */
export async function undoMove({ ctx, input }: ServiceCall): Promise<AliasMove> {
  requireScope(ctx, "model:write");
  const { version, ...key } = parseInput(inputSchema, input);
  const last = await findLastMove(db(), key, "production");
  if (last?.toVersion !== version) {
    throw new SignalboxError("conflict", "Somebody moved production meanwhile. Look again, then decide.");
  }
  if (last.fromVersion === null) {
    throw new SignalboxError("conflict", `Before v${version} nothing was in production to go back to.`);
  }
  if (last.automatic || ctx.clock.nowMs() - last.atMs > UNDONE_WITHIN_MS) {
    const why = last.automatic ? "Signalbox made that move itself" : "That move was made more than a day ago";
    throw new SignalboxError("conflict", `${why}: promote or roll back instead, with a reason.`);
  }
  const what = last.verb === "rollback" ? "Roll-back" : "Promotion";
  return performMove(
    ctx,
    {
      ...key,
      alias: "production",
      version: last.fromVersion,
      expectedVersion: version,
      reason: `${what} undone: ${last.reason}`.slice(0, 500),
      override: false,
    },
    "undo",
  );
}
