import type { AttemptFacts } from "./gateway.ts";

/** A call through Signalbox with all its attempts, as the decision's page shows it. Unknown is null, never zero. */
export interface ModelCallView {
  id: string;
  at: string;
  /** What the client named as its model. */
  target: string;
  /** That answered, or was tried last. Revision null: a model was named, no configuration. */
  configuration: { ref: string; revision: number | null };
  requestedModel: string;
  servedModel: string | null;
  priceSource: string | null;
  streamed: boolean;
  /** By the class they are billed as; the input classes are apart. */
  tokens: Record<"input" | "cacheRead" | "cacheWrite5m" | "cacheWrite1h" | "output" | "reasoning", number | null>;
  /** Counted from what was delivered: the stream broke before the provider told. */
  tokensEstimated: boolean;
  costNanoUsd: string | null;
  firstTokenMs: number | null;
  totalMs: number;
  attempts: AttemptFacts[];
  finishReason: string | null;
  /** Null: answered. */
  errorKind: string | null;
}
