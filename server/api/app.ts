import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { callerAddress } from "#lib/auth/peer.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { toResponse } from "#lib/transport/answer.ts";
import { answerCall, errorResponse } from "#lib/transport/api.ts";
import { callerDeparture } from "./caller-departure.ts";
import { ENDPOINTS } from "./endpoints/index.ts";
import { mountHealth } from "./health.ts";
import { openApiDocument } from "./openapi.ts";
import { errorFormatOf } from "./wire/error-format.ts";

/** The machine API: every endpoint of the table, its OpenAPI document, health and metrics. */
export function machineApi(): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const endpoint of ENDPOINTS) {
    const path = `/api/v1${endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    app.on(endpoint.method.toUpperCase(), path, async (c) =>
      toResponse(
        await answerCall(endpoint, {
          request: c.req.raw,
          params: c.req.param(),
          address: callerAddress(c.env.incoming),
          gone: () => callerDeparture(c.env.outgoing),
        }),
      ),
    );
  }
  const document = JSON.stringify(openApiDocument(ENDPOINTS));
  app.get("/api/v1/openapi.json", () => new Response(document, { headers: { "Content-Type": "application/json" } }));
  mountHealth(app);
  app.notFound((c) => {
    const error = new SignalboxError(
      "not_found",
      `There is no ${c.req.method} ${c.req.path}. See /api/v1/openapi.json.`,
    );
    return refused(error, c.req.path);
  });
  app.onError((error, c) => refused(error, c.req.path));
  return app;
}

const refused = (error: unknown, path: string) =>
  toResponse(errorResponse(error, newId("req", systemClock.nowMs()), errorFormatOf(path)));
