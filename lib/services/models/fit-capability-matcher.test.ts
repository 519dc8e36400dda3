import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { LearnedCapabilityMatcher } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { importHistory } from "#lib/services/history/import-history.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { fitCapabilityMatcher, type MatcherOrder } from "./fit-capability-matcher.ts";

const ctx = systemContext();

const ASKED = {
  book_flight: ["fly", "plane", "ticket", "airline"],
  book_hotel: ["room", "bed", "stay", "suite"],
  pay_bill: ["owe", "invoice", "settle", "due"],
  oos: ["moon", "poem", "horse", "volcano"],
};
type Row = { id: string; text: string; type: string; capability: string };

const rows: readonly Row[] = Object.entries(ASKED).flatMap(([capability, words]) =>
  Array.from({ length: 30 }, (_, i) => ({
    id: `${capability}-${i}`,
    text: `please number ${i} ${words[i % 4]} and ${words[(i + 1) % 4]}`,
    type: capability === "pay_bill" ? "banking" : "travel",
    capability,
  })),
);

let folder = "";
beforeAll(() => startedRuntime());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-matcher-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The set as publishers have it: the column `capability` beside each outcome. */
async function importSet(fleetName: string, { from = rows, test = true } = {}): Promise<void> {
  const items = from.map(({ id, text, type }) => JSON.stringify({ id, text, type }));
  const outcomes = from.map(({ id, type, capability }) => `${id},${type}-desk,${capability},1`);
  const held = from.filter((_, i) => test && i % 5 === 0).map(({ id }) => id);
  await writeFile(path.join(folder, "items.jsonl"), items.join("\n"));
  await writeFile(path.join(folder, "outcomes.csv"), ["item_id,agent,capability,success", ...outcomes].join("\n"));
  await writeFile(path.join(folder, "test.txt"), held.join("\n"));
  await importHistory({ ctx, input: { folder, fleetName } });
}

const order = (fleetName: string, change: Partial<MatcherOrder["request"]> = {}): MatcherOrder => ({
  request: {
    fleetName,
    source: "all",
    windowFrom: null,
    windowTo: null,
    types: [],
    split: "train",
    seed: 1,
    ...change,
  },
  untilMs: ctx.clock.nowMs(),
});

it("learns from imported tasks what their agents could do, and measures on the test split", async () => {
  await importSet("desk");
  const stages: string[] = [];
  const fitted = await fitCapabilityMatcher(order("desk"), (stage) => stages.push(stage));
  const matcher = LearnedCapabilityMatcher.fromArtifact(fitted.artifact);
  expect(matcher.capabilities).toEqual([
    { name: "book_flight", description: "", domain: "travel" },
    { name: "book_hotel", description: "", domain: "travel" },
    { name: "pay_bill", description: "", domain: "banking" },
  ]);
  expect(matcher.likely("a plane ticket please")[0]?.name).toBe("book_flight");
  expect(matcher.likely("a poem about the moon and a horse")).toEqual([]);
  expect(fitted.metadata).toMatchObject({ rows: 96, parameters: { heldOutRows: 24, split: "train" } });
  expect(fitted.metrics.accuracy?.value).toBeGreaterThan(fitted.metrics.accuracy?.baseline ?? 1);
  expect(fitted.report.summary).toMatch(
    /^Finds the capability of \d+\.\d% of texts against \d+\.\d% by names alone \(test split/,
  );
  expect(fitted.report.perType.map(({ name }) => name).sort()).toEqual(["book_flight", "book_hotel", "pay_bill"]);
  expect(new Set(stages)).toEqual(new Set(["Reading texts", "Cross-validating", "Learning from everything"]));
  const [agent] = await db().agent.findMany({ where: { name: "travel-desk" }, include: { capabilities: true } });
  expect(agent?.capabilities.map(({ name }) => name).sort()).toEqual(["book_flight", "book_hotel"]);
});

it("gives the same bytes for the same data and seed, and another fingerprint for one changed row", async () => {
  await importSet("first");
  await importSet("second");
  const changed = rows.map((row, i) => (i === 7 ? { ...row, text: `${row.text} today` } : row));
  await importSet("changed", { from: changed });
  const [first, again, second, other] = [
    await fitCapabilityMatcher(order("first")),
    await fitCapabilityMatcher(order("first")),
    await fitCapabilityMatcher(order("second")),
    await fitCapabilityMatcher(order("changed")),
  ];
  expect(again.artifact).toEqual(first.artifact);
  expect(second.artifact).toEqual(first.artifact);
  expect(second.metadata.dataSha256).toBe(first.metadata.dataSha256);
  expect(other.metadata.dataSha256).not.toBe(first.metadata.dataSha256);
});

it("measures by folds where no row is marked for testing, and learns from test rows only when told to", async () => {
  await importSet("folded", { test: false });
  const folded = await fitCapabilityMatcher(order("folded"));
  expect(folded.report.heldOut).toMatchObject({ how: "each text by a fold that did not have it", rows: 120 });
  expect(folded.metadata.rows).toBe(120);
  await importSet("marked");
  expect((await fitCapabilityMatcher(order("marked", { split: "all" }))).metadata.rows).toBe(120);
});

it("learns from routed tasks whose callers named what they need", async () => {
  const capability = "invoice_disputes";
  await makeFleet(ctx, "routed", {
    clerk: { capabilities: [{ name: capability, level: 1 }], concurrency_limit: 20 },
    writer: { capabilities: [{ name: "limericks", level: 1 }], concurrency_limit: 20 },
  });
  for (const i of [1, 2, 3, 4]) {
    await route("routed", `we were charged ${i} times for it`, capability);
    await route("routed", `something funny about ${i} frogs`, "limericks");
  }
  const fitted = await fitCapabilityMatcher(order("routed"));
  const matcher = LearnedCapabilityMatcher.fromArtifact(fitted.artifact);
  expect(matcher.likely("charged twice for one")[0]?.name).toBe(capability);
  expect(fitted.metadata.rows).toBe(8);
});

it("matches by names where there are no examples, and refuses where there is nothing at all", async () => {
  await makeFleet(ctx, "named", { clerk: { capabilities: [{ name: "translation", level: 1 }] } });
  const fitted = await fitCapabilityMatcher(order("named"));
  expect(fitted.report.summary).toMatch("by names and descriptions alone");
  expect(LearnedCapabilityMatcher.fromArtifact(fitted.artifact).likely("translate it")[0]?.name).toBe("translation");
  await expect(fitCapabilityMatcher(order("nobody"))).rejects.toMatchObject({ code: "conflict" });
});

function route(fleetName: string, description: string, capability: string) {
  const request = { task: { type: "desk", description, required_capabilities: [capability] } };
  return routeTask({ ctx: keyContext(fleetName), input: { fleetName, request } });
}
