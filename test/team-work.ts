import { newId } from "#lib/core/ids.ts";
import { db } from "#lib/store/client.ts";

const MINUTE_MS = 60_000;

/** Agents that `teamWork` speaks of; analyst_1 does well after researcher_1 and badly after researcher_2. */
export const TEAM = ["researcher_1", "researcher_2", "analyst_1", "critic_1"] as const;

/**
 * A fleet's work as it lies in the database, one piece a minute until a moment: research that a predictor gave 70%, every
 * piece handed to the analyst, who was given 70% too and succeeds at 9 of 10 after researcher_1 and at 5 of 10 after
 * researcher_2; and `failed` runs whose fault the analyst's second turn was.
 */
export async function teamWork(
  fleetName: string,
  { endMs, pieces = 200, failed = 30 }: { endMs: number; pieces?: number; failed?: number },
): Promise<void> {
  const decisions = Array.from({ length: pieces }, (_, i) => {
    const atMs = endMs - (pieces - i) * MINUTE_MS;
    const [root, child] = [newId("dec", atMs), newId("dec", atMs + 20_000)];
    const researcher = i % 2 === 0 ? TEAM[0] : TEAM[1];
    const turn = Math.floor(i / 2) % 10;
    return [
      { id: root, parentDecisionId: null, atMs, type: "research", agentName: researcher, success: turn < 7 },
      {
        ...{ id: child, parentDecisionId: root, atMs: atMs + 20_000, type: "analysis", agentName: TEAM[2] },
        success: turn < (i % 2 === 0 ? 9 : 5),
      },
    ];
  }).flat();
  const estimate = { cost_usd: 0.002, duration_ms: { p50: 10_000, p90: 20_000 } };
  await db().decision.createMany({
    data: decisions.map(({ id, parentDecisionId, atMs, type, agentName }) => ({
      ...{ id, parentDecisionId, at: new Date(atMs), fleetName, actorKind: "key", actorId: "key_test", requestId: "r" },
      ...{ taskType: type, task: JSON.stringify({ type, description: "" }), verdict: "assigned" as const, agentName },
      ...{ reason: "Made.", candidates: "{}", detail: JSON.stringify({ answer: { estimate } }), propensity: 1 },
      ...{ predictorVersion: 1, predictedSuccess: 0.7, estimateNanoUsd: 2_000_000n },
    })),
  });
  await db().outcome.createMany({
    data: decisions.map(({ id, atMs, success }) => ({
      ...{ decisionId: id, at: new Date(atMs + 10_000), success, judgedAt: new Date(atMs + 10_000), bodyHash: id },
      ...{ durationMs: 10_000, costNanoUsd: 2_000_000n, late: false },
    })),
  });
  const runs = Array.from({ length: failed }, (_, i) => ({ id: `failed ${i}`, atMs: endMs - (i + 1) * 2 * MINUTE_MS }));
  const turns = [
    { from: TEAM[0], to: TEAM[2], chars: 400 },
    { from: TEAM[2], to: TEAM[3], chars: 4_000 },
    { from: TEAM[3], to: null, chars: 90 },
  ];
  await db().interaction.createMany({
    data: runs.flatMap(({ id, atMs }) =>
      turns.map(({ from, to, chars }, step) => ({
        ...{ fleetName, id: `${id}/${step}`, at: new Date(atMs + step * 1_000), runId: id, step, kind: "handoff" },
        ...{ fromAgent: from, toAgent: to, chars, taskType: "analysis", source: "api" },
      })),
    ),
  });
  await db().interactionRun.createMany({
    data: runs.map(({ id, atMs }) => ({
      ...{ fleetName, id, at: new Date(atMs), taskType: "analysis", succeeded: false, source: "api" },
      ...{ faultAgent: TEAM[2], faultStep: 1 },
    })),
  });
}
