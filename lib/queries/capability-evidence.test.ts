import { beforeAll, expect, it } from "vitest";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { findAgent } from "#lib/store/fleet.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { readCapabilityEvidence } from "./capability-evidence.ts";

const FLEET = "evidence";
const ctx = systemContext();

beforeAll(async () => {
  await startedRuntime();
  const capabilities = [
    { name: "web_search", level: 0.9 },
    { name: "data_analysis", level: 0.4 },
  ];
  await makeFleet(ctx, FLEET, { ada: { capabilities, concurrency_limit: 10 } });
});

async function work(task: object, success: boolean): Promise<void> {
  const key = keyContext(FLEET);
  const request = { task: { type: "research", ...task } };
  const { decision_id: decisionId } = await routeTask({ ctx: key, input: { fleetName: FLEET, request } });
  await reportOutcome({ ctx: key, input: { decisionId, success } });
}

it("sets what an agent declares beside how the tasks that asked for it ended", async () => {
  const named = { description: "Find sources", required_capabilities: ["web_search"] };
  await work(named, true);
  await work(named, true);
  await work(named, false);
  await work({ description: "Search the web for the newest prices" }, true);
  const id = (await findAgent(db(), FLEET, "ada"))?.id ?? "";
  const { decisions, capabilities } = await readCapabilityEvidence({ ctx, input: { id } });
  expect(decisions).toBe(4);
  expect(capabilities[0]).toMatchObject({ name: "web_search", level: 0.9, named: 3, read: 1 });
  expect(capabilities[0]?.success).toMatchObject({ successes: 3, n: 4 });
  const unasked = capabilities.find(({ name }) => name === "data_analysis");
  expect(unasked).toMatchObject({ level: 0.4, named: 0, success: { n: 0, rate: null } });
  await expect(readCapabilityEvidence({ ctx, input: { id: "agt_gone" } })).rejects.toMatchObject({ code: "not_found" });
});
