import { z } from "zod";
import { requireScope } from "#lib/auth/scopes.ts";
import { routeAnswerSchema, routeRequestSchema } from "#lib/contracts/decision.ts";
import { parseInput } from "#lib/core/parse.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { ownFleet } from "./own-fleet.ts";

export const routeEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/route",
    summary: "Route a task: which agent takes it, with which configuration, at what expected cost, and why",
    scope: "task:route",
    body: routeRequestSchema,
    answer: routeAnswerSchema,
    idempotent: true,
    handle: ({ ctx, body, idempotencyKey }) =>
      routeTask({ ctx, input: { fleetName: ownFleet(ctx), request: body, idempotencyKey } }),
  },
  {
    method: "post",
    path: "/route/validate",
    summary: "Check a route request without deciding anything",
    scope: "task:route",
    body: routeRequestSchema,
    answer: z.object({ valid: z.literal(true) }),
    async handle({ ctx, body }) {
      requireScope(ctx, "task:route");
      parseInput(routeRequestSchema, body);
      return { valid: true };
    },
  },
];
