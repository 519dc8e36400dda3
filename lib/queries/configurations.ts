import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { configurationRefSchema } from "#lib/contracts/agent.ts";
import { type Provider, providerSchema, tierSchema } from "#lib/contracts/configuration.ts";
import {
  type ConfigurationCheck,
  type ConfigurationRow,
  type ConfigurationView,
  configurationAddressSchema,
} from "#lib/contracts/configuration-view.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { describeFieldRules, type FieldRules } from "#lib/engines/configs/field-rules.ts";
import { type FactsLookup, hasErrors, judgeConfig, validateConfig } from "#lib/engines/configs/validate.ts";
import type { MeasuredTask } from "#lib/engines/cost/estimate-configuration.ts";
import { factsOf } from "#lib/runtime/configurations.ts";
import { endpointOf, endpointViews } from "#lib/runtime/endpoints.ts";
import { db } from "#lib/store/client.ts";
import { findConfiguration, listAgentsUsing, listConfigurationHeads, listRevisions } from "#lib/store/configuration.ts";
import { listPriceOverrides } from "#lib/store/price-override.ts";
import { meanUsageByConfiguration } from "#lib/store/usage.ts";
import { estimateView, factsView, monthView, priceView, weekView } from "./configuration-figures.ts";
import { hasKeyFor } from "./credentials.ts";
import { weekUsage } from "./week-usage.ts";

const MEASURED_SINCE_MS = 30 * 86_400_000;
const ENOUGH_SAMPLES = 30;
const SHOWN_REVISIONS = 100;
const SHOWN_AGENTS = 50;

/** The fleet's own mean task per configuration, where there are enough to trust. */
async function measuredTasks(nowMs: number): Promise<(ref: string) => MeasuredTask | null> {
  const means = await meanUsageByConfiguration(db(), nowMs - MEASURED_SINCE_MS);
  return (ref) => {
    const mean = means.get(ref);
    return mean && mean.samples >= ENOUGH_SAMPLES ? mean : null;
  };
}

const listSchema = z.strictObject({ provider: providerSchema.optional(), tier: tierSchema.optional() }).prefault({});

/** Every configuration in use with its price, its estimate and what is wrong with it. Scope config:read. */
export async function listConfigurations({ ctx, input }: ServiceCall): Promise<ConfigurationRow[]> {
  requireScope(ctx, "config:read");
  const filter = parseInput(listSchema, input);
  const nowMs = ctx.clock.nowMs();
  const [heads, overrides, measured, week] = await Promise.all([
    listConfigurationHeads(db()),
    listPriceOverrides(db()),
    measuredTasks(nowMs),
    weekUsage(nowMs),
  ]);
  const health = new Map(endpointViews(nowMs).map((view) => [view.endpoint, view]));
  return heads
    .filter(({ provider }) => !filter.provider || provider === filter.provider)
    .filter(({ settings }) => !filter.tier || settings.tier === filter.tier)
    .map(({ provider, name, revision, preset, settings }) => {
      const ref = `${provider}/${name}`;
      const facts = factsOf(overrides, provider, settings.model, nowMs);
      const findings = validateConfig(settings, facts);
      return {
        ref,
        provider,
        name,
        model: settings.model,
        tier: settings.tier,
        description: settings.description,
        preset,
        revision,
        errors: findings.filter((finding) => finding.severity === "error").length,
        warnings: findings.filter((finding) => finding.severity === "warning").length,
        price: priceView(facts.price),
        contextWindow: facts.contextWindow,
        estimate: estimateView(settings, facts.price, measured(ref)),
        week: weekView(week.get(ref)),
        hasKey: hasKeyFor(settings, nowMs),
        health: health.get(endpointOf(settings)) ?? null,
      };
    });
}

/**
 * One configuration with its revisions, findings and the agents that use it. Scope config:read.
 * @throws SignalboxError not_found
 */
export async function readConfiguration({ ctx, input }: ServiceCall): Promise<ConfigurationView> {
  requireScope(ctx, "config:read");
  const { provider, name } = parseInput(configurationAddressSchema, input);
  const found = await findConfiguration(db(), { provider, name });
  if (!found) throw new SignalboxError("not_found", `There is no configuration "${provider}/${name}".`);
  const ref = `${provider}/${name}`;
  const [check, revisions, agentNames] = await Promise.all([
    judge(found.settings, ref, ctx.clock.nowMs()),
    listRevisions(db(), found.id, SHOWN_REVISIONS),
    // A key sees its own fleet alone, so it learns no names of other fleets' agents.
    ctx.actor.kind === "key" ? [] : listAgentsUsing(db(), ref, SHOWN_AGENTS),
  ]);
  const { preset, revision, settings } = found;
  const archivedAt = found.archivedAt?.toISOString() ?? null;
  const hasKey = hasKeyFor(settings, ctx.clock.nowMs());
  return { ...check, ref, provider, name, preset, archivedAt, hasKey, revision, settings, revisions, agentNames };
}

const checkSchema = z.strictObject({ settings: z.unknown(), ref: configurationRefSchema.nullable().default(null) });

/**
 * Judges settings that may be incomplete: findings by the same rules as saving, facts of the model and the cost.
 * With a reference the cost rests on that configuration's own traffic where there is enough. Scope config:read.
 */
export async function checkConfiguration({ ctx, input }: ServiceCall): Promise<ConfigurationCheck> {
  requireScope(ctx, "config:read");
  const { settings, ref } = parseInput(checkSchema, input, "settings");
  return judge(settings, ref, ctx.clock.nowMs());
}

async function judge(input: unknown, ref: string | null, nowMs: number): Promise<ConfigurationCheck> {
  const [overrides, measured, week] = await Promise.all([
    listPriceOverrides(db()),
    measuredTasks(nowMs),
    weekUsage(nowMs),
  ]);
  const lookup = (provider: Provider, model: string) => factsOf(overrides, provider, model, nowMs);
  const { settings, facts, findings } = judgeConfig(input, lookup);
  return {
    valid: !hasErrors(findings),
    findings,
    facts: facts && factsView(facts),
    estimate: settings && facts && estimateView(settings, facts.price, ref ? measured(ref) : null),
    month: settings && facts && monthView(settings, facts.price, ref ? week.get(ref) : undefined),
    fieldRules: rulesOf(input, lookup),
  };
}

/** Rules are told as soon as provider and model are known, however wrong the rest is. */
const modelOfSchema = z.looseObject({ provider: providerSchema, model: z.string() });

function rulesOf(input: unknown, factsLookup: FactsLookup): FieldRules {
  const { data } = modelOfSchema.safeParse(input);
  if (!data) return {};
  const { provider, model } = data;
  return describeFieldRules(provider, model, model === "" ? null : factsLookup(provider, model));
}
