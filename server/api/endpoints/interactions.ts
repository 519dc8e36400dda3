import { interactionAnswerSchema, interactionBatchSchema, MOST_INTERACTIONS } from "#lib/contracts/interaction.ts";
import { recordInteractions } from "#lib/services/interactions/record-interactions.ts";
import type { Endpoint } from "#lib/transport/api.ts";
import { ownFleet } from "./own-fleet.ts";

export const interactionEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/interactions",
    summary: `What agents said and handed to each other, and how runs ended: up to ${MOST_INTERACTIONS} rows, a verdict for each; an id that is known is a duplicate`,
    scope: "outcome:write",
    body: interactionBatchSchema,
    answer: interactionAnswerSchema,
    handle: ({ ctx, body }) => recordInteractions({ ctx, input: { fleetName: ownFleet(ctx), batch: body } }),
  },
];
