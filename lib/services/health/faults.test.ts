import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HealthState } from "#lib/contracts/health-check.ts";
import type { HealthCheckId } from "#lib/contracts/health-check-list.ts";
import { type ManualClock, manualClock, systemClock } from "#lib/core/clock.ts";
import { openJobQueue } from "#lib/jobs/job-queue.ts";
import { QUEUED_JOBS } from "#lib/jobs/queued-jobs.ts";
import { readHealthChecks } from "#lib/queries/health-checks.ts";
import { readRegressions } from "#lib/queries/regressions.ts";
import { reportConfigurations } from "#lib/runtime/configuration-report.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { completeChat } from "#lib/services/chat/complete-chat.ts";
import { heartbeatAgent } from "#lib/services/fleet/heartbeat-agent.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { listAlerts } from "#lib/store/alert.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { writeReplicaConfiguration } from "#lib/store/replica-configuration.ts";
import { allowLoopback, capitalOfFrance, loopbackConfiguration } from "#test/chat.ts";
import { openFillableDisk } from "#test/fillable-disk.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { insertJudged } from "#test/judged-history.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { predictorBytes, promote, saveVersion } from "#test/predictors.ts";
import { acknowledgeIncident } from "./acknowledge-incident.ts";
import { HEALTH_CHECKS } from "./checks/all.ts";
import { runCheck } from "./run-checks.ts";
import { silenceCheck } from "./silence-check.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = systemClock.nowMs();
const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-faults-"));
const configs = path.join(folder, "configs");
const preset = path.join(configs, "anthropic.json");

let provider: LoopbackProvider;
const agents = new Map<string, { id: string; name: string }>();
const agentOf = (name: string) => agents.get(name)!;

const disk = openFillableDisk(folder);

