import type { AgentView } from "#lib/contracts/agent.ts";
import type { AgentKeyView } from "#lib/contracts/agent-key.ts";
import type { BudgetScope } from "#lib/contracts/budget.ts";

/** What a scope holds, and what it is called where that is something else. */
interface ScopeValue {
  value: string;
  label: string;
}

/** What exists now, to be offered for each part of a budget's scope. */
export type ScopeValues = Record<"fleet" | "agent" | "role" | "provider" | "configuration" | "key", ScopeValue[]>;

interface Existing {
  fleets: readonly string[];
  agents: readonly Pick<AgentView, "name" | "role">[];
  /** "provider/name" */
  configurations: readonly string[];
  /** None where the reader may not see keys. */
  keys: readonly Pick<AgentKeyView, "id" | "name">[];
}

export function scopeValues({ fleets, agents, configurations, keys }: Existing): ScopeValues {
  return {
    fleet: sorted(fleets),
    agent: sorted(agents.map(({ name }) => name)),
    role: sorted(agents.map(({ role }) => role)),
    provider: sorted(configurations.map((ref) => ref.slice(0, ref.indexOf("/")))),
    configuration: sorted(configurations),
    key: keys.map(({ id, name }) => ({ value: id, label: name })),
  };
}

/** The values of a part that exist, for a part that has a list of them. */
export function valuesOf(values: ScopeValues, part: keyof BudgetScope): ScopeValue[] {
  return part in values ? values[part as keyof ScopeValues] : [];
}

const sorted = (names: readonly string[]): ScopeValue[] =>
  [...new Set(names)].sort((a, b) => a.localeCompare(b, "en")).map((value) => ({ value, label: value }));
