import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { type LlmConfig, PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import { systemClock } from "#lib/core/clock.ts";
import { defineConfig } from "#lib/engines/configs/define-config.ts";
import { refreshCredentials } from "#lib/runtime/credentials.ts";
import { db } from "#lib/store/client.ts";
import { type ProviderStub, startProviderStub } from "../../../test/provider-stub.ts";
import { testConnection } from "../configurations/test-connection.ts";
import { saveCredential } from "./save-credential.ts";

const ctx: ServiceContext = {
  actor: { kind: "user", id: "usr_1", name: "Ada", role: "admin" },
  requestId: "req_test",
  clock: systemClock,
};
const secret = { kind: "key", apiKey: "sk-egress-0123456789-abcdef" } as const;
let stub: ProviderStub;

// A stub of its own for each test: connections that are kept alive were judged when they were made.
beforeEach(async () => {
  stub = await startProviderStub();
  stub.json(401, { message: "no", error: { message: "no" } }, { "x-amzn-errortype": "UnrecognizedClientException" });
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
  await db().providerCredential.deleteMany();
});
afterEach(() => stub.close());

const settingsOf = (provider: Provider, baseUrl: string): LlmConfig => {
  const rest = { tier: "fast", temperature: 0, maxTokens: 100, baseUrl } as const;
  switch (provider) {
    case "openai":
      return defineConfig.openai({ ...rest, model: "gpt-4o" });
    case "anthropic":
      return defineConfig.anthropic({ ...rest, model: "claude-haiku-4-5" });
    case "bedrock":
      return defineConfig.bedrock({ ...rest, model: "us.amazon.nova-pro-v1:0", region: "us-east-1" });
    default:
      return provider satisfies never;
  }
};

describe.each(PROVIDERS)("a call of %s", (provider) => {
  const enter = async (baseUrl: string) => {
    await saveCredential({ ctx, input: { provider, name: "inside", baseUrl, secret } });
    await refreshCredentials();
  };
  const call = (baseUrl: string) => testConnection({ ctx, input: { settings: settingsOf(provider, baseUrl) } });

  test("does not reach the network Signalbox runs in, until one line of the operator allows it", async () => {
    await enter(stub.url);
    process.env.SIGNALBOX_EGRESS_ALLOW = "";
    const port = new URL(stub.url).port;
    expect(await call(stub.url)).toMatchObject({
      ok: false,
      kind: "address_refused",
      sentence: expect.stringContaining(
        `loopback address. Whoever runs Signalbox can allow it: SIGNALBOX_EGRESS_ALLOW=127.0.0.1:${port}`,
      ),
    });
    expect(stub.seen).toEqual([]);
    process.env.SIGNALBOX_EGRESS_ALLOW = `127.0.0.1:${port}`;
    expect(await call(stub.url)).toMatchObject({ kind: "credentials_refused" });
    expect(stub.seen).toHaveLength(1);
  });

  test("does not follow a name inside, and names the class of what it leads to", async () => {
    const byName = stub.url.replace("127.0.0.1", "localhost");
    process.env.SIGNALBOX_EGRESS_ALLOW = "";
    await enter(byName);
    expect(await call(byName)).toMatchObject({
      kind: "address_refused",
      sentence: expect.stringContaining("a loopback address"),
    });
    expect(stub.seen).toEqual([]);
  });

  test("does not follow a redirect with its key", async () => {
    const stranger = await startProviderStub();
    stub.answer((response) => void response.writeHead(307, { location: `${stranger.url}/v1` }).end());
    await enter(stub.url);
    expect(await call(stub.url)).toMatchObject({
      kind: "address_refused",
      sentence: expect.stringContaining("redirect"),
    });
    expect([stub.seen.length, stranger.seen.length]).toEqual([1, 0]);
    await stranger.close();
  });

  test("sends no key to an address that another was entered for", async () => {
    const other = await startProviderStub();
    await enter(other.url);
    expect(await call(stub.url)).toMatchObject({ kind: "no_credentials", sentence: expect.stringContaining(stub.url) });
    expect([stub.seen.length, other.seen.length]).toEqual([0, 0]);
    await other.close();
  });
});
