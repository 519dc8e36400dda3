import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { refreshFleets } from "#lib/runtime/fleet.ts";
import { inProduction, refreshModels } from "#lib/runtime/models.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { importHistory } from "#lib/services/history/import-history.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { startedRuntime, systemContext } from "#test/fleet.ts";
import { promote } from "#test/predictors.ts";
import { readAgent } from "./fleet.ts";

const TASKS = 100;
const ctx = systemContext();
let folder = "";
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  await startedRuntime();
  folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-prior-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Agents on dear and on cheap configurations with their share of successes, and two newcomers nobody has tried. */
async function trainedFleet(fleetName: string, success: { dear: number; cheap: number }): Promise<void> {
  const on = {
    dear: { configuration: "anthropic/high_quality" },
    cheap: { configuration: "anthropic/fast_completion" },
  };
  const veterans = {
    d1: on.dear,
    d2: on.dear,
    d3: on.dear,
    d4: on.dear,
    c1: on.cheap,
    c2: on.cheap,
    c3: on.cheap,
    c4: on.cheap,
  };
  const newcomers = { dear: on.dear, cheap: on.cheap, unset: { configuration: null } };
  const random = seededRandom(9);
  const outcomes = Object.keys(veterans).flatMap((agent) => {
    const rate = agent.startsWith("d") ? success.dear : success.cheap;
    return Array.from({ length: TASKS }, (_, i) => `t${i},${agent},${random() < rate ? 1 : 0}`);
  });
  const items = Array.from({ length: TASKS }, (_, i) => JSON.stringify({ id: `t${i}`, type: "code", text: "" }));
  await writeFile(path.join(folder, "items.jsonl"), items.join("\n"));
  await writeFile(path.join(folder, "outcomes.csv"), ["item_id,agent,success", ...outcomes].join("\n"));
  await importHistory({ ctx, input: { folder, fleetName } });
  await refreshFleets();
  for (const [name, given] of Object.entries({ ...veterans, ...newcomers })) {
    await putAgent({ ctx, input: { fleetName, name, role: "researcher", ...given } });
  }
  const { version } = await trainVersion({ ctx, input: { fleetName, split: "all" } });
  await promote(ctx, fleetName, version, null);
  await refreshModels();
}

async function priorOf(fleetName: string, name: string) {
  const agent = (await listAgents(db(), fleetName)).find((one) => one.name === name);
  return (await readAgent({ ctx, input: { id: agent?.id ?? "" } })).prior;
}

it("shows for an agent nobody has tried what the others' prices and tiers let expect", async () => {
  await trainedFleet("tells", { dear: 0.9, cheap: 0.4 });
  expect(inProduction("tells", "performance_predictor")?.model.lesson?.agents).toBe(8);
  const [dear, cheap, unset] = [
    await priorOf("tells", "dear"),
    await priorOf("tells", "cheap"),
    await priorOf("tells", "unset"),
  ];
  expect(dear.success).toBeGreaterThan(dear.declared + 0.05);
  expect(cheap.success).toBeLessThan(cheap.declared - 0.05);
  expect(dear).toMatchObject({ taughtBy: 8, declared: 0.6, countsBelow: 5 });
  expect(dear.movedBy.length).toBeGreaterThan(0);
  expect(unset).toMatchObject({ success: 0.6, movedBy: [] });
});

it("shows the policy's prior where price and tier tell nothing", async () => {
  await trainedFleet("silent", { dear: 0.7, cheap: 0.7 });
  expect(await priorOf("silent", "dear")).toMatchObject({ success: 0.6, movedBy: [], taughtBy: 0 });
});
