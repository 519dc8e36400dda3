import type { LoadedConfiguration, ModelFacts, Provider } from "#lib/contracts/configuration.ts";
import { systemClock } from "#lib/core/clock.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import { db } from "#lib/store/client.ts";
import { listConfigurationHeads, type StoredConfiguration } from "#lib/store/configuration.ts";
import { listPriceOverrides, type PriceOverride } from "#lib/store/price-override.ts";
import { catalogueFacts } from "./price-catalogue.ts";
import { registerRefresher } from "./refresh.ts";
import { refreshSettings } from "./settings.ts";

const DAY_MS = 86_400_000;

interface ConfigurationState {
  heads: readonly StoredConfiguration[];
  overrides: readonly PriceOverride[];
  resolved: readonly LoadedConfiguration[];
  byRef: ReadonlyMap<string, LoadedConfiguration>;
  loadedAtMs: number;
  /** When a price changes next: the catalogue's at midnight UTC, an operator's own from its date on. */
  resolvedUntilMs: number;
}

const state = () =>
  processState<ConfigurationState>("runtime.configurations", () => ({
    heads: [],
    overrides: [],
    resolved: [],
    byRef: new Map(),
    loadedAtMs: 0,
    resolvedUntilMs: 0,
  }));

registerRefresher("config", "configurations", refreshConfigurations);

/** Loads configurations, the files beside them and price overrides of the database into memory. */
export async function refreshConfigurations(): Promise<void> {
  await refreshSettings();
  const [heads, overrides] = await Promise.all([listConfigurationHeads(db()), listPriceOverrides(db())]);
  const current = state();
  current.heads = heads;
  current.overrides = overrides;
  current.loadedAtMs = systemClock.nowMs();
  resolve(current, current.loadedAtMs);
}

/** What this process last loaded, and when. */
export function loadedHeads(): Pick<ConfigurationState, "heads" | "loadedAtMs"> {
  return state();
}

function resolve(current: ConfigurationState, atMs: number): void {
  current.resolved = current.heads.map((head) => ({
    id: head.id,
    ref: `${head.provider}/${head.name}`,
    revision: head.revision,
    preset: head.preset,
    settings: head.settings,
    facts: factsOf(current.overrides, head.provider, head.settings.model, atMs),
  }));
  current.byRef = new Map(current.resolved.map((loaded) => [loaded.ref, loaded]));
  const midnightMs = (Math.floor(atMs / DAY_MS) + 1) * DAY_MS;
  const aheadMs = current.overrides.map((entry) => entry.effectiveFromMs).filter((fromMs) => fromMs > atMs);
  current.resolvedUntilMs = Math.min(midnightMs, ...aheadMs);
}

function ofNow(): ConfigurationState {
  const current = state();
  const nowMs = systemClock.nowMs();
  if (nowMs >= current.resolvedUntilMs) resolve(current, nowMs);
  return current;
}

/** Price, context window and output limit of a model at a time; an override in force beats the catalogue. */
export function factsOf(
  overrides: readonly PriceOverride[],
  provider: Provider,
  model: string,
  atMs: number,
): ModelFacts {
  const facts = catalogueFacts(provider, model, atMs);
  const override = overrides.find(
    (entry) => entry.provider === provider && entry.model === model && entry.effectiveFromMs <= atMs,
  );
  return override ? { ...facts, price: override.price } : facts;
}

/** The same with the overrides this process last loaded. */
export function modelFacts(provider: Provider, model: string, atMs: number): ModelFacts {
  return factsOf(state().overrides, provider, model, atMs);
}

/** The configuration of a reference such as "anthropic/researcher", or null. */
export function configurationByRef(ref: string): LoadedConfiguration | null {
  return ofNow().byRef.get(ref) ?? null;
}

/** All configurations in force, in order of provider and name. */
export function allConfigurations(): readonly LoadedConfiguration[] {
  return ofNow().resolved;
}

/** @throws SignalboxError not_found with the names that exist. */
export function loadLlmConfig(provider: string, name: string): LoadedConfiguration {
  const found = configurationByRef(`${provider}/${name}`);
  if (found) return found;
  const known = allConfigurations().filter((loaded) => loaded.settings.provider === provider);
  const names = known.map((loaded) => loaded.ref.slice(provider.length + 1)).join(", ");
  const sentence = names
    ? `${provider} has ${names}.`
    : `There are configurations of openai, anthropic and bedrock alone.`;
  throw new SignalboxError("not_found", `There is no configuration "${provider}/${name}". ${sentence}`);
}

/** The configuration of agents that name none: LLM_PROVIDER and DEFAULT_MODEL_CONFIG. */
export function defaultConfiguration(): LoadedConfiguration {
  const env = readEnv();
  return loadLlmConfig(env.LLM_PROVIDER, env.DEFAULT_MODEL_CONFIG);
}