beforeAll(async () => {
  cpSync(path.join(import.meta.dirname, "../../../configs"), configs, { recursive: true });
  process.env.CONFIGS_DIR = configs;
  provider = await startLoopbackProvider();
  allowLoopback(provider);
  await startedRuntime();
  await reportConfigurations();
  await loopbackConfiguration(provider, "loop", { maxRetries: 0 });
  await makeFleet(systemContext(), "works", {
    steady: { configuration: "anthropic/researcher" },
    beating: { heartbeat_ttl_seconds: 30 },
  });
  for (const name of ["mixed", "foretold"]) await makeFleet(systemContext(), name, { [name]: {} });
  for (const { name, id } of await listAgents(db())) agents.set(name, { id, name });
  const queue = await openJobQueue(QUEUED_JOBS);
  await queue.close();
  await queue.stop();
}, 120_000);
afterAll(async () => {
  await provider.close();
  disk.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Fault {
  fault: string;
  check: HealthCheckId;
  /** What is true before, besides what all share. */
  prepare?: (clock: ManualClock) => Promise<unknown>;
  inject: (clock: ManualClock) => Promise<unknown>;
  /** Where the machine decides how bad it is: what its sentence must make of it. */
  red: HealthState | ((sentence: string) => HealthState);
  sentence: RegExp;
  mend: (clock: ManualClock) => Promise<unknown>;
}

let artifact: { sha256: string; bytes: Uint8Array<ArrayBuffer> };
let writtenPreset = "";
let held: Promise<void>[] = [];
let holding = false;

const ask = () =>
  completeChat({ ctx: keyContext("works"), input: { target: "openai/loop", request: capitalOfFrance } });
const beat = (clock: ManualClock) => {
  const input = { fleetName: "works", name: "beating" };
  return heartbeatAgent({ ctx: keyContext("works", "beating", clock), input });
};
const report = (sha256: string) => {
  const seenAt = new Date(systemClock.nowMs());
  const row = { replicaId: "rep_other", sha256, configurations: 1, loadedAt: seenAt, seenAt };
  return writeReplicaConfiguration(db(), row);
};
const writePreset = (change: (text: string) => string) => writeFileSync(preset, change(writtenPreset));
const history = (fleetName: string, name: string, fromMs: number, days: number) => {
  return { fleetName, agent: agentOf(name), fromMs, toMs: fromMs + days * DAY_MS, perHour: 10 };
};
const TELEMETRY = { topic: "telemetry", entityId: "traces", code: "export_failed" };

const FAULTS: Fault[] = [
  {
    fault: "a dead provider",
    check: "providers",
    async inject() {
      const { execution } = routingPolicy();
      execution.fallbacks.computed = 0;
      Object.assign(execution.breaker, { maxEjectedShare: 1, openMs: 4_000 });
      provider.fail({ kind: "status", status: 500 }, { times: 100 });
      for (let i = 0; i < 5; i++) await ask().catch(() => undefined);
    },
    red: "failing",
    sentence: /^openai http:\/\/127\.0\.0\.1.* failed 5 times in a row \(.*\) and is left alone until .* UTC; calls go/,
    async mend() {
      provider.reset();
      await expect.poll(ask, { timeout: 20_000 }).toMatchObject({});
    },
  },
  {
    fault: "a broken artifact",
    check: "models",
    async prepare() {
      const version = await saveVersion(systemContext(), "foretold", predictorBytes({ foretold: 0.9 }));
      await promote(systemContext(), "foretold", version, null);
      const { sha256, bytes } = await db().modelArtifact.findFirstOrThrow();
      artifact = { sha256, bytes: bytes! };
    },
    inject: () =>
      db().modelArtifact.updateMany({
        data: { bytes: artifact.bytes.map((byte, i) => (i === 900 ? byte ^ 1 : byte)) },
      }),
    red: "failing",
    sentence: /^foretold performance predictor v1 cannot be loaded: .*SHA-256.* Roll back to a version that loads\.$/,
    mend: () => db().modelArtifact.updateMany({ data: { bytes: artifact.bytes } }),
  },
  {
    fault: "a preset that is no JSON any more",
    check: "configuration",
    async inject() {
      writtenPreset = readFileSync(preset, "utf8");
      writePreset((text) => text.slice(0, -20));
    },
    red: "failing",
    sentence: /^configs\/anthropic\.json is not usable: .* What it said before stays in force\.$/,
    mend: async () => writePreset((text) => text),
  },
  {
    fault: "an edited preset that nobody took up",
    check: "configuration",
    inject: async () => writePreset((text) => text.replace(/"maxTokens": \d+/, '"maxTokens": 1234')),
    red: "degraded",
    sentence: /^configs\/anthropic\.json was edited and not taken up \(.+\): send SIGHUP/,
    mend: async () => writePreset((text) => text),
  },
  {
    fault: "a silent agent",
    check: "agents",
    prepare: beat,
    inject: async (clock) => clock.advance(90_000),
    red: "failing",
    sentence: /^beating sent its last heartbeat \d+ s ago and must every 30 s; it gets no task\.$/,
    mend: beat,
  },
  {
    fault: "an agent that succeeds less often",
    check: "performance",
    prepare: () => insertJudged({ ...history("works", "steady", START_MS - 38 * DAY_MS, 38), success: 0.82 }),
    async inject(clock) {
      await insertJudged({ ...history("works", "steady", START_MS, 2), success: 0.6 });
      clock.advance(2 * DAY_MS + HOUR_MS);
    },
    red: "failing",
    sentence: /^works\/steady succeeds \d\d points less often than usual \(95% \d+ to \d+\) since \w{3} .* UTC \(n = /,
    async mend(clock) {
      await insertJudged({ ...history("works", "steady", START_MS + 2 * DAY_MS, 4), success: 0.84 });
      clock.advance(4 * DAY_MS + HOUR_MS);
    },
  },
  {
    fault: "a shifted mix of tasks",
    check: "task-mix",
    async prepare() {
      const month = { ...history("mixed", "mixed", START_MS - 29 * DAY_MS, 28), success: 0.8, perHour: 1 };
      await insertJudged({ ...month, type: "research" });
      await insertJudged({ ...month, type: "review" });
    },
    inject: () =>
      insertJudged({ ...history("mixed", "mixed", START_MS - DAY_MS, 1), type: "translation", success: 0.8 }),
    red: "failing",
    sentence:
      /^The types of mixed's tasks have shifted \(index .*\): "translation" from 0% to 100% of the last day's 2\d\d\.$/,
    mend: () => db().decision.deleteMany({ where: { taskType: "translation" } }),
  },
  {
    fault: "predictions that do not come true",
    check: "predictions",
    inject: () =>
      insertJudged({
        ...history("foretold", "foretold", START_MS - DAY_MS, 1),
        perHour: 20,
        foretold: 0.9,
        version: 1,
        success: 0.5,
      }),
    red: "failing",
    sentence: /^What foretold v1 foretells does not hold any more: success comes (39|40)\.\d points less often/,
    mend: () =>
      db()
        .$executeRaw`update outcome set success = right(decision_id, 1) <> '0' where decision_id like 'dec\_foretold\_%'`,
  },
  {
    fault: "a database that nobody gets a connection of",
    check: "database",
    async inject() {
      holding = true;
      const hold = async () => {
        while (holding) await db().$queryRaw`select pg_sleep(0.3)::text`;
      };
      held = Array.from({ length: 30 }, hold);
    },
    // At least one round of them; how long it is in the end is the machine's.
    red: (sentence) => (Number(sentence.match(/\d+/)?.[0]) > 2_000 ? "failing" : "degraded"),
    sentence: /^The database takes \d+ ms for its shortest answer\.$/,
    async mend() {
      holding = false;
      await Promise.all(held);
    },
  },
  {
    fault: "a full disk",
    check: "disk",
    prepare: async () => Object.assign(process.env, disk.environment),
    inject: async () => disk.fill(),
    red: "failing",
    sentence:
      /^The disk of the data folder is nearly full: [\d.]+ .?B of [\d.]+ .?B \([\d.]+%\) left\. An embedded database stops/,
    mend: async () => disk.empty(),
  },
  {
    fault: "a stuck job",
    check: "jobs",
    inject: (clock) => {
      const at = new Date(clock.nowMs() - HOUR_MS);
      return db().$executeRaw`insert into pgboss.job (name, created_on, start_after) values ('train', ${at}, ${at})`;
    },
    red: "failing",
    sentence: /^A job "train" waits for 6\d minutes and nobody takes it up\.$/,
    mend: () => db().$executeRaw`delete from pgboss.job where name = 'train'`,
  },
  {
    fault: "a process with another set of configurations",
    check: "replicas",
    prepare: reportConfigurations,
    inject: () => report("f".repeat(64)),
    red: "degraded",
    sentence: /^rep_other has another set of configurations\.$/,
    mend: () => db().replicaConfiguration.deleteMany({ where: { replicaId: "rep_other" } }),
  },
  {
    fault: "a drifted ledger",
    check: "ledger",
    async prepare() {
      const input = { name: "drifting", scope: { fleet: "works" }, limitUsd: 5, period: "day", action: "alert" };
      await saveBudget({ ctx: systemContext(), input });
      const request = { task: { type: "research", description: "Find three sources" } };
      await routeTask({ ctx: keyContext("works"), input: { fleetName: "works", request } });
    },
    inject: () => db().$executeRaw`update budget_balance set spent_nano_usd = spent_nano_usd + 5000000000`,
    red: "failing",
    sentence:
      /^The balance of budget "drifting" since .* UTC differs from its ledger by \$5\.00 spent and \$0\.00 held\.$/,
    mend: () => db().$executeRaw`update budget_balance set spent_nano_usd = spent_nano_usd - 5000000000`,
  },
  {
    fault: "spans that nobody takes",
    check: "notes",
    inject: () => raiseProblem(db(), TELEMETRY, "Spans cannot be sent: connection refused.", START_MS),
    red: "degraded",
    sentence: /^Spans cannot be sent: connection refused\.$/,
    mend: () => resolveProblem(db(), TELEMETRY, START_MS),
  },
];

/** Runs a check as often as damping asks for, and gives what is not well then. */
async function look(id: HealthCheckId, clock: ManualClock, expected: "red" | "well") {
  const check = HEALTH_CHECKS.find((one) => one.id === id)!;
  const { worseAfter, betterAfter } = check.damping;
  // After two changes within the hour a recovery is believed at once, and later ones of the same check are not.
  const runs = expected === "red" ? worseAfter : 4 * betterAfter;
  for (let run = 0; run < runs; run++) {
    await runCheck(systemContext(clock), check);
    clock.advance(1);
  }
  const view = await readHealthChecks({ ctx: systemContext(clock) });
  const { error, things } = view.checks.find((one) => one.id === id)!;
  expect(error).toBeNull();
  const incident = view.incidents.find(({ checkId }) => checkId === id) ?? null;
  const alerts = await listAlerts(db(), { open: true, limit: 100 });
  const own = alerts.filter(({ kind, detail }) => kind === "health" && detail.check === id);
  return { wrong: things.filter(({ state }) => state !== "ok"), incident, alerts: own };
}

describe.each(FAULTS)("$fault", ({ check, prepare, inject, red: asBad, sentence, mend }) => {
  it(`turns the check of ${check} red with its sentence, and back`, async () => {
    const clock = manualClock(systemClock.nowMs());
    await prepare?.(clock);
    expect((await look(check, clock, "well")).wrong).toEqual([]);

    await inject(clock);
    const { wrong, incident, alerts } = await look(check, clock, "red");
    const red = typeof asBad === "string" ? asBad : asBad(wrong[0]?.sentence ?? "");
    expect(wrong).toMatchObject([{ state: red, sentence: expect.stringMatching(sentence) }]);
    expect(incident).toMatchObject({ worst: red, closedAt: null, subject: wrong[0]?.subject });
    expect(alerts).toMatchObject([{ severity: red === "failing" ? "danger" : "caution", message: wrong[0]?.sentence }]);

    await mend(clock);
    const after = await look(check, clock, "well");
    expect(after.wrong).toEqual([]);
    expect(after.incident).toMatchObject({ id: incident?.id, closedAt: expect.any(String) });
    expect(after.incident?.events.map(({ kind }) => kind)).toEqual(["opened", "resolved"]);
    expect(after.alerts).toEqual([]);
  });
});

it("covers every check that there is", () => {
  expect(new Set(FAULTS.map(({ check }) => check))).toEqual(new Set(HEALTH_CHECKS.map(({ id }) => id)));
});

it("draws the agent's days with what is usual", async () => {
  const ctx = systemContext(manualClock(START_MS + 7 * DAY_MS));
  const [view] = await readRegressions({ ctx, input: { kind: "agent", subject: agentOf("steady").id } });
  expect(view?.days.length).toBeGreaterThan(40);
  expect(view?.days.at(20)?.usual).toBeCloseTo(0.82, 1);
  expect(view?.days.find(({ startAt }) => Date.parse(startAt) > START_MS)?.rate).toBeCloseTo(0.6, 1);
});

describe("an incident", () => {
  const NOTE = { topic: "texts", entityId: "openai/embedding", code: "embedding_failed" };
  const subject = `${NOTE.topic} ${NOTE.entityId} ${NOTE.code}`;
  const as = (role: "viewer" | "operator", clock: ManualClock) => {
    return { ...systemContext(clock), actor: { kind: "user" as const, id: "u1", name: "Ada", role } };
  };

  it("is somebody's once they say so, and silent until the end of a silence", async () => {
    const clock = manualClock(systemClock.nowMs());
    await raiseProblem(db(), NOTE, "Embeddings fail.", clock.nowMs());
    const { incident, alerts } = await look("notes", clock, "red");
    expect(alerts).toHaveLength(1);
    const input = { id: incident?.id, note: "I look into it" };
    await expect(acknowledgeIncident({ ctx: as("viewer", clock), input })).rejects.toMatchObject({ code: "forbidden" });
    await acknowledgeIncident({ ctx: as("operator", clock), input });
    await expect(acknowledgeIncident({ ctx: as("operator", clock), input })).rejects.toMatchObject({
      code: "conflict",
    });

    const silence = { checkId: "notes", subject, hours: 2, reason: "known, being moved" };
    await silenceCheck({ ctx: as("operator", clock), input: silence });
    await resolveProblem(db(), NOTE, clock.nowMs());
    await look("notes", clock, "well");
    await raiseProblem(db(), NOTE, "Embeddings fail again.", clock.nowMs());
    const again = await look("notes", clock, "red");
    expect(again).toMatchObject({ wrong: [{ subject, silence: { by: "Ada" } }], alerts: [] });
  });

  it("tells of what is wrong still when the silence ends", async () => {
    const clock = manualClock(systemClock.nowMs());
    const audited = await db().auditEntry.findMany({
      where: { verb: { startsWith: "health." } },
      orderBy: { id: "asc" },
    });
    expect(audited.map(({ verb }) => verb)).toEqual(["health.acknowledge", "health.silence"]);
    clock.advance(3 * HOUR_MS);
    const { alerts, incident } = await look("notes", clock, "red");
    expect(alerts).toMatchObject([{ message: "Embeddings fail again." }]);
    expect(incident?.events.map(({ kind }) => kind)).toEqual(["opened"]);
  });
});
