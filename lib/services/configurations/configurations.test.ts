import { beforeAll, describe, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { Role } from "#lib/contracts/actor.ts";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { manualClock } from "#lib/core/clock.ts";
import type { SignalboxError } from "#lib/core/errors.ts";
import { defineConfig } from "#lib/engines/configs/define-config.ts";
import { checkConfiguration, listConfigurations, readConfiguration } from "#lib/queries/configurations.ts";
import {
  configurationByRef,
  defaultConfiguration,
  loadLlmConfig,
  modelFacts,
  refreshConfigurations,
} from "#lib/runtime/configurations.ts";
import { db } from "#lib/store/client.ts";
import { archiveConfiguration } from "./archive-configuration.ts";
import { restoreConfiguration } from "./restore-configuration.ts";
import { saveConfiguration } from "./save-configuration.ts";
import { savePriceOverride } from "./save-price-override.ts";
import { syncPresets } from "./sync-presets.ts";

const clock = manualClock(Date.parse("2026-11-20T10:00:00Z"));
const as = (role: Role, name: string = role): ServiceContext => ({
  actor: { kind: "user", id: `usr_${name}`, name, role },
  requestId: "req_test",
  clock,
});
const operator = as("operator", "Olga");
const system: ServiceContext = { actor: { kind: "system", id: "start", name: "start-up" }, requestId: "req_s", clock };

const writer: LlmConfig = defineConfig.openai({ model: "gpt-4o-mini", tier: "fast", temperature: 0.4, maxTokens: 900 });
const save = (name: string, settings: LlmConfig, baseRevision: number, ctx = operator) =>
  saveConfiguration({ ctx, input: { provider: settings.provider, name, settings, baseRevision, note: "because" } });
const refused = async (promise: Promise<unknown>): Promise<SignalboxError> => {
  const [outcome] = await Promise.allSettled([promise]);
  expect(outcome.status).toBe("rejected");
  return (outcome as PromiseRejectedResult).reason;
};

beforeAll(async () => {
  await syncPresets({ ctx: system });
  await refreshConfigurations();
});

describe("presets", () => {
  test("are all loaded, and a second start changes nothing", async () => {
    expect(await db().configuration.count({ where: { preset: true } })).toBe(27);
    expect(await syncPresets({ ctx: system })).toEqual({ added: 0, followed: 0, broken: [] });
  });

  test("are found by provider and name; the default comes from the environment", () => {
    expect(loadLlmConfig("anthropic", "researcher").settings.systemPrompt).toMatch(/research/);
    expect(defaultConfiguration().ref).toBe("anthropic/general_purpose");
  });

  test("a name that does not exist is answered with those that do", () => {
    expect(() => loadLlmConfig("openai", "researcherr")).toThrow(/cost_optimized.*researcher/);
    expect(() => loadLlmConfig("nobody", "researcher")).toThrow(/openai, anthropic and bedrock/);
  });

  test("an edited preset keeps the edit at the next start, an unedited one follows its file", async () => {
    const { settings, revision } = await readConfiguration({
      ctx: operator,
      input: { provider: "openai", name: "critic" },
    });
    await save("critic", { ...settings, maxTokens: 9000 }, revision);
    const analyst = await db().configuration.findFirstOrThrow({ where: { provider: "openai", name: "analyst" } });
    await db().configurationRevision.updateMany({
      where: { configurationId: analyst.id },
      data: { settings: { ...settings, maxTokens: 77 } },
    });
    expect(await syncPresets({ ctx: system })).toEqual({ added: 0, followed: 1, broken: [] });
    await refreshConfigurations();
    expect(configurationByRef("openai/critic")).toMatchObject({ preset: false, settings: { maxTokens: 9000 } });
    expect(configurationByRef("openai/analyst")).toMatchObject({ preset: true, revision: 2 });
  });
});

describe("saving", () => {
  test("makes revisions that stay, each with author and note, and an audit entry each", async () => {
    expect(await save("writer", writer, 0)).toEqual({ revision: 1 });
    expect(await save("writer", { ...writer, maxTokens: 1200 }, 1, as("admin", "Ada"))).toEqual({ revision: 2 });
    const view = await readConfiguration({ ctx: operator, input: { provider: "openai", name: "writer" } });
    expect(view.revisions).toMatchObject([
      { revision: 2, authorName: "Ada", settings: { maxTokens: 1200 }, note: "because" },
      { revision: 1, authorName: "Olga", settings: { maxTokens: 900 } },
    ]);
    const entries = await db().auditEntry.findMany({ where: { entityId: "openai/writer" }, orderBy: { id: "asc" } });
    expect(entries.map(({ verb, actorName }) => [verb, actorName])).toEqual([
      ["config.save", "Olga"],
      ["config.save", "Ada"],
    ]);
    expect(entries[1]?.before).toMatchObject({ revision: 1, settings: { maxTokens: 900 } });
  });

  test("on top of somebody else's revision is a conflict that says what theirs is", async () => {
    await save("shared", writer, 0);
    await save("shared", { ...writer, maxTokens: 1111 }, 1, as("admin", "Ada"));
    const error = await refused(save("shared", { ...writer, temperature: 0.9 }, 1));
    expect(error).toMatchObject({ code: "conflict", message: expect.stringMatching(/Ada saved revision 2/) });
    expect(error.details).toEqual([
      { path: "revision", message: "2" },
      { path: "authorName", message: "Ada" },
      { path: "temperature", message: "0.4" },
      { path: "maxTokens", message: "1111" },
    ]);
  });

  test("twice at once writes once", async () => {
    await save("raced", writer, 0);
    const attempts = Array.from({ length: 10 }, (_, i) => save("raced", { ...writer, maxTokens: 1000 + i }, 1));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(["conflict"]));
    expect(await db().configurationRevision.count({ where: { configuration: { name: "raced" } } })).toBe(2);
  });

  test("a new name at once by many makes one configuration", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => save("born", writer, 0)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().configurationRevision.count({ where: { configuration: { name: "born" } } })).toBe(1);
  });

  test("what the model refuses is refused with the field it is about", async () => {
    const error = await refused(save("hot", { ...writer, topK: 5, maxTokens: 99_999 }, 0));
    expect(error.code).toBe("invalid_input");
    expect(error.details.map(({ path }) => path)).toEqual(["settings.topK", "settings.maxTokens"]);
    expect(await db().configuration.count({ where: { name: "hot" } })).toBe(0);
  });

  test("nothing new, no note, or the wrong provider is refused", async () => {
    await save("same", writer, 0);
    expect((await refused(save("same", writer, 1))).message).toMatch(/Nothing differs/);
    const bare = { provider: "openai", name: "same", settings: writer, baseRevision: 1, note: " " };
    expect((await refused(saveConfiguration({ ctx: operator, input: bare }))).details[0]?.path).toBe("note");
    const misplaced = { ...bare, provider: "anthropic", note: "moved" };
    expect((await refused(saveConfiguration({ ctx: operator, input: misplaced }))).code).toBe("invalid_input");
  });

  test.each([
    ["a viewer", as("viewer")],
    [
      "an agent key",
      { ...operator, actor: { kind: "key", id: "k", name: "k", fleetName: "f", agentName: null } } as ServiceContext,
    ],
  ])("%s may read and check but not save, restore, archive or price", async (_who, ctx) => {
    const input = {};
    for (const service of [saveConfiguration, restoreConfiguration, archiveConfiguration, savePriceOverride]) {
      expect((await refused(service({ ctx, input }))).code).toBe("forbidden");
    }
    expect((await refused(syncPresets({ ctx }))).code).toBe("forbidden");
    expect((await checkConfiguration({ ctx, input: { settings: writer } })).valid).toBe(true);
  });
});

