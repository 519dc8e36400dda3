import type { InteractionRecord } from "#lib/store/interaction.ts";
import type { PlacedSpan } from "#lib/store/trace-span.ts";

/**
 * What placed spans say of who worked with whom: an agent invoked within another one's span, or linked to it, was handed
 * work by it, and gives it back at its end; calls of models and tools are turns of the agent's own. A run is a trace. Each has an id
 * of its own, so that it is told once, however often its trace is looked at. An error is known to be a failure; that a span
 * ended well says nothing of what came out of it.
 */
export function toInteractions(fleetName: string, spans: readonly PlacedSpan[]): InteractionRecord[] {
  return spans.flatMap((span) => {
    switch (span.operation) {
      case "agent":
        return ofAgent(fleetName, span);
      case "chat":
        return ofOwnTurn(fleetName, span, "call");
      case "tool":
        return ofOwnTurn(fleetName, span, "tool_call");
      default:
        return span.operation satisfies never;
    }
  });
}

function ofAgent(fleetName: string, span: PlacedSpan): InteractionRecord[] {
  const { agent, within, linked } = span;
  if (agent === null) return [];
  const from = within !== null && within !== agent ? within : null;
  const rows: InteractionRecord[] = [];
  if (from !== null) rows.push(rowOf(fleetName, span, { id: "", kind: "handoff", fromAgent: from, toAgent: agent }));
  if (linked !== null && linked !== agent && linked !== from) {
    rows.push(rowOf(fleetName, span, { id: "/link", kind: "handoff", fromAgent: linked, toAgent: agent }));
  }
  // Until it is known within whom it worked, it is not known whom it answered.
  if (from !== null || span.first) {
    const { durationMs, success } = span;
    const result = { id: "/result", kind: "result", fromAgent: agent, toAgent: from ?? agent };
    rows.push({ ...rowOf(fleetName, span, result), atMs: span.startedAtMs + durationMs, durationMs, success });
  }
  return rows;
}

function ofOwnTurn(fleetName: string, span: PlacedSpan, kind: string): InteractionRecord[] {
  const { agent, tokens, durationMs, success } = span;
  if (agent === null) return [];
  return [
    { ...rowOf(fleetName, span, { id: "", kind, fromAgent: agent, toAgent: agent }), tokens, durationMs, success },
  ];
}

function rowOf(
  fleetName: string,
  span: PlacedSpan,
  { id, ...who }: Pick<InteractionRecord, "id" | "kind" | "fromAgent" | "toAgent">,
): InteractionRecord {
  return {
    ...{ fleetName, id: `otlp:${span.traceId}/${span.spanId}${id}`, ...who },
    ...{ atMs: span.startedAtMs, runId: span.traceId, step: null, taskType: null },
    ...{ decisionId: span.decisionId, parentDecisionId: null, chars: null, tokens: null },
    ...{ durationMs: null, success: null, quality: null, source: "otlp" },
  };
}
