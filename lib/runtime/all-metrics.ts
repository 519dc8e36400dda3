import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from "prom-client";
import { processState } from "#lib/core/process-state.ts";
import { countEndpoints } from "./endpoint-metrics.ts";
import { metrics } from "./metrics.ts";

/** The metrics of one process as plain values. */
export type MetricSet = MetricObjectWithValues<MetricValue<string>>[];

const state = () => processState("runtime.allMetrics", () => ({ others: null as (() => Promise<MetricSet[]>) | null }));

/** Where several processes answer on one port: how to ask the others. */
export function gatherMetricsFrom(others: () => Promise<MetricSet[]>): void {
  state().others = others;
}

/** Metrics of this process now. */
export function ownMetrics(): Promise<MetricSet> {
  countEndpoints();
  return metrics().registry.getMetricsAsJSON() as Promise<MetricSet>;
}

/** Metrics of all processes that answer on this port, added up, in Prometheus' text format. */
export async function allMetrics(): Promise<{ text: string; contentType: string }> {
  const { registry } = metrics();
  const others = (await state().others?.()) ?? [];
  if (others.length === 0) {
    countEndpoints();
    return { text: await registry.metrics(), contentType: registry.contentType };
  }
  const text = await sumOf([await ownMetrics(), ...others]).metrics();
  return { text, contentType: registry.contentType };
}

/** What a process that has ended leaves behind: sums that only grow, which must not shrink with it. */
export function whatStays(ended: readonly MetricSet[]): Promise<MetricSet> {
  const counted = ended.map((set) => set.filter(({ name, type }) => isSum(String(type)) && !OF_A_PROCESS.test(name)));
  return sumOf(counted).getMetricsAsJSON() as Promise<MetricSet>;
}

const isSum = (type: string) => type === "counter" || type === "histogram";
const OF_A_PROCESS = /^signalbox_(?:process|nodejs)_(?!cpu_)/;

const sumOf = (sets: MetricSet[]): Registry => AggregatorRegistry.aggregate(sets);
