import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { type ConnectionTest, testConnectionSchema } from "#lib/contracts/connection-test.ts";
import { parseInput } from "#lib/core/parse.ts";
import { costOfUsageNanoUsd } from "#lib/engines/cost/estimate.ts";
import { chat, ProviderFailure } from "#lib/providers/port.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import { noteCredentialRefused } from "#lib/runtime/credentials.ts";
import { db } from "#lib/store/client.ts";
import { credentialsFor } from "../credentials/credentials-for.ts";
import { trialRequest } from "./trial-request.ts";
import { requireValid } from "./write-revision.ts";

const CONNECT_MS = 10_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Calls the model once, as the settings say, with the credentials for their address.
 * A refusal of the provider is an answer, not an error: it says what is missing.
 * @throws SignalboxError invalid_input when the settings could not be saved either, forbidden.
 */
export async function testConnection({ ctx, input }: ServiceCall): Promise<ConnectionTest> {
  requireScope(ctx, "config:write");
  const given = parseInput(testConnectionSchema, input, "settings");
  const atMs = ctx.clock.nowMs();
  const settings = requireValid(given.settings, atMs);
  const result = await callOnce(settings, atMs);
  // What it says stays between the provider and the person; that somebody called it does not.
  await recordAudit(db(), ctx, {
    verb: "config.test",
    entity: "model",
    entityId: `${settings.provider}/${settings.model}`,
    after: result.ok ? { ok: true, costNanoUsd: result.costNanoUsd } : { ok: false, kind: result.kind },
  });
  return result;
}

async function callOnce(settings: LlmConfig, atMs: number): Promise<ConnectionTest> {
  let credentialId: string | null = null;
  try {
    const found = credentialsFor(settings, atMs);
    credentialId = found.credentialId;
    const { provider, baseUrl, region } = settings;
    const facts = modelFacts(provider, settings.model, atMs);
    const totalMs = Math.min(settings.timeoutMs, LONGEST_WAIT_MS);
    const { model, usage, finishReason, timing } = await chat({
      provider,
      model: settings.model,
      request: trialRequest(settings, facts),
      connection: { credentials: found.credentials, baseUrl, region },
      timeouts: { connectMs: CONNECT_MS, firstTokenMs: totalMs, totalMs },
    });
    const cost = facts.price && costOfUsageNanoUsd(facts.price, usage);
    const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = usage;
    return {
      ok: true,
      model,
      latencyMs: Math.round(timing.totalMs),
      inputTokens: inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens,
      outputTokens: usage.outputTokens,
      costNanoUsd: cost?.toString() ?? null,
      finishReason,
    };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.kind === "credentials_refused" && credentialId) noteCredentialRefused(credentialId, atMs);
    return { ok: false, kind: error.kind, sentence: error.message };
  }
}
