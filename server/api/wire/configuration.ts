import type { ImportedConfiguration } from "#lib/contracts/configuration-exchange.ts";
import type { ConfigurationRow, ConfigurationView, PriceView } from "#lib/contracts/configuration-view.ts";

const usd = (nano: string) => Number(nano) / 1e9;
const usdOrNull = (nano: string | null) => (nano === null ? null : usd(nano));

function priceWire(price: PriceView | null) {
  if (!price) return null;
  return {
    input_usd_per_mtok: usd(price.inputNanoUsdPerMtok),
    output_usd_per_mtok: usd(price.outputNanoUsdPerMtok),
    cache_read_usd_per_mtok: usdOrNull(price.cacheReadNanoUsdPerMtok),
    cache_write_5m_usd_per_mtok: usdOrNull(price.cacheWrite5mNanoUsdPerMtok),
    cache_write_1h_usd_per_mtok: usdOrNull(price.cacheWrite1hNanoUsdPerMtok),
    source: price.source,
  };
}

/** A row of the list in the wire's snake_case. Unknown is null. */
export function toListedConfigurationWire(row: ConfigurationRow) {
  return {
    ref: row.ref,
    provider: row.provider,
    name: row.name,
    model: row.model,
    tier: row.tier,
    description: row.description,
    revision: row.revision,
    valid: row.errors === 0,
    price: priceWire(row.price),
    cost_usd_per_1000_tasks: row.estimate && usd(row.estimate.per1000TasksNanoUsd),
  };
}

/** A configuration with its settings in the wire's snake_case. Unknown is null. */
export function toConfigurationWire(view: ConfigurationView) {
  const { settings, facts } = view;
  return {
    ref: view.ref,
    provider: view.provider,
    name: view.name,
    revision: view.revision,
    preset: view.preset,
    valid: view.valid,
    settings: {
      model: settings.model,
      tier: settings.tier,
      description: settings.description,
      temperature: settings.temperature,
      max_tokens: settings.maxTokens,
      top_p: settings.topP,
      top_k: settings.topK,
      frequency_penalty: settings.frequencyPenalty,
      presence_penalty: settings.presencePenalty,
      reasoning_effort: settings.reasoningEffort,
      thinking_budget_tokens: settings.thinkingBudgetTokens,
      stop_sequences: settings.stopSequences,
      system_prompt: settings.systemPrompt,
      timeout_ms: settings.timeoutMs,
      max_retries: settings.maxRetries,
      region: settings.region,
      base_url: settings.baseUrl,
    },
    context_window: facts?.contextWindow ?? null,
    max_output_tokens: facts?.maxOutputTokens ?? null,
    price: priceWire(facts?.price ?? null),
    cost_usd_per_1000_tasks: view.estimate && usd(view.estimate.per1000TasksNanoUsd),
    findings: view.findings,
  };
}

/** What an import did with one configuration; changed settings by the names they have in the document. */
export function toImportedWire({ ref, state, baseRevision, revision, changes }: ImportedConfiguration) {
  return { ref, state, base_revision: baseRevision, revision, changed: changes.map(({ path }) => path) };
}
