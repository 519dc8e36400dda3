import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { trainingRequestSchema } from "#lib/contracts/training.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { normal, seededRandom, seedOf } from "#lib/core/random.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { readTrainingRun } from "#lib/queries/training.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { importHistory } from "#lib/services/history/import-history.ts";
import { evaluatePredictor } from "#lib/services/models/evaluate-predictor.ts";
import { fitVersion } from "#lib/services/models/fit-version.ts";
import { loadRoutingModel } from "#lib/services/models/load-routing-model.ts";
import { awaitReplay } from "#lib/services/replays/await-replay.ts";
import { startReplay } from "#lib/services/replays/start-replay.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { cancelTraining } from "#lib/services/training/cancel-training.ts";
import { startTraining } from "#lib/services/training/start-training.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { workOnTraining } from "#lib/services/training/work-on-training.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { keyContext, startedRuntime, systemContext } from "#test/fleet.ts";
import { promote } from "#test/predictors.ts";
import { type ProviderStub, startProviderStub } from "#test/provider-stub.ts";

const ctx = systemContext();
const FLEET = "embedded";
const DIMENSIONS = 16;
const TASKS = 900;
const SOURCE = `openai:text-embedding-3-small@${DIMENSIONS}`;
const AGENTS = ["poet", "reckoner"] as const;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stub: ProviderStub;

/** What a text is about is in its vector alone: no words tell "task 12" from "task 13". */
const subjectOf = (text: string) => (seedOf(`subject ${text}`) % 2 === 0 ? 0 : 1);

function vectorOf(text: string): number[] {
  const random = seededRandom(seedOf(text));
  return Array.from({ length: DIMENSIONS }, (_, i) => normal(random) + (i === subjectOf(text) ? 4 : 0));
}

const asked = () => stub.seen.flatMap(({ body }) => body.input as string[]);

/** The provider's server answers what it was asked last, now or when `hold` lets it. */
function embeds(hold: (answer: () => void) => void = (answer) => answer()): void {
  stub.answer((response) => {
    const input = stub.seen.at(-1)!.body.input as string[];
    const data = input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
    hold(() => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ object: "list", model: "text-embedding-3-small", data }));
    });
  });
}

/** A text nobody has embedded, about the agent's own subject. */
function freshText(about: (typeof AGENTS)[number], name: string): string {
  const found = Array.from({ length: 60 }, (_, i) => `${name} ${i}`).find((text) => AGENTS[subjectOf(text)] === about);
  return found ?? name;
}

function route(description: string) {
  const request = { task: { type: "work", description } };
  return routeTask({ ctx: keyContext(FLEET), input: { fleetName: FLEET, request } });
}

async function explained(description: string) {
  const answer = await route(description);
  const { provenance } = await readDecision({ ctx, input: { id: answer.decision_id } });
  await reportOutcome({ ctx: keyContext(FLEET), input: { decisionId: answer.decision_id, success: true } });
  return { ...answer, unread: provenance.textUnread ?? false };
}

async function importTasks(fleetName: string, word: string): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-embedded-"));
  const random = seededRandom(5);
  const ids = Array.from({ length: TASKS }, (_, i) => `t${i}`);
  const items = ids.map((id, i) => JSON.stringify({ id, type: "work", text: `${word} ${i}` }));
  const outcomes = ids.flatMap((id, i) =>
    AGENTS.map((agent, own) => `${id},${agent},${random() < (subjectOf(`${word} ${i}`) === own ? 0.9 : 0.3) ? 1 : 0}`),
  );
  await writeFile(path.join(folder, "items.jsonl"), items.join("\n"));
  await writeFile(path.join(folder, "outcomes.csv"), ["item_id,agent,success", ...outcomes].join("\n"));
  await importHistory({ ctx, input: { folder, fleetName } });
  await rm(folder, { recursive: true, force: true });
}

beforeAll(async () => {
  stub = await startProviderStub();
  embeds();
  process.env.OPENAI_API_KEY = "sk-sentinel-0123456789";
  process.env.TEXT_EMBEDDING_BASE_URL = stub.url;
  process.env.TEXT_EMBEDDING = SOURCE;
  await startedRuntime();
  await importTasks(FLEET, "task");
  const { version, metadata } = await trainVersion({ ctx, input: { fleetName: FLEET } });
  expect(metadata.parameters.textSource).toMatchObject({ kind: "embedding", model: "text-embedding-3-small" });
  await promote(ctx, FLEET, version, null);
  await loadRuntime();
});
afterAll(() => stub.close());

it("embeds each text of the history once, and says so while it does", async () => {
  expect(new Set(asked()).size).toBe(TASKS);
  expect(asked()).toHaveLength(TASKS);
  const stages: string[] = [];
  const request = trainingRequestSchema.parse({ fleetName: FLEET });
  const coldStart = { priorSuccess: 0.5, priorStrength: 4 };
  await fitVersion({ request, untilMs: systemClock.nowMs(), coldStart }, (stage) => stages.push(stage));
  expect(stages).toContain("Embedding texts");
  const { metrics } = await evaluatePredictor({ ctx, input: { fleetName: FLEET } });
  expect(metrics.success?.value).toBeGreaterThan((metrics.best_single?.value ?? 1) + 0.15);
  expect(asked()).toHaveLength(TASKS);
});

