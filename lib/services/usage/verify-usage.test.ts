import { beforeAll, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { addUpUsage } from "./add-up-usage.ts";
import { repairUsage } from "./repair-usage.ts";
import { sampleUsage, verifyUsage } from "./verify-usage.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2035-06-01T10:00:00Z");
const later = systemContext(manualClock(START_MS + HOUR_MS + 1));

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(systemContext(), "verified", { ada: {} });
  const ctx = keyContext("verified", null, manualClock(START_MS));
  const request = { task: { type: "research", description: "Find three sources" }, budget_tags: ["client"] };
  const { decision_id } = await routeTask({ ctx, input: { fleetName: "verified", request } });
  const usage = { input_tokens: 1000, output_tokens: 500 };
  await reportOutcome({ ctx, input: { decisionId: decision_id, success: true, usage, duration_ms: 1000 } });
});

it("finds nothing where sums and tasks agree, added up or not", async () => {
  expect(await verifyUsage({ ctx: later, input: { days: 2 } })).toEqual([]);
  await addUpUsage({ ctx: later });
  expect(await sampleUsage({ ctx: later })).toEqual([]);
});

it("says so as a health problem when they differ, until the sums are made anew", async () => {
  await db().$executeRaw`update usage_hour set cost_nano_usd = cost_nano_usd + 1000000000`;
  const [finding] = await sampleUsage({ ctx: later });
  expect(finding?.message).toContain(
    "of the hour of 2035-06-01 10:00 UTC differ from their tasks, by up to $1.00 each",
  );
  expect(await listOpenProblems(db())).toMatchObject([{ topic: "usage", code: "usage_drift" }]);
  expect(await verifyUsage({ ctx: later, input: { days: 1 } })).toHaveLength(1);
  await repairUsage({ ctx: later, input: { day: "2035-06-01" } });
  expect(await sampleUsage({ ctx: later })).toEqual([]);
  expect(await listOpenProblems(db())).toEqual([]);
});

it("finds a month that is not the sum of its days, and makes it anew from them", async () => {
  await db().$executeRaw`update usage_month set tasks = tasks + 1`;
  const [sampled] = await sampleUsage({ ctx: later });
  expect(sampled?.message).toContain("of 2035-06 differ from its days, not in their cost");
  const findings = await verifyUsage({ ctx: later, input: { days: 1 } });
  expect(findings).toMatchObject([{ of: "month", fromMs: Date.parse("2035-06-01T00:00:00Z") }]);
  await repairUsage({ ctx: later, input: { day: "2035-06-01", month: true } });
  expect(await sampleUsage({ ctx: later })).toEqual([]);
  expect(await listOpenProblems(db())).toEqual([]);
});
