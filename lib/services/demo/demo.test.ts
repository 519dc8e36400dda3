import { beforeAll, expect, it } from "vitest";
import { readModel } from "#lib/queries/models.ts";
import { inProduction } from "#lib/runtime/models.ts";
import { db, pool } from "#lib/store/client.ts";
import { DEMO_FLEET, seedDemo } from "#prisma/seed/demo.ts";
import { startedRuntime, systemContext } from "#test/fleet.ts";
import { removeDemo } from "./remove-demo.ts";

const ctx = systemContext();
const NOW_MS = Date.parse("2026-06-17T14:20:00Z");
const small = () => seedDemo({ seed: 11, nowMs: NOW_MS, decisions: 400 });
/** Tasks that are routed, and calls that went past Signalbox. */
const DECISIONS = 400 + 5;

/** Everything of the demo that is not an id. */
async function story(): Promise<string[]> {
  const { rows } = await pool().query<{ line: string }>(`
    select concat_ws('|', d.at, d.task_type, d.task, d.verdict, d.agent_name, d.configuration, d.estimate_nano_usd,
      d.predictor_version, o.at, o.success, o.duration_ms, o.cost_nano_usd, o.error_code) as line
    from decision d left join outcome o on o.decision_id = d.id order by 1`);
  return rows.map(({ line }) => line);
}

let first: string[] = [];
beforeAll(async () => {
  await startedRuntime();
  await small();
  first = await story();
}, 900_000);

it("tells of thirty days of a fleet that routes, fails, spends and learns", async () => {
  expect(first).toHaveLength(DECISIONS);
  const [agents, nobody, failed] = await Promise.all([
    db().agent.count({ where: { fleetName: DEMO_FLEET } }),
    db().decision.count({ where: { verdict: "nobody_fits" } }),
    db().outcome.count({ where: { success: false } }),
  ]);
  expect(agents).toBe(14);
  expect(nobody).toBeGreaterThan(0);
  expect(failed).toBeGreaterThan(20);
  const model = await readModel({ ctx, input: { name: DEMO_FLEET, kind: "performance_predictor" } });
  expect(model).toMatchObject({ production: 2, staging: 3, rollbackTo: 1 });
  expect(inProduction(DEMO_FLEET, "performance_predictor")?.version).toBe(2);
  expect(inProduction(DEMO_FLEET, "workload")?.version).toBe(1);
  const behavior = inProduction(DEMO_FLEET, "behavior");
  expect(behavior?.version).toBe(1);
  expect(behavior?.model.state.runs).toBeGreaterThan(20);
});

it("knows the classes of tokens that went through caches, and usage whose price nobody knows", async () => {
  const sums = await db().modelCall.aggregate({
    _sum: { inputTokens: true, cacheReadTokens: true, cacheWrite1hTokens: true },
    where: { costNanoUsd: { not: null } },
  });
  for (const tokens of Object.values(sums._sum)) expect(tokens).toBeGreaterThan(10_000);
  const { rows } = await pool().query<{ model: string; read: number; told: number; same: boolean }>(`
    select c.requested_model model, c.cost_nano_usd is not distinct from o.cost_nano_usd same, o.input_tokens told,
      c.input_tokens + c.cache_read_tokens + c.cache_write_5m_tokens + c.cache_write_1h_tokens read
    from model_call c join outcome o on o.decision_id = c.decision_id`);
  expect(rows.every(({ same, read, told }) => same && read === told)).toBe(true);
  const unpriced = await db().modelCall.groupBy({ by: ["provider", "requestedModel"], where: { costNanoUsd: null } });
  expect(unpriced).toEqual([{ provider: "openai", requestedModel: expect.stringContaining("glossary") }]);
});

it("has long work done one task after another under renewed leases", async () => {
  const { rows } = await pool().query<{ at: Date; ended: Date; expires: Date }>(`
    select d.at, a.ended_at ended, a.expires_at expires from decision d join assignment a on a.decision_id = d.id
    where d.task_type = 'literature_review' order by d.at`);
  expect(rows.length).toBeGreaterThan(10);
  for (const [i, { ended, expires }] of rows.entries()) {
    expect(expires.getTime()).toBeGreaterThanOrEqual(ended.getTime());
    expect(rows[i + 1]?.at.getTime() ?? NOW_MS).toBeGreaterThanOrEqual(ended.getTime());
  }
});

it("leaves every slot free and every hold settled", async () => {
  const leases = await db().agentLoad.aggregate({ _sum: { activeLeases: true } });
  const held = await db().budgetBalance.aggregate({ _sum: { heldNanoUsd: true } });
  expect([leases._sum.activeLeases, held._sum.heldNanoUsd]).toEqual([0, 0n]);
});

it("is removed with all its traces in one step, and comes back the same", async () => {
  const before = await db().modelVersion.findMany({ orderBy: [{ kind: "asc" }, { version: "asc" }] });
  expect(await removeDemo({ ctx })).toEqual({ agents: 14, decisions: DECISIONS });
  const left = await Promise.all([
    db().fleet.count(),
    db().agent.count(),
    db().decision.count(),
    db().outcome.count(),
    db().assignment.count(),
    db().budget.count(),
    db().ledgerEntry.count(),
    db().registeredModel.count(),
    db().modelArtifact.count(),
    db().modelAliasMove.count(),
    db().interaction.count(),
    db().interactionRun.count(),
  ]);
  expect(left).toEqual(left.map(() => 0));
  expect(inProduction(DEMO_FLEET, "performance_predictor")).toBeNull();
  await expect(removeDemo({ ctx })).rejects.toMatchObject({ code: "not_found" });
  await small();
  expect(await story()).toEqual(first);
  const after = await db().modelVersion.findMany({ orderBy: [{ kind: "asc" }, { version: "asc" }] });
  expect(after.map(({ artifactSha256 }) => artifactSha256)).toEqual(before.map(({ artifactSha256 }) => artifactSha256));
}, 900_000);
