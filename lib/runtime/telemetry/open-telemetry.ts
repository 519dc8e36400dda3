import { setTimeout as sleep } from "node:timers/promises";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { messageOf } from "#lib/core/errors.ts";
import type { TelemetryEnv } from "#lib/env.ts";
import { log } from "../log.ts";
import { CallRecorder } from "./call-recorder.ts";
import { ExportHealth } from "./export-health.ts";
import { SCHEMA_URL } from "./names.ts";
import type { Telemetry } from "./telemetry.ts";

/** Spans that wait; what comes while it is full is dropped, so that a listener that hangs costs no more than this. */
const LONGEST_QUEUE = 4_096;
const SHUTDOWN_MS = 2_000;
const SCOPE = "signalbox";

/** OpenTelemetry's SDK, sending OTLP over HTTP with JSON bodies; addresses, headers and certificates are its own variables. */
export function openTelemetry(env: TelemetryEnv): Telemetry {
  const health = new ExportHealth(env.shownEndpoint);
  const resource = defaultResource()
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector] }))
    .merge(resourceFromAttributes({ "service.name": env.serviceName }));
  const spans = new BatchSpanProcessor({
    exporter: watchedSpans(new OTLPTraceExporter(), health),
    maxQueueSize: LONGEST_QUEUE,
    scheduledDelayMillis: env.spanDelayMs,
  });
  const tracers = new TracerProvider({ resource, spanProcessors: [spans] });
  const reader = new PeriodicExportingMetricReader({
    exporter: watchedMetrics(new OTLPMetricExporter(), health),
    exportIntervalMillis: env.metricIntervalMs,
    exportTimeoutMillis: Math.min(env.metricIntervalMs, 30_000),
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  const recorder = new CallRecorder(
    tracers.getTracer(SCOPE, undefined, { schemaUrl: SCHEMA_URL }),
    meters.getMeter(SCOPE, undefined, { schemaUrl: SCHEMA_URL }),
  );
  return {
    told(call, door) {
      const endedMs = performance.now();
      // The answer leaves first, and cannot fail because of what is told of it.
      setImmediate(() => {
        try {
          recorder.record(call, door, endedMs);
        } catch (error) {
          log().error({ error: messageOf(error) }, "telemetry: a call could not be told of");
        }
      });
    },
    async stop() {
      await new Promise(setImmediate);
      const ending = Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
      await Promise.race([ending, sleep(SHUTDOWN_MS, undefined, { ref: false })]);
    },
  };
}

const SUCCESS = 0;

function watchedSpans(exporter: OTLPTraceExporter, health: ExportHealth): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code === SUCCESS) health.sent("spans");
        else health.failed("spans", result.error);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}

function watchedMetrics(exporter: OTLPMetricExporter, health: ExportHealth): PushMetricExporter {
  return {
    export: (metrics, done) =>
      exporter.export(metrics, (result) => {
        if (result.code === SUCCESS) health.sent("metrics");
        else health.failed("metrics", result.error);
        done(result);
      }),
    selectAggregation: (kind) => exporter.selectAggregation(kind),
    selectAggregationTemporality: (kind) => exporter.selectAggregationTemporality(kind),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
