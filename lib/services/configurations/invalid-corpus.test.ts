import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { auth } from "#lib/auth/auth.ts";
import { trustedOrigins } from "#lib/auth/origin.ts";
import { llmConfigSchema, PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { describeFinding } from "#lib/engines/configs/document-findings.ts";
import { checkConfiguration } from "#lib/queries/configurations.ts";
import { readPresetFiles } from "#lib/runtime/preset-files.ts";
import { createFirstAdmin } from "#lib/services/people/create-first-admin.ts";
import { createSetupToken } from "#lib/services/people/create-setup-token.ts";
import { db } from "#lib/store/client.ts";
import { machineApi } from "#server/api/app.ts";
import { systemContext } from "#test/fleet.ts";
import { brokenConfigurations, fuzzedConfigurations, RULE_BREAKS, sound } from "#test/invalid-configurations.ts";
import { saveConfiguration } from "./save-configuration.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const ENGINE = path.join(ROOT, "lib/engines/configs");
const BINDINGS = { incoming: { socket: { remoteAddress: "192.0.2.78" }, headers: {} } };
const ctx = systemContext();
const app = machineApi();
let person: Record<string, string>;

/** What a door answers to settings: "field: reason" for each error, sorted; none where it takes them. */
type Answer = string[];

beforeAll(async () => {
  const link = await createSetupToken({ ctx });
  const [email, password] = ["ana@example.com", "correct horse battery"];
  await createFirstAdmin({ ctx, input: { token: link?.token, name: "Ana", email, password } });
  const signedIn = await auth().api.signInEmail({ body: { email, password }, asResponse: true });
  const cookie = signedIn.headers.getSetCookie().map((text) => text.split(";")[0] ?? "");
  person = { cookie: cookie.join("; "), origin: trustedOrigins()[0] ?? "" };
});

const lines = (found: { path: string; message: string }[], cut = ""): Answer =>
  found.map(({ path: at, message }) => `${at.slice(cut.length)}: ${message}`).toSorted();

/** What the form shows while somebody types: the check its fields and its panel are fed from. */
async function form(settings: Record<string, unknown>): Promise<Answer> {
  const { findings } = await checkConfiguration({ ctx, input: { settings } });
  return lines(findings.filter(({ severity }) => severity === "error"));
}

async function action(settings: Record<string, unknown>): Promise<Answer> {
  const { provider } = settings;
  try {
    await saveConfiguration({ ctx, input: { provider, name: "tried", settings, baseRevision: 0, note: "a try" } });
  } catch (error) {
    if (!(error instanceof SignalboxError)) throw error;
    return lines(error.details, "settings.");
  }
  await db().configuration.deleteMany({ where: { name: "tried" } });
  return [];
}

async function api({ provider, ...settings }: Record<string, unknown>): Promise<Answer> {
  const body = { document: { provider, presets: { tried: settings } }, note: "a try" };
  const init = { method: "POST", headers: person, body: JSON.stringify(body) };
  const response = await app.request("/api/v1/configs/import", init, BINDINGS as never);
  if (response.status === 200) {
    await db().configuration.deleteMany({ where: { name: "tried" } });
    return [];
  }
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { details: { path: string; message: string }[] } };
  return lines(error.details, "presets.tried.");
}

const shipped = (provider: Provider) =>
  JSON.parse(readFileSync(path.join(ROOT, `configs/${provider}.json`), "utf8")) as { presets: object };

/** A folder of preset files as shipped, and with more presets in them. */
function presetFolder(provider: Provider, more: Record<string, unknown>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "signalbox-configs-"));
  cpSync(path.join(ROOT, "configs"), folder, { recursive: true });
  for (const each of PROVIDERS) {
    const presets = { ...shipped(each).presets, ...(each === provider ? more : {}) };
    writeFileSync(path.join(folder, `${each}.json`), JSON.stringify({ provider: each, presets }, null, 2));
  }
  return folder;
}

/** Findings of the file loader by preset. */
function loader(provider: Provider, more: Record<string, unknown>): Map<string, Answer> {
  process.env.CONFIGS_DIR = presetFolder(provider, more);
  const file = readPresetFiles().find((each) => each.provider === provider);
  delete process.env.CONFIGS_DIR;
  for (const { line } of file?.findings ?? []) expect(line).toBeGreaterThan(1);
  const byName = Map.groupBy(file?.findings ?? [], ({ at }) => at[1] ?? "");
  const entries = [...byName].map(([name, found]) => {
    return [name, lines(found.map(({ at, message }) => ({ path: at.slice(2).join("."), message })))] as const;
  });
  return new Map(entries);
}

