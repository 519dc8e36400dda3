import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { toErrorBody } from "./error-map.ts";
import { jsonText } from "./json-safe.ts";

const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

type Params = Record<string, string | string[] | undefined>;

/**
 * A GET handler under app/api/ui: session, then the query, then JSON. The query's input is the URL's search
 * parameters and the path's parameters, all text, unless `inputOf` makes something else of them.
 */
export function uiRoute<T>(
  query: (call: ServiceCall) => Promise<T> | T,
  inputOf: (search: Record<string, string>, params: Params) => unknown = (search, params) => ({ ...search, ...params }),
): (request: Request, route: { params: Promise<Params> }) => Promise<Response> {
  return async (request, route) => {
    const requestId = newId("req", systemClock.nowMs());
    try {
      const actor = await actorOfHeaders(request.headers);
      if (!actor) throw new SignalboxError("unauthenticated", "Your session has ended. Sign in again.");
      const ctx: ServiceContext = { actor, requestId, clock: systemClock };
      const search = Object.fromEntries(new URL(request.url).searchParams);
      const data = await query({ ctx, input: inputOf(search, await route.params) });
      return new Response(jsonText(data), { headers: HEADERS });
    } catch (error) {
      const { status, body, retryAfterSeconds } = toErrorBody(error, requestId);
      const headers = new Headers(HEADERS);
      if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
      return new Response(jsonText({ error: body }), { status, headers });
    }
  };
}
