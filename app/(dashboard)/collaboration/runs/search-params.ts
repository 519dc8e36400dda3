import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { startOfSpan, TIME_SPANS } from "#components/data-table/time-range.ts";
import { RUN_PATTERNS } from "#lib/contracts/team-run.ts";

const runSearch = {
  fleet: parseAsString,
  failed: parseAsStringLiteral(["true"]),
  pattern: parseAsStringLiteral(RUN_PATTERNS),
  agent: parseAsString,
  type: parseAsString,
  /** A span that ends now; `from` and `to` are two moments instead. */
  range: parseAsStringLiteral(TIME_SPANS),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
};

export const loadRunSearch = createLoader(runSearch);
export const runsHref = createSerializer(runSearch);

/** The query's input from an address: only what is set, a span as the moment it begins at. */
export function runsInput(
  { failed, range, from, to, ...search }: inferParserType<typeof runSearch>,
  fleet: string,
  nowMs: number,
): Record<string, unknown> {
  const begin = range === null ? from : startOfSpan(range, nowMs);
  const given = Object.entries({ ...search, from: begin?.toISOString(), to: to?.toISOString() });
  return {
    ...Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined && value !== "")),
    failed: failed === "true",
    fleet,
  };
}

const oneRun = { fleet: parseAsString, part: parseAsInteger.withDefault(0) };
export const loadOneRunSearch = createLoader(oneRun);
const toRun = createSerializer(oneRun);

/** The page of one run, at one of its parts. */
export const runHref = (fleet: string, id: string, part = 0): string =>
  toRun(`/collaboration/runs/${encodeURIComponent(id)}`, { fleet, part });
