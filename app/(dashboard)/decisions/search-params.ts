import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const decisionSearch = {
  fleet: parseAsString,
  agent: parseAsString,
  type: parseAsString,
  verdict: parseAsStringLiteral(["assigned", "nobody_fits"]),
  state: parseAsStringLiteral(["active", "finished", "expired"]),
  failed: parseAsStringLiteral(["true"]),
  cursor: parseAsString,
};

export const loadDecisionSearch = createLoader(decisionSearch);
export const decisionsHref = createSerializer(decisionSearch);

/** Built-in views are addresses like any other. */
export const DECISION_VIEWS = [
  { label: "All", search: {} },
  { label: "Errors", search: { failed: "true" } },
  { label: "Nobody fits", search: { verdict: "nobody_fits" } },
  { label: "Unfinished", search: { state: "active" } },
  { label: "Expired", search: { state: "expired" } },
] as const;

/** The query's input from an address: only what is set, and `failed` as the boolean it stands for. */
export function decisionInput(search: Record<string, string | null>): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== null && value !== ""));
  return given.failed === undefined ? given : { ...given, failed: given.failed === "true" };
}
