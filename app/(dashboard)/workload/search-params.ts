import { createLoader, createSerializer, parseAsInteger, parseAsString } from "nuqs/server";

const WORKLOAD_SEARCH = {
  fleet: parseAsString,
  /** Of the arrivals; null: all types together. */
  type: parseAsString,
  /** Part of an agent's name. */
  q: parseAsString.withDefault(""),
  only: parseAsString,
  /** How many agents come before those of the page. */
  cursor: parseAsInteger.withDefault(0),
};

export const loadWorkloadSearch = createLoader(WORKLOAD_SEARCH);
export const workloadHref = createSerializer(WORKLOAD_SEARCH);
export type WorkloadSearch = Awaited<ReturnType<typeof loadWorkloadSearch>>;

/** Agents on a page of the calendar. */
export const PAGE_AGENTS = 25;
