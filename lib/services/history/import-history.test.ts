import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { manualClock } from "#lib/core/clock.ts";
import { db } from "#lib/store/client.ts";
import { readTeamRuns, type StoredTeamRun } from "#lib/store/interaction-reading.ts";
import { importHistory } from "./import-history.ts";

const ctx: ServiceContext = {
  actor: { kind: "user", id: "u1", name: "Ada", role: "operator" },
  requestId: "req_1",
  clock: manualClock(Date.parse("2026-05-04T10:00:00Z")),
};

const ITEMS = [
  { id: "a", text: "add two numbers", type: "maths", seen: "java" },
  { id: "b", text: "greet", type: "Small talk", seen: "rest" },
  { id: "c", text: "", type: "maths", seen: "java" },
];
const OUTCOMES = [
  "item_id,agent,success,cost_usd,latency_ms,tokens_in,tokens_out",
  "a,solver,1,0.0015,1200,10,20",
  "a,talker,0,,,0,0",
  "b,solver,1,0.001,900,5,6",
  "c,solver,0,0.002,800,7,8",
];

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-import-"));
  await put("items.jsonl", ITEMS.map((item) => JSON.stringify(item)).join("\n"));
  await put("outcomes.csv", OUTCOMES.join("\n"));
  await put("train.txt", "a\nb\n");
  await put("test.txt", "c\n");
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await db().fleet.deleteMany();
  await db().historyImport.deleteMany();
  await db().interactionText.deleteMany();
  await db().interactionRun.deleteMany();
  await db().interaction.deleteMany();
});

const put = (name: string, text: string) => writeFile(path.join(folder, name), text);

async function whatIsThere() {
  const [fleets, agents, imports, tasks, outcomes, audits] = await Promise.all([
    db().fleet.count(),
    db().agent.count(),
    db().historyImport.count(),
    db().historyTask.count(),
    db().historyOutcome.count(),
    db().auditEntry.count({ where: { requestId: "refused" } }),
  ]);
  return { fleets, agents, imports, tasks, outcomes, audits };
}

const NOTHING = { fleets: 0, agents: 0, imports: 0, tasks: 0, outcomes: 0, audits: 0 };
const refused = { ...ctx, requestId: "refused" };

it("brings tasks, agents and outcomes of a folder into a new fleet", async () => {
  const summary = await importHistory({ ctx, input: { folder, fleetName: "bench" } });
  expect(summary).toMatchObject({ tasks: 3, agents: 2, outcomes: 4, fleetName: "bench" });
  const tasks = await db().historyTask.findMany({ orderBy: { itemId: "asc" }, include: { outcomes: true } });
  expect(tasks.map(({ itemId, type, split, outcomes }) => [itemId, type, split, outcomes.length])).toEqual([
    ["a", "maths", "train", 2],
    ["b", "Small talk", "train", 1],
    ["c", "maths", "test", 1],
  ]);
  const solved = tasks[0]?.outcomes.find((row) => row.score === 1);
  expect(solved).toMatchObject({ costNanoUsd: 1_500_000n, latencyMs: 1200, inputTokens: 10, outputTokens: 20 });
  expect(tasks[0]?.outcomes.find((row) => row.score === 0)).toMatchObject({ costNanoUsd: null, inputTokens: null });
});

it("brings what the agents of a task said to each other, and whose fault its failure was", async () => {
  const failed = { ...ITEMS[0], mistake_agent: "solver", mistake_step: 4 };
  await put("items.jsonl", [failed, ...ITEMS.slice(1)].map((item) => JSON.stringify(item)).join("\n"));
  const turns = [
    { step: 0, speaker: "solver", to: "talker", kind: "thought", chars: 900, text: "Let us add." },
    { step: 4, speaker: "talker", to: null, text: "Done" },
  ];
  await put(
    "interactions.jsonl",
    [
      { id: "a", turns },
      { id: "b", turns: [] },
    ]
      .map((run) => JSON.stringify(run))
      .join("\n"),
  );
  expect(await importHistory({ ctx, input: { folder, fleetName: "bench" } })).toMatchObject({ interactions: 2 });
  const runs: StoredTeamRun[] = [];
  await readTeamRuns({ fleetName: "bench", fromMs: 0, untilMs: 1 }, (run) => void runs.push(run));
  const said = { atMs: null };
  expect(runs).toEqual([
    {
      ...{ id: "a", taskType: "maths", taskText: "add two numbers", succeeded: false },
      fault: { agent: "solver", step: 4 },
      interactions: [
        { ...said, step: 0, from: "solver", to: "talker", kind: "thought", chars: 900, text: "Let us add." },
        { ...said, step: 4, from: "talker", to: null, kind: "message", chars: 4, text: "Done" },
      ],
    },
  ]);
});