/** What the command prints by preset. */
async function command(provider: Provider, more: Record<string, unknown>): Promise<Map<string, Answer>> {
  const folder = presetFolder(provider, more);
  const script = path.join(ROOT, "server/cli/signalbox.ts");
  const run = promisify(execFile)(process.execPath, [script, "check-configs", "--complete", `${provider}.json`], {
    cwd: folder,
    maxBuffer: 50_000_000,
  });
  const printed = await run.catch((error: { code: number; stdout: string }) => {
    expect(error.code).toBe(1);
    return error;
  });
  const byName = new Map<string, Answer>();
  for (const [, name = "", found = ""] of printed.stdout.matchAll(/\.json:\d+: presets\.([a-z0-9-]+)\.(.+)/g)) {
    byName.set(name, [...(byName.get(name) ?? []), found].toSorted());
  }
  return byName;
}

const named = (list: readonly Record<string, unknown>[]) =>
  Object.fromEntries(list.map(({ provider: _, ...settings }, index) => [`case-${index}`, settings]));

describe("a configuration that breaks a rule", () => {
  test("every rule that forbids saving is in the corpus", () => {
    const sources = readdirSync(ENGINE).filter((file) => file.endsWith("-rules.ts"));
    const text = sources.map((file) => readFileSync(path.join(ENGINE, file), "utf8")).join("\n");
    const codes = [...text.matchAll(/\berror\(\s*(?:"\w+"|path),\s*"(\w+)"/g)].map(([, code]) => code);
    expect([...new Set(codes)].toSorted()).toEqual(Object.keys(RULE_BREAKS).toSorted());
  });

  test("is refused by form, action and API with the same field and reason", async () => {
    const corpus = brokenConfigurations();
    expect(corpus.length).toBeGreaterThan(150);
    for (const { rule, provider, path: field, settings } of corpus) {
      const said = await form(settings);
      const what = `${provider}, ${rule}`;
      expect(said.length, what).toBeGreaterThan(0);
      expect(
        said.map((line) => line.split(":")[0]),
        what,
      ).toContain(field);
      expect(await action(settings), what).toEqual(said);
      expect(await api(settings), what).toEqual(said);
    }
  }, 120_000);

  test.each(PROVIDERS)(
    "is refused by the file loader and the command in the same words, with its line: %s",
    async (provider) => {
      const corpus = brokenConfigurations().filter((broken) => broken.provider === provider);
      const more = named(corpus.map(({ settings }) => settings));
      const [loaded, printed] = [loader(provider, more), await command(provider, more)];
      for (const [index, { rule, settings }] of corpus.entries()) {
        const said = await form(settings);
        expect(loaded.get(`case-${index}`), rule).toEqual(said);
        expect(printed.get(`case-${index}`), rule).toEqual(said);
      }
    },
  );

  test("the schema in the browser refuses nothing that the server takes, and nothing of another field", async () => {
    for (const { settings, rule } of brokenConfigurations()) {
      const shape = llmConfigSchema.safeParse(settings).error?.issues ?? [];
      const said = await form(settings);
      for (const { path: at, message, code } of shape) {
        if (code !== "unrecognized_keys") expect(said, rule).toContain(`${String(at[0])}: ${message}`);
      }
    }
  });
});

describe("values nobody would write", () => {
  test.each(PROVIDERS)(
    "are taken or refused alike at every door: %s",
    async (provider) => {
      const fuzzed = fc.sample(fuzzedConfigurations(provider), { numRuns: 300, seed: 20261125 });
      const [loaded, printed] = [loader(provider, named(fuzzed)), await command(provider, named(fuzzed))];
      let refused = 0;
      for (const [index, settings] of fuzzed.entries()) {
        const said = await form(settings);
        if (said.length > 0) refused++;
        const what = JSON.stringify(settings);
        expect(await action(settings), what).toEqual(said);
        expect(await api(settings), what).toEqual(said);
        expect(loaded.get(`case-${index}`) ?? [], what).toEqual(said);
        // Sentences with line breaks in them are printed over several lines.
        if (!said.some((line) => line.includes("\n"))) expect(printed.get(`case-${index}`) ?? [], what).toEqual(said);
      }
      expect(refused).toBeGreaterThan(100);
    },
    120_000,
  );
});

describe("what is right", () => {
  test("every preset is valid at every door", async () => {
    for (const file of readPresetFiles()) {
      expect(file.findings.map(describeFinding)).toEqual([]);
      expect(file.presets.length).toBeGreaterThanOrEqual(9);
      for (const { settings } of file.presets) {
        expect([await form(settings), await action(settings), await api(settings)]).toEqual([[], [], []]);
      }
      expect(await command(file.provider, {})).toEqual(new Map());
    }
  }, 240_000);

  test.each(PROVIDERS)("sound settings of %s are taken", async (provider) => {
    const settings = sound(provider);
    expect([await form(settings), await action(settings), await api(settings)]).toEqual([[], [], []]);
  });
});
