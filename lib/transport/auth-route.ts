import { auth } from "#lib/auth/auth.ts";
import { requireTrustedOrigin } from "#lib/auth/origin.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { toErrorBody } from "./error-map.ts";

/** What of the sign-in library is reachable; people and passwords are changed through our own services. */
const OPEN = new Set(["POST /api/auth/sign-in/email", "POST /api/auth/sign-out", "GET /api/auth/get-session"]);

/** Hands a request to the sign-in library, when it is one we offer and comes from an address of ours. */
export async function handleAuth(request: Request): Promise<Response> {
  try {
    if (!OPEN.has(`${request.method} ${new URL(request.url).pathname}`)) {
      throw new SignalboxError("not_found", "There is nothing at this address.");
    }
    if (request.method !== "GET") requireTrustedOrigin(request.headers);
    return await auth().handler(request);
  } catch (error) {
    const { status, body } = toErrorBody(error, newId("req", systemClock.nowMs()));
    return Response.json({ error: body }, { status, headers: { "cache-control": "no-store" } });
  }
}
