import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PROVIDERS } from "#lib/contracts/configuration.ts";

const search = {
  provider: parseAsStringLiteral(PROVIDERS),
  /** Days, both included. */
  from: parseAsString,
  to: parseAsString,
  model: parseAsString,
};

export const loadReconciliationSearch = createLoader(search);
export const reconciliationSearch = createSerializer(search);
export type ReconciliationFilters = inferParserType<typeof search>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string | null): text is string =>
  text !== null && DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** The query's input from an address. What is no day is as if it were not there, and so is a beginning after the end. */
export function reconciliationInput({ provider, from, to, model }: ReconciliationFilters): Record<string, string> {
  const end = isDay(to) ? to : null;
  const begin = isDay(from) && !(end !== null && from > end) ? from : null;
  return {
    ...(provider && { provider }),
    ...(begin && { from: begin }),
    ...(end && { to: end }),
    ...(model && { model: model.slice(0, 200) }),
  };
}
