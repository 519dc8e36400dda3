import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { defineConfig } from "#lib/engines/configs/define-config.ts";
import { listAuditEntries } from "#lib/queries/audit.ts";
import { listProviderCredentials } from "#lib/queries/credentials.ts";
import { refreshCredentials } from "#lib/runtime/credentials.ts";
import { createLog } from "#lib/runtime/log.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import { databaseText } from "../../../test/database-text.ts";
import { type ProviderStub, startProviderStub } from "../../../test/provider-stub.ts";
import { testConnection } from "../configurations/test-connection.ts";
import { removeCredential } from "./remove-credential.ts";
import { rewrapCredentials } from "./rewrap-credentials.ts";
import { rotateCredential } from "./rotate-credential.ts";
import { saveCredential } from "./save-credential.ts";

// Of no provider's form: what hides it must not live from recognising keys by their looks.
const SENTINELS = ["Zq7SentinelFirst0123456789LAST", "Zq7SentinelSecond987654321LAST"] as const;
const HIDDEN = /Zq7Sentinel/;
const ctx: ServiceContext = {
  actor: { kind: "user", id: "usr_1", name: "Ada", role: "admin" },
  requestId: "req_sentinel",
  clock: systemClock,
};
const lines: string[] = [];
const seen: string[] = [];
let stub: ProviderStub;

beforeAll(async () => {
  processState("runtime.log", () => createLog({ write: (line) => void lines.push(line) }, "trace"));
  stub = await startProviderStub();
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
});
afterAll(() => stub.close());

const text = (value: unknown) =>
  JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? `${inner}` : inner));

/** What a browser or a client would get, answer or error; errors also as they would be logged whole. */
async function answered<T>(work: Promise<T>): Promise<T | null> {
  try {
    const value = await work;
    seen.push(text(value) ?? "");
    return value;
  } catch (error) {
    seen.push(
      text(toErrorBody(error, "req_sentinel")),
      error instanceof Error ? `${error.message}\n${error.stack}` : "",
    );
    return null;
  }
}

test("a provider's key appears in no answer, error, log, audit entry, table or file", async () => {
  const baseUrl = `${stub.url}/v1`;
  const [first, second] = SENTINELS;
  const place = { provider: "openai", name: "gateway", baseUrl };
  const secret = (apiKey: string) => ({ kind: "key", apiKey });

  for (const wrong of [
    { ...place, secret: secret(`${first} ${first}`) },
    { ...place, secret: { ...secret(first), extra: first } },
    { ...place, provider: "anthropic", secret: { kind: "aws", accessKeyId: first, secretAccessKey: `${first}\n` } },
    { ...place, baseUrl: "http://10.0.0.1", secret: secret(first) },
    { ...place, baseUrl: 7, secret: secret(first) },
  ]) {
    expect(await answered(saveCredential({ ctx, input: wrong }))).toBeNull();
  }
  const saved = await answered(saveCredential({ ctx, input: { ...place, secret: secret(first) } }));
  await answered(saveCredential({ ctx, input: { ...place, secret: secret(first) } }));
  const rotation = { id: saved?.id, secret: secret(second), overlapHours: 1 };
  const rotated = await answered(rotateCredential({ ctx, input: rotation }));
  await answered(rotateCredential({ ctx, input: rotation }));
  await refreshCredentials();

  // The provider gets the new key, and everything it says quotes it.
  const settings = defineConfig.openai({ model: "gpt-4o", tier: "fast", temperature: 0, maxTokens: 100, baseUrl });
  for (const status of [200, 400, 401, 403, 404, 429, 500, 302]) {
    stub.answer((response) => {
      const authorization = stub.seen.at(-1)?.headers.authorization;
      response.writeHead(status, { "content-type": "application/json", location: `${stub.url}/${authorization}` });
      const bare = authorization?.replace("Bearer ", "");
      response.end(JSON.stringify({ error: { message: `${authorization} is not ${bare}!`, type: bare, code: bare } }));
    });
    await answered(testConnection({ ctx, input: { settings } }));
  }
  expect(stub.seen.some(({ headers }) => headers.authorization === `Bearer ${second}`)).toBe(true);

  await answered(listProviderCredentials({ ctx, input: {} }));
  await answered(listAuditEntries({ ctx, input: {} }));
  await answered(rewrapCredentials({ ctx, input: {} }));
  expect(await databaseText()).not.toMatch(HIDDEN);
  await answered(removeCredential({ ctx, input: { id: rotated?.id } }));

  expect(seen.length).toBeGreaterThan(15);
  expect(seen.join("\n")).not.toMatch(HIDDEN);
  expect(lines.join("")).not.toMatch(HIDDEN);
  expect(await databaseText()).not.toMatch(HIDDEN);
  expect(
    filesOf(process.env.SIGNALBOX_DATA_DIR ?? "")
      .map((file) => readFileSync(file, "latin1"))
      .join(),
  ).not.toMatch(HIDDEN);
});

test("a key that somebody's error quotes is replaced in the log, whatever it looks like", async () => {
  await saveCredential({
    ctx,
    input: { provider: "openai", name: "x", secret: { kind: "key", apiKey: SENTINELS[0] } },
  });
  await refreshCredentials();
  lines.splice(0);
  const log = createLog({ write: (line) => void lines.push(line) }, "trace");
  log.error({ err: new Error(`no such key: ${SENTINELS[0]}`) }, `refused ${SENTINELS[0]}`);
  expect(lines.join("")).toContain("no such key: [redacted]");
  expect(lines.join("")).not.toMatch(HIDDEN);
});

test("a key that a line of the log carries by its own field is replaced", () => {
  lines.splice(0);
  const log = createLog({ write: (line) => void lines.push(line) }, "trace");
  log.info(
    { credentials: { apiKey: SENTINELS[0] }, secret: { secretAccessKey: SENTINELS[1], sessionToken: SENTINELS[1] } },
    "x",
  );
  expect(lines.join("")).toContain("[redacted]");
  expect(lines.join("")).not.toMatch(HIDDEN);
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile());
}
