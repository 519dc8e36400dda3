/** One request brings so many spans. */
export const MOST_SPANS = 10_000;

/** A span as it came by OTLP, whatever it was packed in. */
export interface ReceivedSpan {
  /** 32 and 16 lower-case hexadecimal digits. */
  traceId: string;
  spanId: string;
  /** Null: the trace begins with it. */
  parentSpanId: string | null;
  /** The first span that it is linked to. */
  link: { traceId: string; spanId: string } | null;
  startMs: number;
  endMs: number;
  attributes: ReadonlyMap<string, string | number | boolean>;
  failed: boolean;
}

/** A span that cannot be read, and why. */
export interface UnreadableSpan {
  problem: string;
}

/** What a span is to us: an agent's turn, a call of a model, of a tool, or what holds those together. */
export type SpanOperation = "agent" | "chat" | "tool" | "other";

/** What became of the spans of one request. */
export interface SpansAnswer {
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Why spans were rejected, or usage could not be counted; null: nothing to say. */
  sentence: string | null;
}
