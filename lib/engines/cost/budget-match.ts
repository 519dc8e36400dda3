import type { BudgetScope } from "#lib/contracts/budget.ts";

/** What is known of a request before an agent is chosen. */
export interface SpendRequest {
  fleetName: string;
  /** Id of the agent key or user who asks. */
  ownerId: string;
  tags: readonly string[];
}

/** What is known once a candidate is looked at. */
export interface SpendCandidate {
  agentName: string;
  role: string;
  /** "provider/name", null for an agent without a configuration. */
  configuration: string | null;
}

/** True when the request's side of the scope (fleet, key, tag) matches; unnamed parts match anything. */
export function matchesRequest(scope: BudgetScope, request: SpendRequest): boolean {
  return (
    (scope.fleet === undefined || scope.fleet === request.fleetName) &&
    (scope.key === undefined || scope.key === request.ownerId) &&
    (scope.tag === undefined || request.tags.includes(scope.tag))
  );
}

/** True when the candidate's side of the scope (agent, role, configuration, provider) matches. */
export function matchesCandidate(scope: BudgetScope, candidate: SpendCandidate): boolean {
  const provider = candidate.configuration?.split("/", 1)[0];
  return (
    (scope.agent === undefined || scope.agent === candidate.agentName) &&
    (scope.role === undefined || scope.role === candidate.role) &&
    (scope.configuration === undefined || scope.configuration === candidate.configuration) &&
    (scope.provider === undefined || scope.provider === provider)
  );
}

/** An agent as far as a scope can name it. */
export interface ScopedAgent {
  fleetName: string;
  name: string;
  role: string;
  configuration: string | null;
}

/**
 * False when a scope names agents by fleet, name, role, provider or configuration, and none of the given is one of
 * these: the budget limits nothing now. Keys and tags come with a request and are left out of it.
 */
export function matchesSomeAgent(scope: BudgetScope, agents: readonly ScopedAgent[]): boolean {
  const { key: _key, tag: _tag, ...named } = scope;
  if (Object.values(named).every((part) => part === undefined)) return true;
  return agents.some(
    ({ fleetName, name, role, configuration }) =>
      (named.fleet === undefined || named.fleet === fleetName) &&
      matchesCandidate(named, { agentName: name, role, configuration }),
  );
}
