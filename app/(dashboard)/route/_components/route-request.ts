import type { RouteRequestWire } from "#lib/contracts/decision.ts";
import type { TaskPriority } from "#lib/contracts/task.ts";

/** What the form holds: texts as people type them. */
export interface RouteDraft {
  fleetName: string;
  type: string;
  description: string;
  capabilities: string;
  priority: TaskPriority;
  tier: string;
  maxCostUsd: string;
  maxDurationSeconds: string;
  minSuccess: string;
  agents: string;
  tags: string;
  /** Of a drill that only simulations take part in; what is placed knows none. */
  drill: string;
}

export const EMPTY_DRAFT: Omit<RouteDraft, "fleetName"> = {
  type: "",
  description: "",
  capabilities: "",
  priority: "normal",
  tier: "",
  maxCostUsd: "",
  maxDurationSeconds: "",
  minSuccess: "",
  agents: "",
  tags: "",
  drill: "",
};

const list = (text: string): string[] => text.split(/[,\n]/).flatMap((part) => part.trim() || []);
const number = (text: string): number | undefined => (text.trim() === "" ? undefined : Number(text));

/** "web_search:0.7" asks for a level of at least 0.7. */
function capability(text: string) {
  const [name = "", level] = text.split(":").map((part) => part.trim());
  return level === undefined ? name : { name, min_level: Number(level) };
}

/** The same body a platform would send to `POST /api/v1/route`. */
export function toRouteRequest(draft: RouteDraft): RouteRequestWire {
  const seconds = number(draft.maxDurationSeconds);
  const constraints = {
    tier: draft.tier || undefined,
    max_cost_usd: number(draft.maxCostUsd),
    max_duration_ms: seconds === undefined ? undefined : Math.round(seconds * 1000),
    min_success_probability: number(draft.minSuccess),
    agents: list(draft.agents).length > 0 ? list(draft.agents) : undefined,
  };
  return {
    task: {
      type: draft.type.trim(),
      description: draft.description,
      required_capabilities: list(draft.capabilities).map(capability),
      priority: draft.priority,
      constraints: Object.fromEntries(Object.entries(constraints).filter(([, value]) => value !== undefined)),
    },
    budget_tags: list(draft.tags),
  };
}
