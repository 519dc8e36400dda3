import { z } from "zod";
import { type Provider, providerSchema } from "./configuration.ts";
import type { PriceView } from "./configuration-view.ts";
import type { RepricingView } from "./repricing.ts";

export const listCatalogueSchema = z.strictObject({ provider: providerSchema.optional() }).prefault({});

/** A newer model of the same line, or the one the provider names as its replacement. */
export interface NewerModel {
  model: string;
  /** "replacement": the provider says so; "newer": the same line goes on. */
  why: "replacement" | "newer";
  /** What it costs in parts of what this one does: 0.5 is half. Null where a price is unknown or zero. */
  inputRatio: number | null;
  outputRatio: number | null;
}

/** A model of the catalogue. Unknown is null. */
export interface CatalogueRow {
  provider: Provider;
  model: string;
  /** "Claude Haiku 4.5 models" */
  family: string | null;
  contextWindow: number | null;
  maxOutputTokens: number | null;
  price: PriceView | null;
  /** The price is an operator's own. */
  ownPrice: boolean;
  /** What it takes, in words. */
  capabilities: string[];
  retirement: { on: string; past: boolean; source: string } | null;
  newer: NewerModel | null;
  /** Configurations in force that call it. */
  usedBy: string[];
}

/** A price that an operator entered. Money as decimal text of nano-dollars per million tokens. */
export interface PriceOverrideView {
  id: string;
  provider: Provider;
  model: string;
  effectiveFrom: string;
  price: PriceView;
  authorName: string;
  note: string;
  createdAt: string;
}

export interface CatalogueView {
  models: CatalogueRow[];
  /** The latest date first. */
  overrides: PriceOverrideView[];
  /** History priced anew, the newest first. */
  repricings: RepricingView[];
}
