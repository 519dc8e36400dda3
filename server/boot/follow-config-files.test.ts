import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SettingsName } from "#lib/contracts/settings-file.ts";
import { readHealth } from "#lib/queries/health.ts";
import { settings } from "#lib/runtime/settings.ts";
import { syncConfigFiles } from "#lib/services/configurations/sync-config-files.ts";
import { db } from "#lib/store/client.ts";
import { findConfiguration } from "#lib/store/configuration.ts";
import { systemContext } from "#test/fleet.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PATIENCE = { timeout: 15_000, interval: 50 };
const ctx = systemContext();
/** A change of each file beside the presets: what it says, and what it shall say. */
const EDITS: [SettingsName, string, string][] = [
  ["capabilities", "Investigate a question", "Look into a question"],
  ["model-lifecycle", '"version": "', '"version": "edited-'],
  ["prices", '"inputUsdPerMtok": 2,', '"inputUsdPerMtok": 2.25,'],
  ["routing-policy", '"leaseTtlSeconds": 300', '"leaseTtlSeconds": 299'],
];
const BREAKS: [SettingsName, string, string, string][] = [
  [
    "capabilities",
    '"information_retrieval"',
    '"mind_reading"',
    "capabilities.0.related.0.name: research refers to mind_reading, which is not there",
  ],
  ["model-lifecycle", '"retiresOn": "', '"retiresOn": "soon-', "models.0.retiresOn: Invalid ISO date"],
  ["prices", '"inputUsdPerMtok": 2,', '"inputUsdPerMtok": -2,', "models.0.price.inputUsdPerMtok: Too small"],
  ["routing-policy", '"leaseTtlSeconds"', '"leaseSeconds"', 'leaseSeconds: There is no property "leaseSeconds" here.'],
];
const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-presets-"));
const file = path.join(folder, "openai.json");
const running: ChildProcess[] = [];

beforeAll(() => {
  process.env.CONFIGS_DIR = folder;
});

beforeEach(async () => {
  cpSync(path.join(ROOT, "configs"), folder, { recursive: true });
  await syncConfigFiles({ ctx });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map(end));
});

async function startProcess(...args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(ROOT, "test/configs-process.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, CONFIGS_DIR: folder },
  });
  running.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (text: Buffer) => text.toString().includes("ready") && resolve());
    child.once("exit", (code) => reject(new Error(`The process ended with ${code}`)));
  });
  return child;
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

interface File {
  presets: Record<string, Record<string, unknown>>;
}

/** Changes one setting of a preset on the disk. */
function edit(preset: string, settings: Record<string, unknown>): void {
  const content = JSON.parse(readFileSync(file, "utf8")) as File;
  Object.assign(content.presets[preset] ?? {}, settings);
  writeFileSync(file, JSON.stringify(content, null, 2));
}

/** Writes another text in place of a file beside the presets; says on which line the change begins. */
function rewrite(name: string, from: string, to: string): number {
  const at = path.join(folder, `${name}.json`);
  const text = readFileSync(at, "utf8");
  expect(text).toContain(from);
  writeFileSync(at, text.replace(from, to));
  return text.slice(0, text.indexOf(from)).split("\n").length;
}

const inForce = async (name: string) => (await db().settingsFile.findUniqueOrThrow({ where: { name } })).content;
const timeout = async (name: string) =>
  (await findConfiguration(db(), { provider: "openai", name }))?.settings.timeoutMs;
const problems = async () => (await readHealth({ ctx })).problems.filter(({ code }) => code === "file_broken");
const configurations = async () => (await readHealth({ ctx })).configurations;

describe("a preset file edited on the disk", () => {
  it("is taken up on SIGHUP by the process that runs, and not before", async () => {
    const child = await startProcess();
    await expect.poll(async () => (await configurations()).replicas.length, PATIENCE).toBe(1);
    const before = await configurations();
    edit("researcher", { timeoutMs: 43_210 });
    child.kill("SIGHUP");
    await expect.poll(() => timeout("researcher"), PATIENCE).toBe(43_210);
    expect(child.exitCode).toBeNull();
    const after = async () => (await configurations()).replicas.map(({ sha256, current }) => ({ sha256, current }));
    const { sha256 } = await configurations();
    expect(sha256).not.toBe(before.sha256);
    await expect.poll(after, PATIENCE).toEqual([{ sha256, current: true }]);
  });

  it("is taken up by itself in development", async () => {
    await startProcess("--dev");
    edit("analyst", { timeoutMs: 54_321 });
    await expect.poll(() => timeout("analyst"), PATIENCE).toBe(54_321);
  });

  it("reaches every process: all of them tell the same hash", async () => {
    const [first] = await Promise.all([startProcess(), startProcess(), startProcess()]);
    edit("critic", { timeoutMs: 65_432 });
    for (const [name, from, to] of EDITS) rewrite(name, from, to);
    first?.kill("SIGHUP");
    await expect.poll(() => timeout("critic"), PATIENCE).toBe(65_432);
    for (const [name, , to] of EDITS) expect(await inForce(name)).toContain(to);
    const { sha256 } = await configurations();
    const hashes = async () => (await configurations()).replicas.map((replica) => replica.sha256);
    await expect.poll(hashes, PATIENCE).toEqual([sha256, sha256, sha256]);
  }, 60_000);
});

