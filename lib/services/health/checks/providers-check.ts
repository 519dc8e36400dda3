import type { ServiceContext } from "#lib/auth/context.ts";
import type { EndpointView } from "#lib/contracts/health.ts";
import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import { probeId } from "#lib/contracts/probe-plan.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { endpointOf, endpointViews } from "#lib/runtime/endpoints.ts";
import { probePlanInForce } from "#lib/runtime/probe-plan.ts";
import { db } from "#lib/store/client.ts";
import { type HealthRunRow, listHealthRuns } from "#lib/store/health-run.ts";
import { AT_ONCE, type HealthCheck, HOUR_MS, overall } from "../check-definition.ts";

/** How the endpoints that calls go to are doing, by the breakers that decide whether calls go there. */
export const providersCheck: HealthCheck = {
  id: "providers",
  damping: AT_ONCE,
  // Each process knows of the endpoints that it has called or was told of.
  forgetAfterMs: HOUR_MS,
  run: checkEndpoints,
};

async function checkEndpoints(ctx: ServiceContext): Promise<Verdict[]> {
  const probes = Map.groupBy(await readProbes(), ({ endpoint }) => endpoint);
  const endpoints = endpointViews(ctx.clock.nowMs());
  const called = endpoints.map((view) => withProbes(checkEndpoint(view), probes.get(view.endpoint) ?? []));
  // Another process has probed them.
  const others = [...probes].flatMap(([endpoint, own]) => {
    if (endpoints.some((view) => view.endpoint === endpoint)) return [];
    const sentence = `${endpoint} takes calls.`;
    const about = { subject: endpoint, label: endpoint, href: "/health", evidence: [] };
    return [withProbes({ ...about, state: "ok" as const, sentence }, own)];
  });
  if (called.length + others.length > 0) return [...called, ...others];
  return [overall("Providers", { state: "ok", sentence: "No provider was called yet." })];
}

interface Probe extends HealthRunRow {
  ref: string;
  endpoint: string;
}

/** The last probe of each configuration that is to be probed. */
async function readProbes(): Promise<Probe[]> {
  const refs = (await probePlanInForce()).plan.configurations;
  if (refs.length === 0) return [];
  const runs = await listHealthRuns(db());
  return refs.flatMap((ref) => {
    const run = runs.find(({ checkId, ranAt }) => checkId === probeId(ref) && ranAt !== null);
    const known = configurationByRef(ref);
    return run && known ? [{ ...run, ref, endpoint: endpointOf(known.settings) }] : [];
  });
}

function withProbes(verdict: Verdict, probes: readonly Probe[]): Verdict {
  const evidence = probes.map((probe) => ({ name: "last probe", value: probeText(probe) }));
  const failed = probes.find(({ error, durationMs }) => error !== null && durationMs !== null);
  const all = { ...verdict, evidence: [...verdict.evidence, ...evidence] };
  // What the breaker says is more than one probe; a probe sees what it does not count, such as a refused key.
  if (!failed || verdict.state !== "ok") return all;
  const sentence = `${verdict.label} takes calls, but the probe of ${failed.ref} failed: ${failed.error}.`;
  return { ...all, state: "degraded", sentence };
}

function probeText({ ref, ranAt, durationMs, error }: Probe): string {
  if (durationMs === null) return `${ref} was not asked: ${error}`;
  const at = `${ranAt?.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return error === null ? `${ref} answered in ${durationMs} ms at ${at}` : `${ref} failed at ${at}: ${error}`;
}

function checkEndpoint(view: EndpointView): Verdict {
  const { endpoint, failuresInARow, lastFailure, lastAnswerAt, lastUsedAt } = view;
  const evidence = [
    { name: "failures in a row", value: String(failuresInARow) },
    { name: "last failure", value: lastFailure?.replaceAll("_", " ") ?? "none" },
    { name: "last answer", value: lastAnswerAt ?? "never" },
    { name: "last call", value: lastUsedAt },
  ];
  return { subject: endpoint, label: endpoint, href: "/health", evidence, ...judge(view) };
}

const times = (count: number) => (count === 1 ? "once" : `${count} times in a row`);

function judge({ endpoint, state, failuresInARow, lastFailure, reopensAt }: EndpointView): {
  state: HealthState;
  sentence: string;
} {
  const why = lastFailure?.replaceAll("_", " ") ?? "failures";
  switch (state) {
    case "open":
      return {
        state: "failing",
        sentence: `${endpoint} failed ${times(failuresInARow)} (${why}) and is left alone${reopensAt ? ` until ${reopensAt.slice(11, 19)} UTC` : ""}; calls go to the next of their chain.`,
      };
    case "half_open":
      return {
        state: "degraded",
        sentence: `${endpoint} was left alone for ${why}; the next call tells whether it is back.`,
      };
    case "throttled":
      return {
        state: "degraded",
        sentence: `${endpoint} asked to wait${reopensAt ? ` until ${reopensAt.slice(11, 19)} UTC` : ""}.`,
      };
    case "closed":
      if (failuresInARow > 0)
        return { state: "degraded", sentence: `${endpoint} has failed ${times(failuresInARow)} (${why}).` };
      return { state: "ok", sentence: `${endpoint} takes calls.` };
    default:
      return state satisfies never;
  }
}