it("gives each task to the agent that is good at what its text is about, and asks once for a text", async () => {
  stub.seen.length = 0;
  // Long enough for a busy machine: what happens when it is too short is told below.
  process.env.TEXT_EMBEDDING_TIMEOUT_MS = "10000";
  for (const agent of AGENTS) {
    const text = freshText(agent, "new");
    for (let again = 0; again < 3; again++) {
      expect(await explained(text)).toMatchObject({ agent, unread: false });
    }
  }
  expect(stub.seen).toHaveLength(2);
  expect(await explained("")).toMatchObject({ verdict: "assigned", unread: false });
  delete process.env.TEXT_EMBEDDING_TIMEOUT_MS;
});

it("decides without the text, and says so, while the provider is slow; the retry reads what came late", async () => {
  const held: (() => void)[] = [];
  embeds((answer) => held.push(answer));
  const text = freshText("reckoner", "slow");
  const startedAt = performance.now();
  const unread = await explained(text);
  expect(performance.now() - startedAt).toBeGreaterThan(250);
  expect(unread).toMatchObject({ verdict: "assigned", unread: true });
  expect(unread.reason).toContain("The task's text was not embedded in time");
  for (const answer of held) answer();
  await vi.waitFor(async () => expect(await explained(text)).toMatchObject({ agent: "reckoner", unread: false }));
});

it("goes on while the provider is down, stops asking it for a while, and still knows the texts it has embedded", async () => {
  stub.json(503, { error: { message: "down" } });
  const texts = ["down 1", "down 2", "down 3"];
  for (const answer of await Promise.all(texts.map(explained))) {
    expect(answer).toMatchObject({ verdict: "assigned", unread: true });
  }
  const own = processState("text.ready", () => ({ pausedUntilMs: 0, failures: 0 }));
  await expect.poll(() => own.pausedUntilMs).toBeGreaterThan(0);
  await expect.poll(async () => (await problem())?.message).toContain("made without the texts of tasks");
  stub.seen.length = 0;
  expect(await explained("down 4")).toMatchObject({ verdict: "assigned", unread: true });
  expect(stub.seen).toHaveLength(0);
  // As in a new process: memory is empty, the table is not.
  processState("runtime.textVectors", () => new Map()).clear();
  expect(await explained(freshText("poet", "new"))).toMatchObject({ agent: "poet", unread: false });
  Object.assign(own, { pausedUntilMs: 0, failures: 0 });
  embeds();
  expect(await explained(freshText("poet", "up again"))).toMatchObject({ agent: "poet", unread: false });
  await expect.poll(problem).toBeUndefined();
});

const problem = async () => (await listOpenProblems(db())).find(({ topic }) => topic === "texts");

it("replays decisions with their texts, those included that were decided without", async () => {
  embeds();
  stub.seen.length = 0;
  const started = await startReplay({ ctx, input: { name: FLEET, version: 1 } });
  const { state, error, report } = await awaitReplay({ ctx, input: { id: started.id } });
  expect({ state, error }).toEqual({ state: "succeeded", error: null });
  expect(report?.skipped).toEqual([]);
  expect(asked()).toEqual(expect.arrayContaining(["down 1", "down 2", "down 3", "down 4"]));
});

it("ends a training at once that is cancelled while it waits for the provider, and fails in the provider's words", async () => {
  await importTasks("waits", "other");
  embeds(() => undefined);
  const { id } = await startTraining({ ctx, input: { fleetName: "waits" } });
  const work = workOnTraining({ ctx, input: { id } });
  await vi.waitFor(async () => expect((await readTrainingRun({ ctx, input: { id } })).stage).toBe("Embedding texts"), {
    timeout: 20_000,
  });
  await cancelTraining({ ctx, input: { id } });
  await work;
  expect(await readTrainingRun({ ctx, input: { id } })).toMatchObject({ state: "cancelled", version: null });
  stub.json(401, { error: { message: "no" } });
  await expect(trainVersion({ ctx, input: { fleetName: "waits" } })).rejects.toMatchObject({
    code: "unavailable",
    message: "The texts could not be embedded. OpenAI does not accept the key: check that it is whole and not revoked.",
  });
});

it("says which embedding the version needs where there is none, or another", async () => {
  const load = () => loadRoutingModel({ ctx, input: { name: FLEET, kind: "performance_predictor" } });
  process.env.TEXT_EMBEDDING = "local:minilm";
  await expect(load()).rejects.toThrow(
    `it needs texts embedded by ${SOURCE}, and this process embeds them by local:minilm@384`,
  );
  delete process.env.TEXT_EMBEDDING;
  await expect(load()).rejects.toThrow(`this process embeds none: set TEXT_EMBEDDING=${SOURCE} to use it`);
  process.env.TEXT_EMBEDDING = SOURCE;
  await expect(load()).resolves.toMatchObject({ version: { version: 1 } });
});
