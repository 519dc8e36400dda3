import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { messageOf } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { processState } from "#lib/core/process-state.ts";
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
  releaseRepricing,
} from "#lib/store/repricing.ts";

const BATCH = 1_000;

interface Work {
  stopping: AbortController;
  ended: Promise<void>;
}

const underWay = () => processState("repricing.underWay", () => new Map<string, Work>());

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
  const stopping = new AbortController();
  const ended = work(order, () => ctx.clock.nowMs(), stopping.signal).finally(() => underWay().delete(id));
  underWay().set(id, { stopping, ended });
  await ended;
}

/** Stops what this process prices anew after its batch and puts it back; call it before the store closes. */
export async function releaseRepricings(): Promise<void> {
  const works = [...underWay().values()];
  for (const { stopping } of works) stopping.abort();
  await Promise.allSettled(works.map(({ ended }) => ended));
}

async function work(order: RepricingOrder, nowMs: () => number, stopping: AbortSignal): Promise<void> {
  const { id } = order;
  try {
    if (await repriceAll(order, nowMs, stopping)) await finishRepricing(db(), id, nowMs());
    else await releaseRepricing(db(), id);
  } catch (error) {
    log().warn({ repricing: id, error: messageOf(error) }, "pricing history anew failed");
    await failRepricing(db(), id, "It could not be finished; the log of the process says why.", nowMs());
  }
}

/** @returns false: it was told to stop before the end */
async function repriceAll(order: RepricingOrder, nowMs: () => number, stopping: AbortSignal): Promise<boolean> {
  const { id, provider, model } = order;
  const overrides = await listPriceOverrides(db());
  const priceAt = (atMs: number) => factsOf(overrides, provider, model, atMs).price;
  let after: { atMs: number; id: string } | null = null;
  while (!stopping.aborted) {
    const calls = await listCallCosts(db(), order, after, BATCH);
    const last = calls.at(-1);
    if (!last) return true;
    await insertRepricedCalls(db(), id, repriceCalls(calls, priceAt));
    await beatRepricing(db(), id, nowMs());
    after = last;
  }
  return false;
}
