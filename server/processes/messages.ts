import type { MetricSet } from "#lib/runtime/all-metrics.ts";

/** What the process that holds the port says to one that helps it. */
export type ToHelper =
  /** Comes with a connection to answer. */
  | { kind: "connection" }
  | { kind: "metrics"; id: number }
  /** Take no more, end what is under way for so long at most, then end yourself. */
  | { kind: "stop"; graceMs: number };

/** What a helper says. */
export type FromHelper = { kind: "ready" } | { kind: "metrics"; id: number; metrics: MetricSet };
