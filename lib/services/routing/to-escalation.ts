import type { Escalation } from "#lib/contracts/decision.ts";
import type { Expectation } from "#lib/engines/routing/cascade/plan-escalation.ts";
import { configurationOf } from "#lib/engines/routing/decision-frame.ts";
import type { RoutingResult } from "#lib/engines/routing/routing-result.ts";

/** The wire form of a result's escalation plan; null when it has none. */
export function toEscalation({ escalation, agents, frame }: RoutingResult): Escalation | null {
  if (!escalation) return null;
  const { plan, alone, failureCorrelation } = escalation;
  const nameOf = (row: number) => agents[row]?.name ?? "";
  return {
    steps: plan.steps.map(({ row, reached, success }) => ({
      agent: nameOf(row),
      configuration: configurationOf(frame, row)?.ref ?? null,
      reached_probability: rounded(reached),
      success_probability: rounded(success),
      cost_usd: (frame.costP50NanoUsd[row] as number) / 1e9,
    })),
    expected: toExpectation(plan),
    alone: { agent: nameOf(alone.row), ...toExpectation(alone) },
    failure_correlation: rounded(failureCorrelation.value),
    failure_correlation_from: failureCorrelation.from,
  };
}

function toExpectation({ success, costNanoUsd, durationMs }: Expectation) {
  return {
    success_probability: rounded(success),
    cost_usd: Math.round(costNanoUsd) / 1e9,
    duration_ms: Number.isFinite(durationMs) ? Math.round(durationMs) : null,
  };
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
