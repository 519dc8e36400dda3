import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
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
    };
  });
