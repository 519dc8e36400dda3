import { type Context, createTraceState, ROOT_CONTEXT, trace } from "@opentelemetry/api";

/** W3C Trace Context, version 00; later versions begin the same. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const SAMPLED = 1;

/** The caller's trace to go on with; a trace of its own where the header is missing or not usable. */
export function remoteParent(traceparent: string | null, tracestate: string | null): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (!traceId || !spanId || !flags || traceparent?.startsWith("ff") || /^0+$/.test(traceId) || /^0+$/.test(spanId)) {
    return ROOT_CONTEXT;
  }
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & SAMPLED,
    isRemote: true,
    ...(tracestate !== null && { traceState: createTraceState(tracestate) }),
  });
}
