import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { startOfSpan, TIME_SPANS } from "#components/data-table/time-range.ts";
import { DECISION_VERDICTS } from "#lib/contracts/decision.ts";

const decisionSearch = {
  fleet: parseAsString,
  agent: parseAsString,
  type: parseAsString,
  verdict: parseAsStringLiteral(DECISION_VERDICTS),
  state: parseAsStringLiteral(["active", "finished", "expired"]),
  failed: parseAsStringLiteral(["true"]),
  /** A span that ends now; `from` and `to` are two moments instead. */
  range: parseAsStringLiteral(TIME_SPANS),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
};

export const loadDecisionSearch = createLoader(decisionSearch);
export const decisionsHref = createSerializer(decisionSearch);
export type DecisionFilters = Omit<inferParserType<typeof decisionSearch>, "cursor">;

/** Built-in views are addresses like any other. */
export const DECISION_VIEWS = [
  { label: "All", search: {} },
  { label: "Errors", search: { failed: "true" } },
  { label: "Nobody fits", search: { verdict: "nobody_fits" } },
  { label: "Unfinished", search: { state: "active" } },
  { label: "Expired", search: { state: "expired" } },
] as const;

/**
 * The query's input from an address, parsed or raw: only what is set, `failed` as the boolean it stands for, and a
 * span as the moment it begins at.
 */
export function decisionInput(search: Record<string, string | Date | null>, nowMs: number): Record<string, unknown> {
  const given = Object.entries(search).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(given.map(([name, value]) => inputOf(name, value, nowMs)));
}

function inputOf(name: string, value: string | Date | null, nowMs: number): [string, unknown] {
  if (name === "failed") return [name, value === "true"];
  const span = name === "range" && TIME_SPANS.find((known) => known === value);
  if (span) return ["from", startOfSpan(span, nowMs).toISOString()];
  return [name, value instanceof Date ? value.toISOString() : value];
}
