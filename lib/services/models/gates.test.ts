import { beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { Role } from "#lib/contracts/actor.ts";
import type { GateReport } from "#lib/contracts/gate.ts";
import type { MoveAlias, VersionMetadata } from "#lib/contracts/model.ts";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { readModelPolicy } from "#lib/queries/model-policy.ts";
import { readModel } from "#lib/queries/models.ts";
import { db } from "#lib/store/client.ts";
import { importRows } from "#test/history.ts";
import { predictorBytes } from "#test/predictors.ts";
import { checkGates } from "./check-gates.ts";
import { moveAlias } from "./move-alias.ts";
import { saveModelPolicy } from "./save-model-policy.ts";
import { saveRoutingModel } from "./save-routing-model.ts";
import { undoMove } from "./undo-move.ts";

const DAY_MS = 86_400_000;
const KIND = "performance_predictor";
const clock = manualClock(Date.parse("2026-05-04T10:00:00Z"));
const as = (role: Role): ServiceContext => ({
  actor: { kind: "user", id: role, name: role, role },
  requestId: "req_gates",
  clock,
});
const operator = as("operator");
const admin = as("admin");

let name = "";
let counter = 0;
beforeEach(() => {
  name = `gated-${++counter}`;
});

async function save(rates: Record<string, number>, metadata: Partial<VersionMetadata> = {}): Promise<number> {
  const input = {
    model: predictorBytes(rates, ["sums"]),
    ...{ name, kind: KIND, metrics: {}, note: "" },
    metadata: {
      ...{ rows: 400, agents: 2, dataSha256: "0".repeat(64), windowFrom: null, windowTo: null, seed: 1 },
      // As training writes it when the data set's test rows are kept from the model.
      parameters: { split: "train", heldOut: "test split of the data set" },
      ...metadata,
    },
  };
  return (await saveRoutingModel({ ctx: operator, input })).version;
}

const move = (version: number, expectedVersion: number | null, more: Partial<MoveAlias> = {}, ctx = operator) =>
  moveAlias({ ctx, input: { name, kind: KIND, version, expectedVersion, reason: "better", ...more } });
const check = (version: number) => checkGates({ ctx: operator, input: { name, kind: KIND, version } });
const read = () => readModel({ ctx: operator, input: { name, kind: KIND } });
const policy = (change: object, ctx = admin) =>
  saveModelPolicy({ ctx, input: { name, kind: KIND, policy: modelPolicySchema.parse(change), reason: "for a test" } });
const verdicts = ({ results }: GateReport) => Object.fromEntries(results.map(({ gate, verdict }) => [gate, verdict]));

/** Test tasks of a data set on which "left" always succeeds and "right" every other time. */
const heldOut = () =>
  importRows(operator, name, { tasks: 120, split: "test", agents: { left: () => 1, right: (i) => i % 2 } });

describe("promotion", () => {
  it("of a first version passes without anything to compare with, and keeps the report with the move", async () => {
    await save({ left: 0.9, right: 0.5 });
    const { gates } = await move(1, null);
    expect(gates).toMatchObject({ version: 1, against: null, passed: true });
    expect((await read()).moves[0]).toMatchObject({ gates, override: false, automatic: false });
  });

  it("of a version that chooses worse on held-out tasks is refused, naming the gate and its figures", async () => {
    await heldOut();
    await save({ left: 0.9, right: 0.5 });
    await save({ left: 0.2, right: 0.8 });
    await move(1, null, { override: true }, admin);
    await expect(move(2, 1)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("nothing changed"),
      details: expect.arrayContaining([
        { path: "gates.not_worse", message: expect.stringContaining("50.0% against 100.0% of v1") },
      ]),
    });
    expect(await read()).toMatchObject({ production: 1 });
    const report = await check(2);
    expect(verdicts(report)).toMatchObject({ not_worse: "fail", no_agent_starved: "fail", artifact_integrity: "pass" });
    expect(report.results.find(({ gate }) => gate === "not_worse")).toMatchObject({
      value: -0.5,
      bound: -0.01,
      unit: "fraction",
    });
  });

  it("of a version that is as good on held-out tasks goes through", async () => {
    await heldOut();
    await save({ left: 0.95, right: 0.5 });
    await save({ left: 0.96, right: 0.5 });
    await policy({ gates: { maxCalibrationError: null } });
    await move(1, null);
    expect((await move(2, 1)).gates).toMatchObject({ passed: true, against: 1 });
  });

  it("of a version that learned from the test rows is not measured on them", async () => {
    await heldOut();
    await save({ left: 0.9, right: 0.5 });
    await save({ left: 0.2, right: 0.8 }, { parameters: { split: "all" } });
    await move(1, null, { override: true }, admin);
    expect(verdicts(await check(2))).toMatchObject({ not_worse: "not_applicable" });
  });

  it("needs the admin's scope to override a gate, says so in the history, and never waives the artifact", async () => {
    await save({ left: 0.9, right: 0.5 }, { rows: 10 });
    await expect(move(1, null)).rejects.toMatchObject({ code: "conflict" });
    await expect(move(1, null, { override: true })).rejects.toMatchObject({ code: "forbidden" });
    expect(await move(1, null, { override: true, reason: "a pilot" }, admin)).toMatchObject({ override: true });
    expect((await read()).moves[0]).toMatchObject({ override: true, reason: "a pilot", gates: { passed: false } });
    const entry = await db().auditEntry.findFirstOrThrow({ where: { verb: "model.promote" }, orderBy: { id: "desc" } });
    expect(entry.after).toMatchObject({ overridden: ["data_sufficiency"] });
    await save({ left: 0.8, right: 0.5 });
    const { artifactSha256 } = (await read()).versions[0] ?? { artifactSha256: "" };
    await db().$executeRaw`
      update model_artifact set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where sha256 = ${artifactSha256}`;
    await expect(move(2, 1, { override: true }, admin)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("records an override only where a gate failed", async () => {
    await save({ left: 0.9, right: 0.5 });
    expect(await move(1, null, { override: true }, admin)).toMatchObject({ override: false });
  });

  it("by Signalbox itself stays away from a pinned production", async () => {
    for (const left of [0.9, 0.8, 0.7]) await save({ left, right: 0.5 });
    await move(1, null);
    await move(2, 1);
    await move(1, 2);
    const input = { name, kind: KIND, version: 3, expectedVersion: 1, reason: "retrained" };
    await expect(moveAlias({ ctx: operator, input, automatic: true })).rejects.toMatchObject({ code: "conflict" });
    await expect(
      moveAlias({ ctx: operator, input: { ...input, automatic: true } }),
      "a caller cannot say that it is Signalbox",
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("a return", () => {
  it("to a version that was good days ago is not judged again, and after the window it is", async () => {
    await save({ left: 0.9, right: 0.5 }, { rows: 10 });
    await save({ left: 0.8, right: 0.5 });
    await move(1, null, { override: true }, admin);
    await move(2, 1);
    clock.advance(13 * DAY_MS);
    const back = await move(1, 2);
    expect(back).toMatchObject({ verb: "rollback", pinned: true, override: false, gates: { passed: true } });
    expect(back.gates && verdicts(back.gates)).toMatchObject({
      artifact_integrity: "pass",
      data_sufficiency: "not_applicable",
    });
    await move(2, 1);
    clock.advance(15 * DAY_MS);
    await expect(move(1, 2)).rejects.toMatchObject({ code: "conflict" });
  });

  it("in one click undoes a roll-back together with the pin it set", async () => {
    await save({ left: 0.9, right: 0.5 });
    await save({ left: 0.8, right: 0.5 });
    await move(1, null);
    await move(2, 1);
    await move(1, 2, { reason: "slow since noon" });
    expect(await undo(1)).toMatchObject({ fromVersion: 1, toVersion: 2, verb: "promote", pinned: false });
    expect(await read()).toMatchObject({ production: 2, pinned: false });
    expect((await read()).moves[0]?.reason).toBe("Roll-back undone: slow since noon");
  });

  it("in one click undoes a promotion without calling it a regression", async () => {
    await save({ left: 0.9, right: 0.5 });
    await save({ left: 0.8, right: 0.5 });
    await move(1, null);
    await move(2, 1);
    expect(await undo(2)).toMatchObject({ toVersion: 1, pinned: false });
    await move(2, 1);
    await move(1, 2);
    await move(2, 1);
    expect(await undo(2), "as it was before: pinned by the roll-back").toMatchObject({ toVersion: 1, pinned: true });
  });

  it("is refused when there is nothing to undo, somebody moved meanwhile, or a day has passed", async () => {
    await save({ left: 0.9, right: 0.5 });
    await save({ left: 0.8, right: 0.5 });
    await move(1, null);
    await expect(undo(1)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("nothing was") });
    await move(2, 1);
    await expect(undo(1)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("Somebody") });
    clock.advance(2 * DAY_MS);
    await expect(undo(2)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("a day ago") });
  });

  const undo = (version: number) => undoMove({ ctx: operator, input: { name, kind: KIND, version } });
});

describe("the policy", () => {
  it("has defaults, is an admin's to change, and keeps both in the audit trail", async () => {
    await save({ left: 0.9, right: 0.5 }, { rows: 10 });
    const readPolicy = () => readModelPolicy({ ctx: operator, input: { name, kind: KIND } });
    expect(await readPolicy()).toMatchObject({ gates: { minRows: 200 }, keepVersions: 20 });
    await expect(policy({ gates: { minRows: 5 } }, operator)).rejects.toMatchObject({ code: "forbidden" });
    await policy({ gates: { minRows: 5 } });
    expect(await readPolicy()).toMatchObject({ gates: { minRows: 5, maxLoadMs: 2000 } });
    expect((await move(1, null)).gates?.passed).toBe(true);
    const entry = await db().auditEntry.findFirstOrThrow({ where: { verb: "model.policy" }, orderBy: { id: "desc" } });
    expect(entry).toMatchObject({ before: { gates: { minRows: 200 } }, after: { gates: { minRows: 5 } } });
  });

  it("of a fleet there is not is refused", async () => {
    await expect(policy({})).rejects.toMatchObject({ code: "not_found" });
  });
});
