import type { ServiceContext } from "#lib/auth/context.ts";
import type { EndpointView } from "#lib/contracts/health.ts";
import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import { endpointViews } from "#lib/runtime/endpoints.ts";
import { AT_ONCE, type HealthCheck, HOUR_MS, overall } from "../check-definition.ts";

/** How the endpoints that calls go to are doing, by the breakers that decide whether calls go there. */
export const providersCheck: HealthCheck = {
  id: "providers",
  damping: AT_ONCE,
  // Each process knows of the endpoints that it has called or was told of.
  forgetAfterMs: HOUR_MS,
  run: async (ctx) => checkEndpoints(ctx),
};

function checkEndpoints(ctx: ServiceContext): Verdict[] {
  const endpoints = endpointViews(ctx.clock.nowMs());
  if (endpoints.length === 0) {
    return [overall("Providers", { state: "ok", sentence: "No provider was called yet." })];
  }
  return endpoints.map(checkEndpoint);
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

function judge({ endpoint, state, failuresInARow, lastFailure, reopensAt }: EndpointView): {
  state: HealthState;
  sentence: string;
} {
  const why = lastFailure?.replaceAll("_", " ") ?? "failures";
  switch (state) {
    case "open":
      return {
        state: "failing",
        sentence: `${endpoint} failed ${failuresInARow} times in a row (${why}) and is left alone${reopensAt ? ` until ${reopensAt.slice(11, 19)} UTC` : ""}; calls go to the next of their chain.`,
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
        return { state: "degraded", sentence: `${endpoint} has failed ${failuresInARow} times in a row (${why}).` };
      return { state: "ok", sentence: `${endpoint} takes calls.` };
    default:
      return state satisfies never;
  }
}
