import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { messageOf } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { repriceCalls } from "#lib/engines/cost/reprice.ts";
import { factsOf } from "#lib/runtime/configurations.ts";
import { log } from "#lib/runtime/log.ts";
import { db } from "#lib/store/client.ts";
import { listPriceOverrides } from "#lib/store/price-override.ts";
import { insertRepricedCalls, listCallCosts } from "#lib/store/repriced-call.ts";
import {
  beatRepricing,
  claimRepricing,
  failRepricing,
  finishRepricing,
  listRepricingsToTakeUp,
  type RepricingOrder,
} from "#lib/store/repricing.ts";

const BATCH = 1_000;

/** What a process should take up now. */
export async function listRepricings({ ctx }: ServiceCall): Promise<{ id: string; attempt: number }[]> {
  requireScope(ctx, "config:write");
  return listRepricingsToTakeUp(db(), ctx.clock.nowMs());
}

/** Works on an order of startRepricing, or goes on with one whose process has ended. Twice does no harm. */
export async function workOnRepricing({ ctx, input }: ServiceCall): Promise<void> {
  requireScope(ctx, "config:write");
  const { id } = parseInput(z.strictObject({ id: z.string() }), input);
  const order = await claimRepricing(db(), id, ctx.clock.nowMs());
  if (!order) return;
  try {
    await repriceAll(order, () => ctx.clock.nowMs());
    await finishRepricing(db(), id, ctx.clock.nowMs());
  } catch (error) {
    log().warn({ repricing: id, error: messageOf(error) }, "pricing history anew failed");
    await failRepricing(db(), id, "It could not be finished; the log of the process says why.", ctx.clock.nowMs());
  }
}

async function repriceAll(order: RepricingOrder, nowMs: () => number): Promise<void> {
  const { id, provider, model } = order;
  const overrides = await listPriceOverrides(db());
  const priceAt = (atMs: number) => factsOf(overrides, provider, model, atMs).price;
  let after: { atMs: number; id: string } | null = null;
  for (;;) {
    const calls = await listCallCosts(db(), order, after, BATCH);
    const last = calls.at(-1);
    if (!last) return;
    await insertRepricedCalls(db(), id, repriceCalls(calls, priceAt));
    await beatRepricing(db(), id, nowMs());
    after = last;
  }
}
