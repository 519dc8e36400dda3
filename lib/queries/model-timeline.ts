import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type AliasMoveView, modelKindSchema } from "#lib/contracts/model.ts";
import { type ProductionSpan, productionSpans } from "#lib/contracts/production-spans.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { listMoves } from "#lib/store/model.ts";

const MOST_SPANS = 500;

const keySchema = z.strictObject({ name: nameSchema, kind: modelKindSchema });
const momentSchema = keySchema.extend({ at: z.iso.datetime({ offset: true }) });

/** What was in production from when until when, oldest first; the newest 500 spans. */
export async function readProductionTimeline({ ctx, input }: ServiceCall): Promise<ProductionSpan[]> {
  requireScope(ctx, "model:read");
  const key = parseInput(keySchema, input);
  return productionSpans(await listMoves(db(), key, { alias: "production" }, MOST_SPANS));
}

/** The move that put in production what was there at a moment, however long ago; null: nothing was. */
export async function readProductionAt({ ctx, input }: ServiceCall): Promise<AliasMoveView | null> {
  requireScope(ctx, "model:read");
  const { at, ...key } = parseInput(momentSchema, input);
  const [move] = await listMoves(db(), key, { alias: "production", at: { lte: new Date(at) } }, 1);
  return move ?? null;
}