it("makes agents capable of what they succeeded at, without looking at test rows", async () => {
  await put("agents.csv", "agent,group,mode\nsolver,lab,tools\n");
  await importHistory({ ctx, input: { folder, fleetName: "bench" } });
  const agents = await db().agent.findMany({ orderBy: { name: "asc" }, include: { capabilities: true, load: true } });
  expect(
    agents.map((agent) => ({
      name: agent.name,
      role: agent.role,
      description: agent.description,
      capabilities: agent.capabilities.map(({ name, level }) => [name, level]),
      leases: agent.load?.activeLeases,
    })),
  ).toEqual([
    {
      name: "solver",
      role: "imported",
      description: "group lab, mode tools",
      capabilities: expect.arrayContaining([
        ["maths", 1],
        ["small_talk", 1],
      ]),
      leases: 0,
    },
    { name: "talker", role: "imported", description: "", capabilities: [], leases: 0 },
  ]);
});

it("takes the task type from the field it is told", async () => {
  await importHistory({ ctx, input: { folder, fleetName: "bench", typeField: "seen", sourceField: "type" } });
  const tasks = await db().historyTask.findMany({ orderBy: { itemId: "asc" } });
  expect(tasks.map(({ type, source }) => [type, source])).toEqual([
    ["java", "maths"],
    ["rest", "Small talk"],
    ["java", "maths"],
  ]);
});

it("reads gzip as well as plain files, and knows the data again", async () => {
  const plain = await importHistory({ ctx, input: { folder, fleetName: "bench" } });
  await rm(path.join(folder, "outcomes.csv"));
  await writeFile(path.join(folder, "outcomes.csv.gz"), gzipSync(OUTCOMES.join("\n")));
  const before = await whatIsThere();
  await expect(importHistory({ ctx: refused, input: { folder, fleetName: "bench" } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("has this data already"),
  });
  expect(await whatIsThere()).toEqual(before);
  const other = await importHistory({ ctx, input: { folder, fleetName: "other" } });
  expect(other.dataSha256).toBe(plain.dataSha256);
});

it("adds more history to the same imported fleet and keeps its agents", async () => {
  await importHistory({ ctx, input: { folder, fleetName: "bench" } });
  const before = await db().agent.findFirstOrThrow({ where: { name: "solver" } });
  await put("outcomes.csv", `${OUTCOMES[0]}\na,solver,0,,,,\na,newcomer,1,,,,\n`);
  await importHistory({ ctx, input: { folder, fleetName: "bench" } });
  expect(await whatIsThere()).toMatchObject({ fleets: 1, agents: 3, imports: 2, tasks: 6, outcomes: 6 });
  expect(await db().agent.findFirstOrThrow({ where: { name: "solver" } })).toMatchObject({ id: before.id });
});

it.each([
  ["items.jsonl", '{"id":"a"}\nnot json', "items.jsonl line 2: not a JSON object"],
  ["items.jsonl", '{"id":"a"}\n{"id":"a"}', 'items.jsonl line 2: the item "a" occurs a second time'],
  ["outcomes.csv", "item_id,agent,success\na,solver,1\nz,solver,1", 'outcomes.csv line 3: there is no item "z"'],
  ["outcomes.csv", "item_id,agent,success\na,solver,1\na,solver,0", "outcomes.csv line 3: a second outcome of agent"],
  ["outcomes.csv", "item_id,agent,success\na,solver,2", 'outcomes.csv line 2: success: "2" is not 0 or 1'],
  ["outcomes.csv", "item,agent\na,solver", "outcomes.csv line 1: the header lacks item_id, success or score"],
  ["outcomes.csv", "item_id,agent,success\na,<b>,1", 'outcomes.csv line 2: "<b>" is not usable as the name'],
  [
    "outcomes.csv",
    "item_id,agent,success,latency_ms\na,m,1,99999999999",
    "outcomes.csv line 2: latency_ms: 99999999999",
  ],
  ["interactions.jsonl", '{"id":"z","turns":[]}', 'interactions.jsonl line 1: there is no item "z"'],
  [
    "interactions.jsonl",
    '{"id":"a","turns":[{"step":0,"speaker":7}]}',
    "line 1: turns.0.speaker: An agent's name is text",
  ],
  [
    "interactions.jsonl",
    '{"id":"a","turns":[{"step":1,"speaker":"s"},{"step":1,"speaker":"s"}]}',
    "line 1: step 1 stands after step 1",
  ],
  ["train.txt", "a\nq", 'train.txt line 2: there is no item "q"'],
  ["test.txt", "a", 'test.txt line 1: the item "a" is listed a second time'],
])("refuses a wrong %s (%j) by file and line and leaves nothing", async (file, text, sentence) => {
  await put(file, text);
  await expect(importHistory({ ctx: refused, input: { folder, fleetName: "bench" } })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(sentence),
  });
  expect(await whatIsThere()).toEqual(NOTHING);
});

it("does not mix history into a fleet that is at work", async () => {
  await db().fleet.create({ data: { name: "bench", kind: "live", createdAt: new Date() } });
  await expect(importHistory({ ctx: refused, input: { folder, fleetName: "bench" } })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await whatIsThere()).toEqual({ ...NOTHING, fleets: 1 });
});

it("is not for viewers", async () => {
  const viewer: ServiceContext = { ...refused, actor: { kind: "user", id: "u2", name: "Bo", role: "viewer" } };
  await expect(importHistory({ ctx: viewer, input: { folder, fleetName: "bench" } })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await whatIsThere()).toEqual(NOTHING);
});
