import { headers } from "next/headers.js";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { auditDenied } from "#lib/auth/denied.ts";
import { requireTrustedOrigin } from "#lib/auth/origin.ts";
import { currentActor } from "#lib/auth/session.ts";
import type { Actor } from "#lib/contracts/actor.ts";
import type { ActionResult } from "#lib/contracts/error.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { isSignalboxError, toErrorBody } from "./error-map.ts";
import { type JsonSafe, jsonSafe } from "./json-safe.ts";
import { linkContext } from "./link-holder.ts";

type Service<T> = (call: ServiceCall) => Promise<T> | T;

/** A service behind a server action: the session decides who acts, and no error is ever thrown to the browser. */
export function runAction<T>(service: Service<T>, input: unknown): Promise<ActionResult<JsonSafe<T>>> {
  return run(service, input, async () => {
    const actor = await currentActor();
    if (!actor) throw new SignalboxError("unauthenticated", "Your session has ended. Sign in again.");
    return actor;
  });
}

/** For the two actions of people who hold a one-time link; the service must check its token before anything else. */
export function runLinkAction<T>(service: Service<T>, input: unknown): Promise<ActionResult<JsonSafe<T>>> {
  return run(service, input, async () => linkContext().actor);
}

async function run<T>(
  service: Service<T>,
  input: unknown,
  whoActs: () => Promise<Actor>,
): Promise<ActionResult<JsonSafe<T>>> {
  const requestId = newId("req", systemClock.nowMs());
  let ctx: ServiceContext | null = null;
  try {
    requireTrustedOrigin(await headers());
    ctx = { actor: await whoActs(), requestId, clock: systemClock };
    const data = (await service({ ctx, input })) as T;
    return { ok: true, data: jsonSafe(data) };
  } catch (error) {
    if (ctx?.actor.kind === "user" && isSignalboxError(error) && error.code === "forbidden") {
      await auditDenied(ctx, error).catch((failure) => toErrorBody(failure, requestId));
    }
    return { ok: false, error: toErrorBody(error, requestId).body };
  }
}
