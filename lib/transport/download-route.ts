import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { auditDenied } from "#lib/auth/denied.ts";
import { actorOfHeaders } from "#lib/auth/session.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { isSignalboxError, toErrorBody } from "./error-map.ts";

interface Download {
  fileName: string;
  bytes: Uint8Array;
}

/** A GET handler that answers with a file; the service gets the path's parameters. Errors are plain sentences. */
export function downloadRoute(
  service: (call: ServiceCall) => Promise<Download>,
): (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response> {
  return async (request, route) => {
    const requestId = newId("req", systemClock.nowMs());
    const actor = await actorOfHeaders(request.headers);
    if (!actor) return new Response("Your session has ended. Sign in again.\n", { status: 401 });
    const ctx: ServiceContext = { actor, requestId, clock: systemClock };
    try {
      const { fileName, bytes } = await service({ ctx, input: decoded(await route.params) });
      return new Response(new Uint8Array(bytes), {
        headers: {
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, "_")}"`,
          "content-length": String(bytes.byteLength),
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
      });
    } catch (error) {
      if (actor.kind === "user" && isSignalboxError(error) && error.code === "forbidden") {
        await auditDenied(ctx, error).catch((failure) => toErrorBody(failure, requestId));
      }
      const { status, body } = toErrorBody(error, requestId);
      return new Response(`${body.message}\n`, { status });
    }
  };
}

/** A name may hold characters that its address writes otherwise; none holds a per cent sign. */
function decoded(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, text]) => [name, decodeURIComponent(text)]));
}
