import { createLoader, createSerializer, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { startOfSpan, TIME_SPANS } from "#components/data-table/time-range.ts";
import { TRAINABLE_KINDS, TRAINING_STATES, TRAINING_TRIGGERS } from "#lib/contracts/training.ts";

const trainingSearch = {
  fleet: parseAsString,
  kind: parseAsStringLiteral(TRAINABLE_KINDS),
  state: parseAsStringLiteral(TRAINING_STATES),
  trigger: parseAsStringLiteral(TRAINING_TRIGGERS),
  /** A span that ends now; `from` and `to` are two moments instead. */
  range: parseAsStringLiteral(TIME_SPANS),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
};

export const loadTrainingSearch = createLoader(trainingSearch);
export const trainingHref = createSerializer(trainingSearch);

/** The query's input from an address, parsed or raw: only what is set, and a span as the moment it begins at. */
export function trainingInput(search: Record<string, string | Date | null>, nowMs: number): Record<string, unknown> {
  const given = Object.entries(search).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(
    given.map(([name, value]) => {
      const span = name === "range" && TIME_SPANS.find((known) => known === value);
      if (span) return ["from", startOfSpan(span, nowMs).toISOString()];
      return [name, value instanceof Date ? value.toISOString() : value];
    }),
  );
}
