import type { z } from "zod";
import { callRoutingSchema } from "#lib/contracts/gateway.ts";
import { parseInput } from "#lib/core/parse.ts";

type CallRouting = z.output<typeof callRoutingSchema>;

/** By target, of calls that say nothing else, as nearly all do: they are parsed once. */
const plain = new Map<string, CallRouting>();
const MOST_PLAIN = 1_000;

/** What a door asks for besides the request. @throws SignalboxError invalid_input */
export function routingOf(given: z.input<typeof callRoutingSchema>): CallRouting {
  const { target, budgetTags = [], parentDecisionId = null, ...rest } = given;
  const isPlain = budgetTags.length === 0 && parentDecisionId === null && Object.keys(rest).length === 0;
  const known = isPlain ? plain.get(target) : undefined;
  if (known) return known;
  const routing = parseInput(callRoutingSchema, given);
  if (isPlain) {
    if (plain.size >= MOST_PLAIN) plain.clear();
    plain.set(target, routing);
  }
  return routing;
}
