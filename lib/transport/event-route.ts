import type { ServiceContext } from "#lib/auth/context.ts";
import { auditDenied } from "#lib/auth/denied.ts";
import { requireTrustedOrigin } from "#lib/auth/origin.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import type { Scope } from "#lib/contracts/actor.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { isSignalboxError, toErrorBody } from "./error-map.ts";
import { jsonText } from "./json-safe.ts";

const NO_STORE = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const LINES = { ...NO_STORE, "content-type": "application/x-ndjson; charset=utf-8", "x-accel-buffering": "no" };
const JSON_ANSWER = { ...NO_STORE, "content-type": "application/json; charset=utf-8" };

interface StreamingCall {
  ctx: ServiceContext;
  input: unknown;
  signal: AbortSignal;
}

/**
 * A POST handler for people that answers one JSON value a line as it comes. Origin, session and scope are checked before
 * the body is read. What fails before the first line is an error as every other; what fails later ends the stream with
 * the line `{"type":"broke",...}`.
 */
export function eventRoute<T>(
  service: (call: StreamingCall) => Promise<AsyncIterable<T>>,
  { scope }: { scope: Scope },
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = newId("req", systemClock.nowMs());
    let ctx: ServiceContext | null = null;
    const gone = new AbortController();
    request.signal.addEventListener("abort", () => gone.abort(), { once: true });
    try {
      requireTrustedOrigin(request.headers);
      const actor = await actorOfHeaders(request.headers);
      if (!actor) throw new SignalboxError("unauthenticated", "Your session has ended. Sign in again.");
      ctx = { actor, requestId, clock: systemClock };
      requireScope(ctx, scope);
      const input: unknown = await request.json().catch((cause: unknown) => {
        throw new SignalboxError("invalid_input", "The body is not JSON.", { cause });
      });
      const events = await service({ ctx, input, signal: gone.signal });
      return new Response(linesOf(events, requestId, gone), { headers: LINES });
    } catch (error) {
      if (ctx?.actor.kind === "user" && isSignalboxError(error) && error.code === "forbidden") {
        await auditDenied(ctx, error).catch((failure) => toErrorBody(failure, requestId));
      }
      const { status, body } = toErrorBody(error, requestId);
      return new Response(jsonText({ error: body }), { status, headers: JSON_ANSWER });
    }
  };
}

function linesOf<T>(events: AsyncIterable<T>, requestId: string, gone: AbortController): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  const line = (value: unknown) => encoder.encode(`${jsonText(value)}\n`);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(line(value));
      } catch (error) {
        const { body } = toErrorBody(error, requestId);
        controller.enqueue(line({ type: "broke", message: body.message, facts: null }));
        controller.close();
      }
    },
    async cancel() {
      gone.abort();
      await iterator.return?.();
    },
  });
}
