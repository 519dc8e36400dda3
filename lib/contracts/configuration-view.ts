import { z } from "zod";
import {
  type ConfigFinding,
  configurationNameSchema,
  type LlmConfig,
  type Provider,
  providerSchema,
  type Tier,
} from "./configuration.ts";
import type { EndpointView } from "./health.ts";

export const configurationAddressSchema = z.strictObject({ provider: providerSchema, name: configurationNameSchema });

/** Body of bringing an old revision back: its settings become the next revision. */
export const restoreConfigurationSchema = configurationAddressSchema.extend({
  revision: z.int().min(1),
  baseRevision: z.int().min(1),
  note: z.string().trim().min(3, "Say in a few words why").max(500),
});

export const archiveConfigurationSchema = configurationAddressSchema.extend({
  note: z.string().trim().min(3, "Say in a few words why").max(500),
});

/** What a task is assumed to need when nothing was measured; shown beside every estimate. */
export interface TaskAssumption {
  inputTokens: number;
  /** Visible answer and reasoning together. */
  outputTokens: number;
  /** In words, for the page: "2,000 input and 800 output tokens a task, of which ...". */
  basis: string;
}

/** Cost of 1,000 typical tasks; null when the model has no known price. Money as decimal text of nano-dollars. */
export interface CostEstimateView extends TaskAssumption {
  per1000TasksNanoUsd: string;
}

/** Price as pages show it: decimal text of nano-dollars per million tokens. */
export interface PriceView {
  inputNanoUsdPerMtok: string;
  outputNanoUsdPerMtok: string;
  cacheReadNanoUsdPerMtok: string | null;
  cacheWrite5mNanoUsdPerMtok: string | null;
  cacheWrite1hNanoUsdPerMtok: string | null;
  longContextAboveTokens: number | null;
  source: string;
}

export interface FactsView {
  contextWindow: number | null;
  maxOutputTokens: number | null;
  price: PriceView | null;
}

/** A month of the last seven days' traffic under given settings. Money as decimal text of nano-dollars. */
export interface MonthView {
  /** Tasks of the last seven days that the month is made of; 0: nothing ran with it. */
  weekTasks: number;
  /** How many of these reported their tokens; the others are counted like them. */
  measuredTasks: number;
  /** Null where no task reported its tokens, or the model has no known price. */
  nanoUsd: string | null;
}

/** What the form learns while somebody types. */
export interface ConfigurationCheck {
  /** No finding of severity "error". */
  valid: boolean;
  findings: ConfigFinding[];
  facts: FactsView | null;
  estimate: CostEstimateView | null;
  /** Null while the settings cannot be read. */
  month: MonthView | null;
  /** What provider and model make of each field, in a sentence. */
  fieldRules: Partial<Record<keyof LlmConfig, string>>;
}

/** What ran under a configuration in the last seven days. */
export interface WeekUsageView {
  tasks: number;
  /** Decimal text of nano-dollars: the sum of the costs that are known. */
  costNanoUsd: string;
  /** Tasks whose cost is not in the sum, because nobody knows it. */
  unpriced: number;
}

/** A row of the configurations list. */
export interface ConfigurationRow {
  ref: string;
  provider: Provider;
  name: string;
  model: string;
  tier: Tier;
  description: string;
  preset: boolean;
  revision: number;
  errors: number;
  warnings: number;
  price: PriceView | null;
  contextWindow: number | null;
  estimate: CostEstimateView | null;
  week: WeekUsageView;
  /** A call to its address would find a key. */
  hasKey: boolean;
  /** Null: this process has not called it yet. */
  health: EndpointView | null;
}

export interface RevisionView {
  revision: number;
  settings: LlmConfig;
  authorName: string;
  note: string;
  createdAt: string;
}

export interface ConfigurationView extends ConfigurationCheck {
  ref: string;
  provider: Provider;
  name: string;
  preset: boolean;
  archivedAt: string | null;
  /** A call to its address would find a key. */
  hasKey: boolean;
  revision: number;
  settings: LlmConfig;
  /** Newest first. */
  revisions: RevisionView[];
  /** Agents whose default this is. */
  agentNames: string[];
}
