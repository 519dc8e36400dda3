import { beforeEach, describe, expect, it } from "vitest";
import type { GateName } from "#lib/contracts/gate.ts";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { createAgentKey } from "#lib/services/keys/create-agent-key.ts";
import { db } from "#lib/store/client.ts";
import { systemContext } from "#test/fleet.ts";
import { predictorBytes } from "#test/predictors.ts";
import { checkGates } from "./check-gates.ts";
import { moveAlias } from "./move-alias.ts";
import { saveModelPolicy } from "./save-model-policy.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const KIND = "performance_predictor";
const TRAINED_MS = Date.parse("2026-05-04T10:00:00Z");
const MINUTE_MS = 60_000;
const clock = manualClock(TRAINED_MS + 1000 * MINUTE_MS);
const ctx = systemContext(clock);

let name = "";
let counter = 0;
beforeEach(async () => {
  name = `evidence-${++counter}`;
  await createFleet({ ctx, input: { name } });
});

/** v1 in production and v2 beside it, both trained on what was known at 10:00. */
async function twoVersions(candidate: Record<string, number> = { left: 0.8, right: 0.5 }): Promise<void> {
  const metadata = {
    ...{ rows: 400, agents: 2, dataSha256: "0".repeat(64), windowFrom: null, seed: 1, parameters: {} },
    windowTo: new Date(TRAINED_MS).toISOString(),
  };
  for (const rates of [{ left: 0.9, right: 0.5 }, candidate]) {
    const model = predictorBytes(rates, ["sums"]);
    await saveRoutingModel({ ctx, input: { model, name, kind: KIND, metadata, metrics: {} } });
  }
  const input = { name, kind: KIND, version: 1, expectedVersion: null, reason: "first", override: true };
  await moveAlias({ ctx, input });
}

interface Reported {
  key: string;
  count: number;
  /** Minutes after the versions were trained; negative: before. */
  fromMinute: number;
  success?: (i: number) => boolean;
}

/** Outcomes of "left" as a key reports them, one a minute. */
async function report({ key, count, fromMinute, success = () => true }: Reported): Promise<void> {
  const step = fromMinute < 0 ? -1 : 1;
  const rows = Array.from({ length: count }, (_, i) => ({
    at: new Date(TRAINED_MS + (fromMinute + step * i) * MINUTE_MS),
    success: success(i),
  })).map(({ at, success: ended }) => ({ id: newId("dec", at.getTime()), at, ended }));
  await db().decision.createMany({
    data: rows.map(({ id, at }) => ({
      ...{ id, at, fleetName: name, actorKind: "key", actorId: key, requestId: "req_1", taskType: "sums" },
      ...{ task: JSON.stringify({ type: "sums", description: "add up" }), verdict: "assigned" as const },
      ...{ agentName: "left", reason: "", candidates: "{}", detail: "{}", propensity: 1 },
    })),
  });
  await db().outcome.createMany({
    data: rows.map(({ id, at, ended }) => ({
      decisionId: id,
      at,
      success: ended,
      judgedAt: at,
      bodyHash: "",
      late: false,
    })),
  });
}

async function gate(wanted: GateName) {
  const { results } = await checkGates({ ctx, input: { name, kind: KIND, version: 2 } });
  return results.find((result) => result.gate === wanted);
}

async function replayed(verdict: "worse" | "better", after: number): Promise<void> {
  const at = new Date(clock.nowMs());
  const shares = [{ agent: "left", logged: 0.7, candidate: after }];
  const report = { verdict, summary: `Found ${verdict}.`, shares };
  await db().replay.create({
    data: {
      ...{ id: newId("rpl", clock.nowMs()), name, kind: KIND, version: 2, against: 1, state: "succeeded", report },
      ...{ windowFrom: at, windowTo: at, authorName: "Ada", createdAt: at, finishedAt: at },
    },
  });
  clock.advance(MINUTE_MS);
}

describe("outcomes reported after both versions were trained", () => {
  it("judge the candidate by what it foretold of them", async () => {
    await twoVersions({ left: 0.1, right: 0.5 });
    await report({ key: "platform", count: 100, fromMinute: 1, success: (i) => i % 10 !== 0 });
    expect(await gate("not_worse")).toMatchObject({ verdict: "fail", unit: "squared error", bound: 0.005 });
    expect((await gate("not_worse"))?.sentence).toContain("100 outcomes reported after both were trained");
    expect(await gate("calibration")).toMatchObject({ verdict: "fail" });
  });

  it("do not judge it before there are enough of them, and those it has learned from never do", async () => {
    await twoVersions({ left: 0.1, right: 0.5 });
    await report({ key: "platform", count: 20, fromMinute: 1 });
    await report({ key: "platform", count: 100, fromMinute: -1 });
    expect(await gate("not_worse")).toMatchObject({ verdict: "not_applicable" });
  });
});

describe("a flood of outcomes from one key", () => {
  it("keeps the version out of production, with the key's name, whatever they say", async () => {
    const { key } = await createAgentKey({ ctx, input: { name: "late arrival", fleetName: name, agentName: null } });
    await twoVersions();
    await report({ key: "platform", count: 95, fromMinute: -1 });
    await report({ key: key.id, count: 5, fromMinute: -200 });
    await report({ key: key.id, count: 190, fromMinute: 1 });
    await report({ key: "platform", count: 10, fromMinute: 200 });
    const found = await gate("data_sufficiency");
    expect(found).toMatchObject({ verdict: "fail", value: 0.95, bound: 0.8 });
    expect(found?.sentence).toContain("Key late arrival reported 95.0% of the 200 outcomes");
    const input = { name, kind: KIND, version: 2, expectedVersion: 1, reason: "retrained" };
    await expect(moveAlias({ ctx, input })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is none where the one key has always reported most of them", async () => {
    await twoVersions();
    await report({ key: "platform", count: 100, fromMinute: -1 });
    await report({ key: "platform", count: 200, fromMinute: 1 });
    expect(await gate("data_sufficiency")).toMatchObject({ verdict: "pass" });
  });
});

describe("the newest replay", () => {
  it("refuses a version it found worse, and a later one that did not lets it pass", async () => {
    await twoVersions();
    await replayed("worse", 0.6);
    expect(await gate("replay")).toMatchObject({ verdict: "fail", sentence: "Found worse." });
    expect((await gate("replay"))?.href).toMatch(new RegExp(`^/models/${name}/${KIND}/replays/rpl_`));
    await replayed("better", 0.6);
    expect(await gate("replay")).toMatchObject({ verdict: "pass" });
  });

  it("shows whom the version would starve", async () => {
    await twoVersions();
    await replayed("better", 0);
    expect(await gate("no_agent_starved")).toMatchObject({ verdict: "fail", value: 1 });
  });

  it("is asked for where the policy requires one", async () => {
    await twoVersions();
    expect(await gate("replay")).toMatchObject({ verdict: "not_applicable" });
    const policy = modelPolicySchema.parse({ gates: { replay: "required" } });
    await saveModelPolicy({ ctx, input: { name, kind: KIND, policy, reason: "for a test" } });
    expect(await gate("replay")).toMatchObject({ verdict: "fail" });
  });
});
