import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { checkSettings } from "#lib/services/configurations/check-document.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { fleetRuntime } from "./fleet.ts";
import { loadRuntime } from "./listener.ts";
import { lifecycleOf } from "./model-catalogue.ts";
import { catalogueFacts } from "./price-catalogue.ts";
import { routingPolicyVersion } from "./routing-policy.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-settings-"));
const ctx = systemContext();
const AT = Date.parse("2026-11-26T00:00:00Z");

beforeAll(async () => {
  process.env.CONFIGS_DIR = folder;
  cpSync(path.join(ROOT, "configs"), folder, { recursive: true });
  await startedRuntime(ctx);
  await makeFleet(ctx, "kept", { critic_001: { capabilities: [{ name: "research", level: 1 }] } });
});

beforeEach(async () => {
  cpSync(path.join(ROOT, "configs"), folder, { recursive: true });
  await takeUp();
});

async function takeUp() {
  const synced = await syncConfigFiles({ ctx });
  await loadRuntime();
  return synced;
}

function change(name: string, edit: (content: never) => void): void {
  const file = path.join(folder, `${name}.json`);
  const content = JSON.parse(readFileSync(file, "utf8"));
  edit(content as never);
  writeFileSync(file, JSON.stringify(content));
}

test("another price holds from the next question on", async () => {
  const input = () => catalogueFacts("anthropic", "claude-sonnet-5-5", AT).price?.inputNanoUsdPerMtok;
  expect(input()).toBe(2_000_000_000n);
  change("prices", ({ models }: { models: { model: string; price: { inputUsdPerMtok: number } }[] }) => {
    const entry = models.find(({ model }) => model === "claude-sonnet-5-5");
    if (entry) entry.price.inputUsdPerMtok = 2.5;
  });
  expect((await takeUp()).taken).toEqual(["configs/prices.json"]);
  expect(input()).toBe(2_500_000_000n);
});

test("another lifecycle holds from the next question on", async () => {
  change("model-lifecycle", ({ models }: { models: unknown[] }) => {
    const source = "https://platform.claude.com/docs/en/about-claude/model-deprecations";
    const rest = { retiresOn: "2031-01-01", source, checkedOn: "2026-11-26" };
    models.push({ provider: "anthropic", model: "claude-sonnet-5-5", ...rest });
  });
  await takeUp();
  expect(lifecycleOf("anthropic", "claude-sonnet-5-5")?.retiresOn).toBe("2031-01-01");
});

test("another policy steers the fleets that run, and their decisions name it", async () => {
  const before = fleetRuntime("kept");
  const evidence = before?.evidence;
  const version = before?.policyVersion;
  expect(version).toBe(routingPolicyVersion());
  change("routing-policy", (policy: { leaseTtlSeconds: number }) => {
    policy.leaseTtlSeconds = 123;
  });
  await takeUp();
  const after = fleetRuntime("kept");
  expect(after?.router.policy.leaseTtlSeconds).toBe(123);
  expect(after?.policyVersion).toBe(routingPolicyVersion());
  expect(after?.policyVersion).not.toBe(version);
  expect(after?.evidence, "what outcomes have taught stays").toBe(evidence);

  change("routing-policy", (policy: { liveEvidence: { driftSd: number } }) => {
    policy.liveEvidence.driftSd = 0.7;
  });
  await takeUp();
  expect(fleetRuntime("kept")?.evidence, "it is weighed by the new rules").not.toBe(evidence);
});

test("another taxonomy reads the next task", async () => {
  const task = { type: "dive", description: "Below the ice", required_capabilities: ["ice_diving"] };
  const input = { fleetName: "kept", request: { task, simulate: true }, idempotencyKey: null };
  const agent = async () => (await routeTask({ ctx: keyContext("kept"), input })).agent;
  expect(await agent()).toBeNull();
  change("capabilities", ({ capabilities }: { capabilities: { name: string; synonyms: string[] }[] }) => {
    capabilities.find(({ name }) => name === "research")?.synonyms.push("ice diving");
  });
  await takeUp();
  expect(await agent()).toBe("critic_001");
});

test("the same text in other spaces changes nothing", async () => {
  change("prices", () => undefined);
  expect(await takeUp()).toEqual({ added: 0, followed: 0, taken: [], broken: [] });
  expect(await db().auditEntry.count({ where: { entity: "settings_file", verb: "config.sync" } })).toBeGreaterThan(3);
});

test("a check of a file finds what the loader would refuse, with its line", async () => {
  const text = '{\n  "version": "1",\n  "note": "",\n  "models": [{ "provider": "nobody" }]\n}';
  const { findings } = await checkSettings({ ctx, input: { name: "prices", text } });
  expect(findings).toContainEqual({ path: "models.0.provider", line: 4, message: expect.any(String) });
});
