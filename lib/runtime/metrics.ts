import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { processState } from "#lib/core/process-state.ts";

/** Prometheus metrics of this process. */
export const metrics = () =>
  processState("runtime.metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry, prefix: "signalbox_" });
    return {
      registry,
      machineRequests: new Histogram({
        name: "signalbox_machine_request_duration_seconds",
        help: "Machine API calls by endpoint and status",
        labelNames: ["endpoint", "status"],
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
        registers: [registry],
      }),
      decisions: new Counter({
        name: "signalbox_decisions_total",
        help: "Decisions written, by verdict",
        labelNames: ["verdict"],
        registers: [registry],
      }),
      interactions: new Counter({
        name: "signalbox_interactions_total",
        help: "Interactions that were told of, by where from and what became of them",
        labelNames: ["source", "verdict"],
        registers: [registry],
      }),
      spans: new Counter({
        name: "signalbox_spans_total",
        help: "Spans that came by OTLP, by what became of them",
        labelNames: ["verdict"],
        registers: [registry],
      }),
      calls: new Counter({
        name: "signalbox_model_calls_total",
        help: "Calls of providers by how they ended, all their attempts as one",
        labelNames: ["configuration", "provider", "result"],
        registers: [registry],
      }),
      callAttempts: new Counter({
        name: "signalbox_model_call_attempts_total",
        help: "Attempts of these calls",
        labelNames: ["provider"],
        registers: [registry],
      }),
      callSeconds: new Histogram({
        name: "signalbox_model_call_duration_seconds",
        help: "Calls of providers from the request to the last byte, retries and fallbacks included",
        labelNames: ["provider"],
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
        registers: [registry],
      }),
      firstTokenSeconds: new Histogram({
        name: "signalbox_model_call_first_token_seconds",
        help: "Streams from the attempt that answered to its first content",
        labelNames: ["provider"],
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        registers: [registry],
      }),
      callTokens: new Counter({
        name: "signalbox_model_call_tokens_total",
        help: "Tokens by the class they are billed as",
        labelNames: ["provider", "type"],
        registers: [registry],
      }),
      callCostUsd: new Counter({
        name: "signalbox_model_call_cost_usd_total",
        help: "Known cost of calls; what nobody knows is not in it",
        labelNames: ["configuration", "provider"],
        registers: [registry],
      }),
      endpoints: new Gauge({
        name: "signalbox_endpoints",
        help: "Endpoints this process has called, by provider and state of their breaker",
        // Processes tell each other of failures: their counts are of the same endpoints.
        aggregator: "max",
        labelNames: ["provider", "state"],
        registers: [registry],
      }),
      embeddings: new Counter({
        name: "signalbox_embedding_calls_total",
        help: "Calls for embeddings by how they ended",
        labelNames: ["provider", "result"],
        registers: [registry],
      }),
      embeddingTokens: new Counter({
        name: "signalbox_embedding_tokens_total",
        help: "Tokens read for embeddings, as far as providers tell",
        labelNames: ["provider"],
        registers: [registry],
      }),
      embeddingCostUsd: new Counter({
        name: "signalbox_embedding_cost_usd_total",
        help: "Known cost of embeddings; what nobody knows is not in it",
        labelNames: ["provider"],
        registers: [registry],
      }),
    };
  });