describe("restoring and archiving", () => {
  test("an old revision comes back as a new one", async () => {
    await save("undone", writer, 0);
    await save("undone", { ...writer, maxTokens: 1500 }, 1);
    const input = { provider: "openai", name: "undone", revision: 1, baseRevision: 2, note: "was better" };
    expect(await restoreConfiguration({ ctx: operator, input })).toEqual({ revision: 3 });
    await refreshConfigurations();
    expect(configurationByRef("openai/undone")).toMatchObject({ revision: 3, settings: { maxTokens: 900 } });
    expect((await refused(restoreConfiguration({ ctx: operator, input }))).code).toBe("conflict");
    const absent = { ...input, revision: 99 };
    expect((await refused(restoreConfiguration({ ctx: operator, input: absent }))).code).toBe("not_found");
  });

  test("an archived configuration is no longer served, and saving it anew continues its revisions", async () => {
    await save("retired", writer, 0);
    const input = { provider: "openai", name: "retired", note: "not used" };
    await archiveConfiguration({ ctx: operator, input });
    await refreshConfigurations();
    expect(configurationByRef("openai/retired")).toBeNull();
    expect((await refused(save("retired", { ...writer, maxTokens: 5 }, 1))).message).toMatch(/archived meanwhile/);
    expect(await save("retired", writer, 0)).toEqual({ revision: 2 });
  });

  test("a configuration that agents use stays", async () => {
    await save("busy", writer, 0);
    const at = new Date(clock.nowMs());
    await db().fleet.create({ data: { name: "ops", kind: "live", createdAt: at } });
    const agent = { id: "agt_1", fleetName: "ops", name: "a1", role: "analyst", concurrencyLimit: 1 };
    await db().agent.create({ data: { ...agent, configuration: "openai/busy", createdAt: at, updatedAt: at } });
    const input = { provider: "openai", name: "busy", note: "not used" };
    expect((await refused(archiveConfiguration({ ctx: operator, input }))).message).toMatch(/ops\/a1/);
  });
});

