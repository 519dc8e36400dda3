import type { FilterName } from "#lib/contracts/routing.ts";

/** Why nobody of those who are left takes a task, in words that follow "because" or a colon. */
export function keptWords(filter: FilterName | null): string {
  switch (filter) {
    case null:
      return "there is no other agent";
    case "status":
      return "the others are disabled or draining";
    case "heartbeat":
      return "the others are silent";
    case "slots":
      return "the others are full";
    case "capability":
      return "nobody else has the capabilities";
    case "context_window":
      return "no other context window is large enough";
    case "provider_health":
      return "the others' providers do not answer";
    case "budget":
      return "budgets have no room for the others";
    case "policy":
      return "the tasks allow nobody else";
    default:
      return filter satisfies never;
  }
}
