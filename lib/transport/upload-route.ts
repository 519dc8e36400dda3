import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { auditDenied } from "#lib/auth/denied.ts";
import { requireTrustedOrigin } from "#lib/auth/origin.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import type { Scope } from "#lib/contracts/actor.ts";
import type { ActionResult } from "#lib/contracts/error.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { isSignalboxError, toErrorBody } from "./error-map.ts";
import { jsonText } from "./json-safe.ts";

const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/**
 * A POST handler for a form with files: origin, session, scope and size are checked before a byte of the body is read.
 * The service gets the form's fields by name: texts as strings, files as `File`; empty ones are left out.
 */
export function uploadRoute<T>(
  service: (call: ServiceCall) => Promise<T>,
  { scope, maxBytes }: { scope: Scope; maxBytes: number },
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = newId("req", systemClock.nowMs());
    let ctx: ServiceContext | null = null;
    try {
      requireTrustedOrigin(request.headers);
      const actor = await actorOfHeaders(request.headers);
      if (!actor) throw new SignalboxError("unauthenticated", "Your session has ended. Sign in again.");
      ctx = { actor, requestId, clock: systemClock };
      requireScope(ctx, scope);
      requireLength(request.headers, maxBytes);
      const data = await service({ ctx, input: await readForm(request) });
      return answer({ ok: true, data }, 200);
    } catch (error) {
      if (ctx?.actor.kind === "user" && isSignalboxError(error) && error.code === "forbidden") {
        await auditDenied(ctx, error).catch((failure) => toErrorBody(failure, requestId));
      }
      const { status, body } = toErrorBody(error, requestId);
      return answer({ ok: false, error: body }, status);
    }
  };
}

function requireLength(headers: Headers, maxBytes: number): void {
  const length = Number(headers.get("content-length") ?? Number.NaN);
  if (!Number.isInteger(length)) throw new SignalboxError("invalid_input", "The upload does not say how long it is.");
  if (length > maxBytes) {
    const mib = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
    throw new SignalboxError(
      "too_large",
      `The files have ${mib(length)} together; an upload has at most ${mib(maxBytes)}.`,
    );
  }
}

async function readForm(request: Request): Promise<Record<string, string | File>> {
  const form = await request.formData().catch((cause: unknown) => {
    throw new SignalboxError("invalid_input", "The upload is not a form with files.", { cause });
  });
  const present = [...form].filter(([, value]) => (typeof value === "string" ? value !== "" : value.size > 0));
  return Object.fromEntries(present);
}

function answer(result: ActionResult<unknown>, status: number): Response {
  return new Response(jsonText(result), { status, headers: HEADERS });
}