describe("a broken file of configs beside the presets", () => {
  it.each(BREAKS)("%s keeps what it said before, in the same words", async (name, from, to, reason) => {
    const child = await startProcess();
    const before = readFileSync(path.join(folder, `${name}.json`), "utf8");
    const { sha256 } = await configurations();
    const line = rewrite(name, from, to);
    child.kill("SIGHUP");
    await expect.poll(async () => (await problems()).length, PATIENCE).toBe(1);
    const [problem] = await problems();
    expect(problem).toMatchObject({ topic: "config", entityId: `configs/${name}.json` });
    expect(problem?.message).toContain(`configs/${name}.json is not usable: line `);
    expect(problem?.message).toContain(`line ${line}, ${reason}`);
    expect(await inForce(name)).toBe(before);
    expect((await configurations()).sha256).toBe(sha256);
    // A start meanwhile goes on with it, too.
    expect((await syncConfigFiles({ ctx })).broken).toHaveLength(1);
    expect(JSON.stringify(settings(name))).not.toContain(to);

    rewrite(name, to, from);
    child.kill("SIGHUP");
    await expect.poll(async () => (await problems()).length, PATIENCE).toBe(0);
  });

  it("stops a first start, too", async () => {
    rewrite("prices", '"models": [', '"models": {');
    await db().settingsFile.deleteMany({ where: { name: "prices" } });
    await expect(syncConfigFiles({ ctx })).rejects.toThrow(/configs\/prices\.json is not usable: line 5: Not JSON/);
  });
});

describe("a broken preset file", () => {
  it("keeps what it said before, is a health problem with file, line and reason, and is forgiven when mended", async () => {
    const child = await startProcess();
    const before = readFileSync(file, "utf8");
    const { sha256 } = await configurations();
    edit("supervisor", { timeoutMs: 11_111, maxTokens: -5 });
    const line =
      readFileSync(file, "utf8")
        .split("\n")
        .findIndex((text) => text.includes('"maxTokens": -5')) + 1;
    child.kill("SIGHUP");
    await expect.poll(async () => (await problems()).length, PATIENCE).toBe(1);
    const [problem] = await problems();
    expect(problem).toMatchObject({ topic: "config", entityId: "configs/openai.json" });
    expect(problem?.message).toContain(
      `configs/openai.json is not usable: line ${line}, presets.supervisor.maxTokens: Whole tokens between 1 and 10,000,000`,
    );
    expect(problem?.message).toContain("What it said before stays in force");
    expect(await timeout("supervisor")).not.toBe(11_111);
    expect((await configurations()).sha256).toBe(sha256);

    writeFileSync(file, `${before.slice(0, 40)}`);
    child.kill("SIGHUP");
    await expect
      .poll(async () => (await problems())[0]?.message, PATIENCE)
      .toMatch(/openai\.json is not usable: line \d+: Not JSON: expected/);

    writeFileSync(file, before);
    child.kill("SIGHUP");
    await expect.poll(async () => (await problems()).length, PATIENCE).toBe(0);
  });

  it("does not keep the files of other providers from being taken up, and a start goes on with what was in force", async () => {
    writeFileSync(file, "{");
    const other = path.join(folder, "anthropic.json");
    const content = JSON.parse(readFileSync(other, "utf8")) as File;
    Object.assign(content.presets.critic ?? {}, { timeoutMs: 77_777 });
    writeFileSync(other, JSON.stringify(content));
    const synced = await syncConfigFiles({ ctx });
    expect(synced).toMatchObject({
      followed: 1,
      broken: [expect.stringMatching(/^configs\/openai\.json is not usable: line 1/)],
    });
    expect((await findConfiguration(db(), { provider: "anthropic", name: "critic" }))?.settings.timeoutMs).toBe(77_777);
    expect(await timeout("researcher")).toBeGreaterThan(0);
  });

  it("stops a first start, which has nothing that could stay in force", async () => {
    writeFileSync(file, '{ "provider": "openai", "presets": {} }');
    await db().configuration.deleteMany({ where: { provider: "openai" } });
    await expect(syncConfigFiles({ ctx })).rejects.toThrow(
      /openai\.json is not usable: line 1, presets: The preset "researcher" is missing/,
    );
  });
});
