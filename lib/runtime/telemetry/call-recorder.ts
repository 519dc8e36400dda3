import { type Context, type Meter, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import {
  type Attributes,
  agentAttributes,
  attemptAttributes,
  attemptDimensions,
  callAttributes,
  readTokens,
} from "./attributes.ts";
import { ATTRIBUTES, HISTOGRAMS, OPERATIONS, TOKEN_TYPES } from "./names.ts";
import { remoteParent } from "./remote-parent.ts";
import type { DoorTrace, ToldAttempt, ToldCall } from "./told-call.ts";

interface SpanFacts {
  name: string;
  kind: SpanKind;
  startedMs: number;
  endedMs: number;
  attributes: Attributes;
}

/** Writes spans and metrics of calls after they have ended: while one goes on, nothing of this costs it anything. */
export class CallRecorder {
  readonly #tracer: Tracer;
  readonly #histograms: ReturnType<typeof histogramsOf>;

  constructor(tracer: Tracer, meter: Meter) {
    this.#tracer = tracer;
    this.#histograms = histogramsOf(meter);
  }

  /** @param answeredMs of the monotonic clock: when the door had answered, or a stream had ended */
  record(call: ToldCall | null, door: DoorTrace | null, answeredMs: number): void {
    const startedMs = door?.startedMs ?? call?.startedMs ?? answeredMs;
    const top = this.#span(remoteParent(door?.traceparent ?? null, door?.tracestate ?? null), {
      name: door ? `${door.method} ${door.route}` : `${OPERATIONS.chat} ${call?.target ?? ""}`,
      // A call from a page is part of this process's own work.
      kind: door ? SpanKind.SERVER : SpanKind.INTERNAL,
      startedMs,
      endedMs: answeredMs,
      attributes: callAttributes(call, door),
    });
    if (!call) return;
    const { agentName, endedMs } = call;
    const invoked = { name: `${OPERATIONS.agent} ${agentName}`, kind: SpanKind.INTERNAL };
    const attributes = agentAttributes(call);
    const parent =
      agentName === null ? top : this.#span(top, { ...invoked, startedMs: call.startedMs, endedMs, attributes });
    call.attempts.forEach((attempt, index) => {
      this.#span(parent, {
        name: `${OPERATIONS[call.operation]} ${attempt.model}`,
        kind: attempt.server ? SpanKind.CLIENT : SpanKind.INTERNAL,
        startedMs: attempt.startedMs,
        endedMs: attempt.endedMs,
        attributes: attemptAttributes(call, attempt, index + 1),
      });
      this.#measure(call, attempt);
    });
  }

  #span(parent: Context, { name, kind, startedMs, endedMs, attributes }: SpanFacts): Context {
    const span = this.#tracer.startSpan(name, { kind, startTime: hrTime(startedMs), attributes }, parent);
    // The kind of the error stands in its attribute; sentences of providers may repeat what was sent to them.
    if (ATTRIBUTES.errorType in attributes) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(hrTime(Math.max(startedMs, endedMs)));
    return trace.setSpan(parent, span);
  }

  #measure(call: ToldCall, attempt: ToldAttempt): void {
    const { duration, tokens, firstToken } = this.#histograms;
    const dimensions = attemptDimensions(call, attempt);
    const failed = attempt.failure === null ? {} : { [ATTRIBUTES.errorType]: attempt.failure };
    duration.record((attempt.endedMs - attempt.startedMs) / 1000, { ...dimensions, ...failed });
    const { answered } = attempt;
    if (!answered) return;
    if (answered.firstTokenMs !== null) firstToken.record(answered.firstTokenMs / 1000, dimensions);
    const read = readTokens(answered.usage);
    if (read !== null) tokens.record(read, { ...dimensions, [ATTRIBUTES.tokenType]: TOKEN_TYPES.input });
    const written = answered.usage?.outputTokens;
    if (written !== undefined) tokens.record(written, { ...dimensions, [ATTRIBUTES.tokenType]: TOKEN_TYPES.output });
  }
}

function histogramsOf(meter: Meter) {
  const create = ({ name, unit, description, buckets }: (typeof HISTOGRAMS)[keyof typeof HISTOGRAMS]) =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: [...buckets] } });
  return {
    duration: create(HISTOGRAMS.duration),
    tokens: create(HISTOGRAMS.tokens),
    firstToken: create(HISTOGRAMS.firstToken),
  };
}

/** A moment of the monotonic clock as seconds and nanoseconds since 1970. */
function hrTime(monotonicMs: number): [number, number] {
  const ms = performance.timeOrigin + monotonicMs;
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
