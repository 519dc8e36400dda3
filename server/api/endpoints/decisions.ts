import { z } from "zod";
import { outcomeSchema } from "#lib/contracts/decision.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { renewAssignment } from "#lib/services/routing/renew-assignment.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { toDecisionWire } from "../wire/decision.ts";
import { joinBody } from "./join-body.ts";

export const decisionEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/decisions/{id}",
    summary: "A decision with its candidates, what made it, its lease and its outcome",
    scope: "decision:read",
    handle: async ({ ctx, params }) => toDecisionWire(await readDecision({ ctx, input: { id: params.id } })),
  },
  {
    method: "post",
    path: "/decisions/{id}/renew",
    summary: "Extend the lease of a running assignment",
    scope: "outcome:write",
    answer: z.object({ id: z.string(), expires_at: z.string() }),
    handle: ({ ctx, params }) => renewAssignment({ ctx, input: { decisionId: params.id } }),
  },
  {
    method: "post",
    path: "/decisions/{id}/outcome",
    summary:
      "Report what happened, or judge a call that has ended; the first report counts, the same again is answered alike",
    scope: "outcome:write",
    body: outcomeSchema,
    answer: z.object({
      decision_id: z.string(),
      late: z.boolean(),
      repeated: z.boolean(),
      cost_usd: z.number().nullable(),
    }),
    handle: ({ ctx, params, body }) => reportOutcome({ ctx, input: joinBody(body, { decisionId: params.id ?? "" }) }),
  },
];
