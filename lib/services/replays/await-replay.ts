import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { ReplayView } from "#lib/contracts/replay.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { replaysUnderWay } from "#lib/runtime/replays-under-way.ts";
import { db } from "#lib/store/client.ts";
import { findReplay } from "#lib/store/replay.ts";

const inputSchema = z.strictObject({ id: z.string().max(64) });

/** Waits for a replay that this process runs. @throws SignalboxError not_found */
export async function awaitReplay({ ctx, input }: ServiceCall): Promise<ReplayView> {
  requireScope(ctx, "model:write");
  const { id } = parseInput(inputSchema, input);
  await replaysUnderWay().get(id);
  const found = await findReplay(db(), id);
  if (!found) throw new SignalboxError("not_found", `There is no replay "${id}".`);
  return found;
}
