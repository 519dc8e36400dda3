import type { ServiceContext } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { CLOCK_AHEAD_MS } from "#lib/contracts/interaction.ts";
import { MOST_SPANS, type ReceivedSpan, type SpansAnswer, type UnreadableSpan } from "#lib/contracts/span.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { processState } from "#lib/core/process-state.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { findFleet, listAgents } from "#lib/store/fleet.ts";
import { insertForeignCalls } from "#lib/store/foreign-call.ts";
import { findRootDecisions, insertInteractions, insertRuns } from "#lib/store/interaction.ts";
import { findCallsWithin, insertSpans, placeSpans, type TraceSpanRecord } from "#lib/store/trace-span.ts";
import { askedSignalbox, foreignCall } from "./foreign-calls.ts";
import { toInteractions } from "./hand-offs.ts";
import { readSpan, type SpanFacts } from "./span-facts.ts";

/** Requests under way in this process; more would take the database's connections from those who route. */
const MOST_AT_ONCE = 4;
const MOST_DURATION_MS = 2_000_000_000;

const state = () => processState("interactions.spans", () => ({ underWay: 0 }));

interface SpansCall {
  ctx: ServiceContext;
  input: { fleetName: string; spans: readonly (ReceivedSpan | UnreadableSpan)[] };
}

/**
 * Records the spans of one request: agents' spans as hand-offs, calls of models and tools as turns, and calls that did not
 * go through Signalbox as usage. Spans come in any order, children mostly first: how they hang together is kept for a day, and each
 * request completes what earlier ones began. A span that is known changes nothing.
 * @throws SignalboxError not_found for an unknown fleet; too_large for more spans than a request may have; rate_limited
 *   while this process is busy with as many requests as it takes
 */
export async function recordSpans({ ctx, input }: SpansCall): Promise<SpansAnswer> {
  requireScope(ctx, "outcome:write");
  const fleetName = parseInput(nameSchema, input.fleetName);
  requireFleet(ctx, fleetName);
  if (input.spans.length > MOST_SPANS) {
    throw new SignalboxError("too_large", `A request may have ${MOST_SPANS} spans at most: send smaller batches.`);
  }
  if (state().underWay >= MOST_AT_ONCE) {
    throw new SignalboxError("rate_limited", "Too many batches of spans at once. Send this one again.", {
      retryAfterSeconds: 1,
    });
  }
  state().underWay++;
  try {
    const answer = await record(ctx, fleetName, input.spans);
    const { spans } = metrics();
    spans.inc({ verdict: "accepted" }, answer.accepted);
    spans.inc({ verdict: "duplicate" }, answer.duplicates);
    spans.inc({ verdict: "rejected" }, answer.rejected);
    return answer;
  } finally {
    state().underWay--;
  }
}

async function record(
  ctx: ServiceContext,
  fleetName: string,
  spans: SpansCall["input"]["spans"],
): Promise<SpansAnswer> {
  if (!(await findFleet(db(), fleetName))) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  const { readable, problems } = sorted(ctx, spans);
  const known = await knownDecisions(fleetName, readable);
  const facts = readable.map((one) =>
    one.decisionId && known.has(one.decisionId) ? one : { ...one, decisionId: null },
  );
  const agents = new Map((await listAgents(db(), fleetName)).map(({ name, id }) => [name, id]));
  const done = await inTransaction(async (tx) => {
    const fresh = await insertSpans(
      tx,
      facts.map((one) => toRecord(fleetName, one, ctx.clock.nowMs())),
    );
    const traceIds = [...new Set([...fresh].map((key) => key.slice(0, key.indexOf("/"))))];
    const placed = await placeSpans(tx, fleetName, traceIds);
    const interactions = await insertInteractions(tx, toInteractions(fleetName, placed));
    await insertRuns(
      tx,
      placed
        .filter(({ operation, first, success }) => operation === "agent" && first && success === false)
        .map(({ traceId, startedAtMs }) => ({
          ...{ fleetName, id: traceId, atMs: startedAtMs, taskType: null, succeeded: false },
          ...{ faultAgent: null, faultStep: null, source: "otlp" as const },
        })),
    );
    const within = await findCallsWithin(tx, fleetName, traceIds);
    const owners = new Map(placed.map(({ traceId, spanId, agent }) => [`${traceId}/${spanId}`, agent]));
    const foreign = facts.filter((one) => {
      const key = keyOf(one.span);
      const own = one.decisionId !== null || within.has(key) || askedSignalbox(one);
      return one.operation === "chat" && fresh.has(key) && !own;
    });
    const calls = foreign.map((one) => {
      const name = owners.get(keyOf(one.span)) ?? one.agent;
      return foreignCall(ctx, fleetName, one, name === null ? null : { id: agents.get(name) ?? null, name });
    });
    const counted = calls.filter((call) => call !== null);
    await insertForeignCalls(tx, counted);
    return { fresh, interactions: interactions.size, uncounted: foreign.length - counted.length };
  });
  metrics().interactions.inc({ source: "otlp", verdict: "accepted" }, done.interactions);
  return {
    accepted: done.fresh.size,
    duplicates: readable.length - done.fresh.size,
    rejected: problems.length,
    sentence: sentenceOf(problems, done.uncounted),
  };
}

/** Those that can be kept, and what is wrong with the others. */
function sorted(ctx: ServiceContext, spans: SpansCall["input"]["spans"]) {
  const readable: SpanFacts[] = [];
  const problems: string[] = [];
  const own = ctx.actor.kind === "key" ? ctx.actor.agentName : null;
  const latestMs = ctx.clock.nowMs() + CLOCK_AHEAD_MS;
  for (const span of spans) {
    if ("problem" in span) {
      problems.push(span.problem);
      continue;
    }
    const facts = readSpan(span);
    if (span.startMs > latestMs) problems.push("startTimeUnixNano: is in the future");
    else if (own !== null && facts.agent !== null && facts.agent !== own) {
      problems.push(`this key speaks for ${own} alone`);
    } else readable.push(facts);
  }
  return { readable, problems };
}

async function knownDecisions(fleetName: string, facts: readonly SpanFacts[]): Promise<ReadonlyMap<string, string>> {
  const named = facts.flatMap(({ decisionId }) => (decisionId === null ? [] : [decisionId]));
  return findRootDecisions(db(), fleetName, [...new Set(named)]);
}

function toRecord(fleetName: string, facts: SpanFacts, receivedAtMs: number): TraceSpanRecord {
  const { span, operation, agent, decisionId, tokens, errorType } = facts;
  return {
    ...{ fleetName, traceId: span.traceId, spanId: span.spanId, parentSpanId: span.parentSpanId },
    ...{ linkTraceId: span.link?.traceId ?? null, linkSpanId: span.link?.spanId ?? null },
    ...{ operation, agent, decisionId, tokens, receivedAtMs, startedAtMs: span.startMs },
    durationMs: Math.min(span.endMs - span.startMs, MOST_DURATION_MS),
    // That it ended well does not say that it was good.
    success: errorType === null ? null : false,
  };
}

const keyOf = ({ traceId, spanId }: ReceivedSpan) => `${traceId}/${spanId}`;

function sentenceOf(problems: readonly string[], uncounted: number): string | null {
  const refused = problems.length > 0 ? `${problems.length} spans were rejected, the first: ${problems[0]}.` : null;
  const unknown =
    uncounted > 0
      ? `The usage of ${uncounted} calls is not counted: Signalbox knows their provider, model or tokens not.`
      : null;
  return refused === null && unknown === null ? null : [refused, unknown].filter((part) => part !== null).join(" ");
}
