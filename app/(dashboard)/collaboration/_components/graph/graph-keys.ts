import type { CollaborationAgent } from "#lib/contracts/collaboration.ts";

/** What a key does in the graph. */
export type GraphKey =
  | { does: "look"; agent: number }
  | { does: "choose" | "leave" | "whole" }
  | { does: "zoom"; factor: number };

/**
 * Arrows go round the ring, PageUp and PageDown from role to role, Enter chooses, Escape leaves, + - 0 zoom. Null: the key
 * means nothing here.
 */
export function graphKey(key: string, agents: readonly CollaborationAgent[], at: number | null): GraphKey | null {
  const all = agents.length;
  if (all === 0) return null;
  const look = (agent: number): GraphKey => ({ does: "look", agent: ((agent % all) + all) % all });
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return look(at === null ? 0 : at + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return look(at === null ? all - 1 : at - 1);
    case "Home":
      return look(0);
    case "End":
      return look(all - 1);
    case "PageDown":
      return look(firstOfNextRole(agents, at));
    case "PageUp":
      return look(firstOfRoleBefore(agents, at));
    case "Enter":
      return { does: "choose" };
    case "Escape":
      return { does: "leave" };
    case "+":
    case "=":
      return { does: "zoom", factor: 1.3 };
    case "-":
      return { does: "zoom", factor: 1 / 1.3 };
    case "0":
      return { does: "whole" };
    default:
      return null;
  }
}

function firstOfNextRole(agents: readonly CollaborationAgent[], at: number | null): number {
  if (at === null) return 0;
  const next = agents.findIndex(({ role }, place) => place > at && role !== agents[at]?.role);
  return next < 0 ? 0 : next;
}

function firstOfRoleBefore(agents: readonly CollaborationAgent[], at: number | null): number {
  const own = at === null ? undefined : agents[at]?.role;
  const ownFirst = own === undefined ? 0 : agents.findIndex(({ role }) => role === own);
  const before = agents[(ownFirst - 1 + agents.length) % agents.length]?.role;
  return agents.findIndex(({ role }) => role === before);
}