describe("prices", () => {
  test("an override beats the catalogue from its moment on and changes the estimate", async () => {
    const [before] = (await listConfigurations({ ctx: operator, input: {} })).filter(
      ({ ref }) => ref === "openai/writer",
    );
    const beforeMs = clock.nowMs();
    clock.advance(60_000);
    const price = {
      provider: "openai",
      model: "gpt-4o-mini",
      inputUsdPerMtok: 1.5,
      outputUsdPerMtok: 6,
      note: "contract",
    };
    const { id } = await savePriceOverride({ ctx: operator, input: price });
    await refreshConfigurations();
    expect(modelFacts("openai", "gpt-4o-mini", clock.nowMs()).price).toMatchObject({
      inputNanoUsdPerMtok: 1_500_000_000n,
      source: `override ${id}`,
    });
    expect(modelFacts("openai", "gpt-4o-mini", beforeMs).price?.inputNanoUsdPerMtok).toBe(150_000_000n);
    const [after] = (await listConfigurations({ ctx: operator, input: {} })).filter(
      ({ ref }) => ref === "openai/writer",
    );
    expect(BigInt(after!.estimate!.per1000TasksNanoUsd)).toBe(10n * BigInt(before!.estimate!.per1000TasksNanoUsd));
  });

  test("a model without a price has no estimate rather than one of zero", async () => {
    const settings = { ...writer, model: "gpt-4o-unheard-of" };
    const check = await checkConfiguration({ ctx: operator, input: { settings } });
    expect(check).toMatchObject({ valid: true, estimate: null, facts: { price: null } });
    expect(check.findings.map(({ code }) => code)).toContain("price_unknown");
  });

  test("half a form is judged field by field", async () => {
    const check = await checkConfiguration({
      ctx: operator,
      input: { settings: { provider: "openai", maxTokens: -1 } },
    });
    expect(check).toMatchObject({ valid: false, facts: null, estimate: null });
    expect(check.findings.map(({ path }) => path)).toEqual(expect.arrayContaining(["model", "tier", "maxTokens"]));
  });
});
