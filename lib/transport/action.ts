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

type Service<T> = (call: ServiceCall) => Promise<T> | T;

/** A service behind a server action: the session decides who acts, and no error is ever thrown to the browser. */
export function runAction<T>(service: Service<T>, input: unknown): Promise<ActionResult<JsonSafe<T>>> {
  return run(service, input, async () => {
    const actor = await currentActor();
    if (!actor) throw new SignalboxError("unauthenticated", "Your session has ended. Sign in again.");
    return actor;
  });
}

const LINK_HOLDER: Actor = { kind: "system", id: "one-time-link", name: "One-time link" };

/**
 * For the two actions of people who cannot have a session yet. Whoever holds a one-time link acts with Signalbox's
 * own rights, so the service must check the link's token before anything else.
 */
export function runLinkAction<T>(service: Service<T>, input: unknown): Promise<ActionResult<JsonSafe<T>>> {
  return run(service, input, async () => LINK_HOLDER);
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
