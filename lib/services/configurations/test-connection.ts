import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { type ConnectionTest, testConnectionSchema } from "#lib/contracts/connection-test.ts";
import { parseInput } from "#lib/core/parse.ts";
import { costOfUsageNanoUsd } from "#lib/engines/cost/estimate.ts";
import { complete, ProviderFailure } from "#lib/providers/port.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import { noteCredentialRefused } from "#lib/runtime/credentials.ts";
import { db } from "#lib/store/client.ts";
import { credentialsFor } from "../credentials/credentials-for.ts";
import { requireValid } from "./write-revision.ts";

const PROMPT = "Answer with the one word: ready";
/** Enough for a model that reasons first; small enough that a test costs next to nothing. */
const ENOUGH_TOKENS = 1024;
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
    const { model, latencyMs, usage, finishReason } = await complete({
      settings: brief(settings),
      credentials: found.credentials,
      messages: [{ role: "user", text: PROMPT }],
    });
    const { price } = modelFacts(settings.provider, settings.model, atMs);
    const cacheReadTokens = usage.cacheReadTokens ?? 0;
    const cacheWrite5mTokens = usage.cacheWriteTokens ?? 0;
    const cost =
      price &&
      costOfUsageNanoUsd(price, {
        inputTokens: usage.inputTokens - cacheReadTokens - cacheWrite5mTokens,
        cacheReadTokens,
        cacheWrite5mTokens,
        cacheWrite1hTokens: 0,
        outputTokens: usage.outputTokens,
        reasoningTokens: null,
      });
    return {
      ok: true,
      model,
      latencyMs: Math.round(latencyMs),
      inputTokens: usage.inputTokens,
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

/** The same settings without patience: one try, a short answer, no system prompt to pay for. */
function brief(settings: LlmConfig): LlmConfig {
  const room = settings.thinkingBudgetTokens ? settings.maxTokens : Math.min(settings.maxTokens, ENOUGH_TOKENS);
  const timeoutMs = Math.min(settings.timeoutMs, LONGEST_WAIT_MS);
  return { ...settings, systemPrompt: "", maxTokens: room, timeoutMs, maxRetries: 0 };
}
