import { randomBytes } from "node:crypto";
import { chmodSync, statSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { Actor } from "#lib/contracts/actor.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import { systemClock } from "#lib/core/clock.ts";
import { hasKeyFor, listProviderCredentials } from "#lib/queries/credentials.ts";
import { credentialsAt, noteCredentialRefused, refreshCredentials } from "#lib/runtime/credentials.ts";
import { db } from "#lib/store/client.ts";
import { databaseText } from "../../../test/database-text.ts";
import { credentialsFor } from "./credentials-for.ts";
import { forgetRetiredCredentials } from "./forget-retired-credentials.ts";
import { removeCredential } from "./remove-credential.ts";
import { rewrapCredentials } from "./rewrap-credentials.ts";
import { rotateCredential } from "./rotate-credential.ts";
import { saveCredential } from "./save-credential.ts";

const admin: Actor = { kind: "user", id: "usr_1", name: "Ada", role: "admin" };
const ctx: ServiceContext = { actor: admin, requestId: "req_test", clock: systemClock };
const GATEWAY = "https://gateway.example";
const key = (apiKey: string) => ({ kind: "key", apiKey });
const NEW_KEY = "sk-new-0123456789-abcdefgh-NEWW";
const OLD_KEY = "sk-old-0123456789-abcdefgh-OLDD";

function attempt<T>(call: () => T): { ok: true; value: T } | { ok: false; error: unknown } {
  try {
    return { ok: true, value: call() };
  } catch (error) {
    return { ok: false, error };
  }
}
const save = (input: Record<string, unknown>) =>
  saveCredential({ ctx, input: { provider: "openai", name: "team", secret: key(OLD_KEY), ...input } });
const found = async (place: { provider?: Provider; baseUrl?: string | null; region?: string | null } = {}) => {
  await refreshCredentials();
  const whole = { provider: "openai" as const, baseUrl: null, region: null, ...place };
  // What pages say beforehand holds in every case of this file.
  const foretold = hasKeyFor(whole, Date.now());
  const taken = attempt(() => credentialsFor(whole, Date.now()));
  expect(foretold, JSON.stringify(whole)).toBe(taken.ok);
  if (!taken.ok) throw taken.error;
  return taken.value;
};
const keyFor = async (place: Parameters<typeof found>[0] = {}) => {
  const { credentials } = await found(place);
  return credentials.kind === "key" ? credentials.apiKey : credentials.kind;
};

beforeEach(async () => {
  await db().providerCredential.deleteMany();
  for (const name of ["OPENAI_API_KEY", "SIGNALBOX_MASTER_KEY", "SIGNALBOX_MASTER_KEY_PREVIOUS"])
    delete process.env[name];
});

describe("a credential of a provider", () => {
  test("is used at the address it was entered for, and at no other", async () => {
    await save({});
    await save({ name: "gateway", baseUrl: `${GATEWAY}/v1`, secret: key(NEW_KEY) });
    expect(await keyFor()).toBe(OLD_KEY);
    expect(await keyFor({ baseUrl: "https://api.openai.com/v1/" })).toBe(OLD_KEY);
    expect(await keyFor({ baseUrl: `${GATEWAY}/other` })).toBe(NEW_KEY);
    for (const elsewhere of ["https://gateway.example.evil.test", "http://gateway.example", `${GATEWAY}:8443`]) {
      await expect(found({ baseUrl: elsewhere })).rejects.toMatchObject({ kind: "no_credentials" });
    }
    await expect(found({ provider: "anthropic" })).rejects.toMatchObject({ kind: "no_credentials" });
  });

  test("comes before the environment's, which serves where there is none", async () => {
    process.env.OPENAI_API_KEY = "sk-environment-0123456789-ENVV";
    expect(await keyFor()).toBe("sk-environment-0123456789-ENVV");
    await save({});
    expect(await keyFor()).toBe(OLD_KEY);
    const states = (await listProviderCredentials({ ctx, input: {} })).map(({ variable, state }) => [variable, state]);
    expect(states).toContainEqual(["OPENAI_API_KEY", "shadowed"]);
  });

  test("of Bedrock for one region comes before the one for all", async () => {
    const aws = { kind: "aws", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x".repeat(40) };
    await save({ provider: "bedrock", secret: aws });
    await save({
      provider: "bedrock",
      name: "profile",
      region: "eu-central-1",
      secret: { kind: "aws_profile", profile: "eu" },
    });
    expect(await keyFor({ provider: "bedrock", region: "us-east-1" })).toBe("aws");
    expect(await keyFor({ provider: "bedrock", region: "eu-central-1" })).toBe("aws_profile");
  });

  test("may be a variable that the operator set for it, and no other variable", async () => {
    await save({ secret: { kind: "env", variable: "SIGNALBOX_KEY_TEAM" } });
    await expect(found()).rejects.toMatchObject({
      kind: "no_credentials",
      message: expect.stringContaining("SIGNALBOX_KEY_TEAM"),
    });
    process.env.SIGNALBOX_KEY_TEAM = "sk-by-name";
    expect(await keyFor()).toBe("sk-by-name");
    for (const variable of ["DATABASE_URL", "AUTH_SECRET", "OPENAI_API_KEY", "SIGNALBOX_MASTER_KEY"]) {
      await expect(save({ name: "x", baseUrl: GATEWAY, secret: { kind: "env", variable } })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
  });

  test.each([
    [{ provider: "anthropic", secret: { kind: "aws_profile", profile: "eu" } }, "secret.kind"],
    [{ region: "eu-central-1" }, "region"],
    [{ secret: key("two words") }, "secret.apiKey"],
    [{ baseUrl: "ftp://gateway.example" }, "baseUrl"],
    [{ baseUrl: "gateway" }, "baseUrl"],
    [{ baseUrl: "https://user:pass@gateway.example" }, "baseUrl"],
    [{ baseUrl: "http://169.254.169.254/latest" }, "baseUrl"],
    [{ baseUrl: "https://2130706433/v1" }, "baseUrl"],
    [{ name: " " }, "name"],
  ])("is refused as %j, naming the field", async (input, field) => {
    await expect(save(input)).rejects.toMatchObject({
      code: "invalid_input",
      details: [expect.objectContaining({ path: field })],
    });
  });

  test("is the only one in use for its address", async () => {
    await save({});
    await expect(save({ name: "second" })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is gone with its ciphertext when it is removed", async () => {
    const { id } = await save({});
    await removeCredential({ ctx, input: { id } });
    expect(await db().providerCredential.count()).toBe(0);
    await expect(found()).rejects.toMatchObject({ kind: "no_credentials" });
    await expect(removeCredential({ ctx, input: { id } })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a rotation", () => {
  test("uses the new key from now on; the one before it only where the new one is refused, until its end", async () => {
    const { id } = await save({});
    const next = await rotateCredential({ ctx, input: { id, secret: key(NEW_KEY), overlapHours: 1 } });
    expect(await keyFor()).toBe(NEW_KEY);
    noteCredentialRefused(next.id, Date.now());
    expect(await keyFor()).toBe(OLD_KEY);
    const later = credentialsAt("openai", null, null, Date.now() + 7_200_000);
    expect(later.map(({ row }) => row.id)).toEqual([next.id]);
  });

  test("that overlaps by nothing removes the old secret at once", async () => {
    const { id } = await save({});
    await rotateCredential({ ctx, input: { id, secret: key(NEW_KEY), overlapHours: 0 } });
    expect(await db().providerCredential.count()).toBe(1);
    expect(await keyFor()).toBe(NEW_KEY);
  });

  test("of two at once one wins", async () => {
    const { id } = await save({});
    const turns = ["a", "b"].map((turn) =>
      rotateCredential({ ctx, input: { id, secret: key(`${NEW_KEY}${turn}`), overlapHours: 1 } }),
    );
    const outcomes = await Promise.allSettled(turns);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("to the same key is refused", async () => {
    const { id } = await save({});
    await expect(rotateCredential({ ctx, input: { id, secret: key(OLD_KEY) } })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("leaves no old secret behind when its time is over", async () => {
    const { id } = await save({});
    await rotateCredential({ ctx, input: { id, secret: key(NEW_KEY), overlapHours: 1 } });
    const later: ServiceContext = {
      ...ctx,
      actor: { kind: "system", id: "jobs", name: "Signalbox" },
      clock: { ...systemClock, nowMs: () => Date.now() + 3_700_000 },
    };
    expect(await forgetRetiredCredentials({ ctx: later })).toBe(1);
  });
});

describe("in the database", () => {
  test("a key taken to another address, provider or row does not open, and keeps no other back", async () => {
    const { id } = await save({ name: "gateway", baseUrl: GATEWAY, secret: key(NEW_KEY) });
    await save({});
    await db().providerCredential.update({ where: { id }, data: { baseUrl: "https://evil.example" } });
    await expect(found({ baseUrl: "https://evil.example" })).rejects.toMatchObject({ kind: "no_credentials" });
    await db().providerCredential.update({ where: { id }, data: { baseUrl: GATEWAY, provider: "anthropic" } });
    await expect(found({ provider: "anthropic", baseUrl: GATEWAY })).rejects.toMatchObject({ kind: "no_credentials" });
    expect(await keyFor()).toBe(OLD_KEY);
    const open = { topic: "credentials", resolvedAt: null };
    expect(await db().healthProblem.findFirst({ where: open })).toMatchObject({
      message: expect.stringContaining('"gateway" of anthropic'),
    });
    const [unreadable] = (await listProviderCredentials({ ctx, input: {} })).filter((view) => view.id === id);
    expect(unreadable).toMatchObject({ state: "unreadable", problem: expect.stringContaining("was not sealed") });
    await removeCredential({ ctx, input: { id } });
    await refreshCredentials();
    expect(await db().healthProblem.count({ where: open })).toBe(0);
  });

  test("the master key lies in a file that its owner alone can read; one that others can read is refused", async () => {
    await save({});
    const file = path.join(process.env.SIGNALBOX_DATA_DIR ?? "", "master-key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o640);
    await expect(found()).rejects.toMatchObject({ kind: "no_credentials" });
    await expect(save({ name: "other", baseUrl: GATEWAY })).rejects.toThrow(/chmod 600/);
    chmodSync(file, 0o600);
    expect(await keyFor()).toBe(OLD_KEY);
  });

  test("a change of master key overlaps: the old one opens until everything is sealed anew", async () => {
    const [first, second] = [randomBytes(32).toString("base64"), randomBytes(32).toString("hex")];
    process.env.SIGNALBOX_MASTER_KEY = first;
    await save({});
    process.env.SIGNALBOX_MASTER_KEY = second;
    await expect(found()).rejects.toMatchObject({ kind: "no_credentials" });
    await expect(rewrapCredentials({ ctx, input: {} })).rejects.toMatchObject({ code: "conflict" });
    process.env.SIGNALBOX_MASTER_KEY_PREVIOUS = first;
    expect(await keyFor()).toBe(OLD_KEY);
    expect(await rewrapCredentials({ ctx, input: {} })).toMatchObject({ rewrapped: 1, current: 0 });
    delete process.env.SIGNALBOX_MASTER_KEY_PREVIOUS;
    expect(await keyFor()).toBe(OLD_KEY);
    expect(await rewrapCredentials({ ctx, input: {} })).toMatchObject({ rewrapped: 0, current: 1 });
  });

  test("every change is audited with the last four characters and no more of a key", async () => {
    const { id } = await save({});
    const next = await rotateCredential({ ctx, input: { id, secret: key(NEW_KEY), overlapHours: 1 } });
    await removeCredential({ ctx, input: { id: next.id } });
    const entries = await db().auditEntry.findMany({
      where: { entity: "credential" },
      orderBy: { id: "desc" },
      take: 3,
    });
    expect(entries.map(({ verb }) => verb)).toEqual(["credential.remove", "credential.rotate", "credential.save"]);
    expect(entries[1]).toMatchObject({ actorName: "Ada", before: { tail: "OLDD" }, after: { tail: "NEWW" } });
    expect(await databaseText()).not.toMatch(/sk-(old|new)-/);
  });
});
