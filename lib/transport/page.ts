import { headers } from "next/headers.js";
import { notFound, redirect } from "next/navigation.js";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { PAGE_HEADER } from "#lib/auth/peer.ts";
import { currentActor } from "#lib/auth/session.ts";
import { systemClock } from "#lib/core/clock.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { signInPath } from "#lib/core/return-path.ts";
import { isSignalboxError } from "./error-map.ts";

const NOT_THERE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["not_found", "invalid_input"]);

/** Who looks at a page; without a session the browser is sent to the sign-in page, and from there back. */
export async function pageContext(): Promise<ServiceContext> {
  const actor = await currentActor();
  if (!actor) redirect(signInPath((await headers()).get(PAGE_HEADER)));
  return { actor, requestId: newId("req", systemClock.nowMs()), clock: systemClock };
}

/**
 * Reads for a page, with input from its address: what is not there, and what cannot be an address of ours, shows the
 * not-found page; other errors the error page.
 */
export async function pageQuery<T>(query: (call: ServiceCall) => Promise<T> | T, input: unknown): Promise<T> {
  const ctx = await pageContext();
  try {
    return await query({ ctx, input });
  } catch (error) {
    if (isSignalboxError(error) && NOT_THERE.has(error.code)) notFound();
    throw error;
  }
}
