import { describe, expect, test } from "vitest";
import type { Provider } from "#lib/contracts/configuration.ts";
import { readEnv } from "#lib/env.ts";
import { addressFor } from "./address.ts";
import { credentialsOf } from "./credentials.ts";

describe("credentials", () => {
  test.each([
    ["openai", {}, /there is no OPENAI_API_KEY/],
    ["anthropic", { OPENAI_API_KEY: "x" }, /there is no ANTHROPIC_API_KEY/],
    ["bedrock", {}, /there is no AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY/],
    ["bedrock", { AWS_ACCESS_KEY_ID: "x" }, /there is no AWS_SECRET_ACCESS_KEY/],
  ] as [Provider, Record<string, string>, RegExp][])(
    "of %s from %o: what is missing is named",
    (provider, env, sentence) => {
      expect(() => credentialsOf(provider, readEnv({ ...env, NODE_ENV: "test" }))).toThrow(sentence);
    },
  );
});

test("the provider's own address needs no permission", () => {
  const region = null;
  expect(addressFor({ provider: "openai", baseUrl: null, region })).toBe("https://api.openai.com/v1");
  const named = "https://api.anthropic.com/";
  expect(addressFor({ provider: "anthropic", baseUrl: named, region })).toBe(named);
  expect(addressFor({ provider: "bedrock", baseUrl: null, region: "eu-central-1" })).toBe(
    "https://bedrock-runtime.eu-central-1.amazonaws.com",
  );
});
