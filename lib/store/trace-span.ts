import type { SpanOperation } from "#lib/contracts/span.ts";
import type { Db } from "./client.ts";
import { RowTable } from "./row-table.ts";

/** A span as it is kept for a day; see prisma/schema/interaction.prisma. */
export interface TraceSpanRecord {
  fleetName: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  linkTraceId: string | null;
  linkSpanId: string | null;
  operation: SpanOperation;
  agent: string | null;
  decisionId: string | null;
  startedAtMs: number;
  durationMs: number;
  tokens: number | null;
  success: boolean | null;
  receivedAtMs: number;
}

const SPANS = new RowTable<TraceSpanRecord>("trace_span", {
  fleetName: "text",
  traceId: "text",
  spanId: "text",
  parentSpanId: "text",
  linkTraceId: "text",
  linkSpanId: "text",
  operation: "text",
  agent: "text",
  decisionId: "text",
  startedAtMs: "time",
  durationMs: "int",
  tokens: "int",
  success: "bool",
  receivedAtMs: "time",
});
const INSERT = `${SPANS.insertMany("$1", ["traceId", "spanId"])} on conflict do nothing returning trace_id, span_id`;

/** Keeps those that the fleet does not have yet. @returns "trace/span" of each */
export async function insertSpans(db: Db, rows: readonly TraceSpanRecord[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = await db.$queryRawUnsafe<{ trace_id: string; span_id: string }[]>(INSERT, SPANS.many(rows));
  return new Set(written.map(({ trace_id, span_id }) => `${trace_id}/${span_id}`));
}

/** A span of an agent, a model or a tool, with who stands above it as far as spans have come. */
export interface PlacedSpan {
  traceId: string;
  spanId: string;
  operation: Exclude<SpanOperation, "other">;
  /** Its own name, else that of the agent it is within; null: not known yet, or nobody. */
  agent: string | null;
  /** The nearest agent above; null: not known yet, or nobody. */
  within: string | null;
  /** The agent whose span it is linked to. */
  linked: string | null;
  /** The trace begins with it. */
  first: boolean;
  startedAtMs: number;
  durationMs: number;
  tokens: number | null;
  success: boolean | null;
  decisionId: string | null;
}

/** Deeper traces than this are not followed to their beginning. */
const MOST_LEVELS = 200;

/** Everything of these traces that tells of an agent, a model or a tool, in the order of its start. */
export async function placeSpans(db: Db, fleetName: string, traceIds: readonly string[]): Promise<PlacedSpan[]> {
  if (traceIds.length === 0) return [];
  return db.$queryRaw<PlacedSpan[]>`
    with recursive told as (
      select * from trace_span s
      where s.fleet_name = ${fleetName} and s.trace_id = any(${[...traceIds]}::text[]) and s.operation <> 'other'
    ), up as (
      select trace_id, span_id, false linked, trace_id at_trace, parent_span_id next, null::text above, 0 depth
      from told where parent_span_id is not null
      union all
      select trace_id, span_id, true, link_trace_id, link_span_id, null, 0 from told where link_span_id is not null
      union all
      select up.trace_id, up.span_id, up.linked, up.at_trace, p.parent_span_id, p.agent, up.depth + 1
      from up join trace_span p on p.fleet_name = ${fleetName} and p.trace_id = up.at_trace and p.span_id = up.next
      where up.above is null and up.depth < ${MOST_LEVELS}
    )
    select t.trace_id "traceId", t.span_id "spanId", t.operation, coalesce(t.agent, p.above) agent, p.above "within",
      l.above linked, t.parent_span_id is null "first", extract(epoch from t.started_at)::float8 * 1000 "startedAtMs",
      t.duration_ms "durationMs", t.tokens, t.success, t.decision_id "decisionId"
    from told t
    left join up p on p.trace_id = t.trace_id and p.span_id = t.span_id and not p.linked and p.above is not null
    left join up l on l.trace_id = t.trace_id and l.span_id = t.span_id and l.linked and l.above is not null
    order by t.started_at, t.trace_id, t.span_id`;
}

/** Which of these spans hold a span that tells of a call through Signalbox: an instrumented client's. */
export async function findCallsWithin(
  db: Db,
  fleetName: string,
  traceIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ key: string; decision: string }[]>`
    select trace_id || '/' || parent_span_id "key", decision_id decision from trace_span
    where fleet_name = ${fleetName} and trace_id = any(${[...traceIds]}::text[])
      and decision_id is not null and parent_span_id is not null`;
  return new Map(rows.map(({ key, decision }) => [key, decision]));
}

/** Deletes at most so many that came before the time. @returns how many there were */
export async function deleteOldSpans(db: Db, before: Date, limit: number): Promise<number> {
  const { count } = await db.traceSpan.deleteMany({ where: { receivedAt: { lt: before } }, limit });
  return count;
}
