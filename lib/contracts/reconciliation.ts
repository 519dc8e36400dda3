import { z } from "zod";
import { type Provider, providerSchema } from "./configuration.ts";

/** The classes that tokens are billed as; see lib/contracts/token-usage.ts. */
export const TOKEN_CLASSES = ["input", "cache_read", "cache_write_5m", "cache_write_1h", "output"] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];

export const TOKEN_CLASS_LABELS: Record<TokenClass, string> = {
  input: "Input",
  cache_read: "Cache read",
  cache_write_5m: "Cache write, 5 min",
  cache_write_1h: "Cache write, 1 h",
  output: "Output",
};

/** Exports that are read without being told what their columns are, and the one whose columns somebody names. */
export const EXPORT_FORMATS = [
  "openai-usage",
  "openai-costs",
  "anthropic-usage",
  "anthropic-costs",
  "aws-cur",
  "aws-cost-explorer",
  "named-columns",
] as const;
export type ExportFormatId = (typeof EXPORT_FORMATS)[number];

export const MAX_EXPORT_BYTES = 50 * 1024 * 1024;

const columnSchema = z.string().trim().min(1).max(200);
const optional = columnSchema.nullable().default(null);

/** Which column of an export is what; null where it has none. */
export const columnMappingSchema = z
  .strictObject({
    day: columnSchema,
    model: columnSchema,
    /** Rows by class: the column that names it, with its tokens in `tokens`. */
    tokenClass: optional,
    tokens: optional,
    /** Rows by model: a column for each class. */
    input: optional,
    cacheRead: optional,
    cacheWrite5m: optional,
    cacheWrite1h: optional,
    output: optional,
    costUsd: optional,
    requests: optional,
    /** Project, key or account, as the export calls it. */
    label: optional,
    /** Tokens in one unit of the export: 1, 1,000 or 1,000,000. */
    tokensPerUnit: z.union([z.literal(1), z.literal(1000), z.literal(1_000_000)]).default(1),
    /** The input column counts what was read from a cache too. */
    inputIncludesCached: z.boolean().default(false),
  })
  .superRefine((mapping, { addIssue }) => {
    const wide = [mapping.input, mapping.cacheRead, mapping.cacheWrite5m, mapping.cacheWrite1h, mapping.output];
    const byClass = wide.some((column) => column !== null);
    const issue = (path: string, message: string) => addIssue({ code: "custom", path: [path], message });
    if (byClass && mapping.tokenClass !== null) {
      issue("tokenClass", "Name either the column with the token class or a column for each class, not both");
    }
    if (mapping.tokenClass !== null && mapping.tokens === null && mapping.costUsd === null) {
      issue("tokens", "Name the column with the tokens, or the one with the cost");
    }
    if (mapping.tokenClass === null && mapping.tokens !== null) {
      issue("tokenClass", "Name the column that says which class the tokens are of");
    }
    if (!byClass && mapping.tokenClass === null && mapping.costUsd === null) {
      issue("input", "Name at least one column with tokens or the one with the cost");
    }
    if (byClass && mapping.costUsd !== null) {
      issue("costUsd", "A cost beside a column for each class is of no class: name the column with the class instead");
    }
  });
export type ColumnMapping = z.output<typeof columnMappingSchema>;

/** The mapping of the stated format: `day,model,token_class,tokens,cost_usd,requests,label`. */
export const STATED_COLUMNS: ColumnMapping = {
  day: "day",
  model: "model",
  tokenClass: "token_class",
  tokens: "tokens",
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  costUsd: "cost_usd",
  requests: "requests",
  label: "label",
  tokensPerUnit: 1,
  inputIncludesCached: false,
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const daySchema = z.string().regex(DAY, "A day is written as 2026-11-25");

/** What comes with the file, as text of a form or as options of the command. */
export const exportUploadSchema = z.strictObject({
  provider: providerSchema,
  /** Exports of one account replace each other day by day; those of several are added up. */
  account: z.string().trim().max(120).default(""),
  /** Absent: the columns tell. */
  mapping: z
    .preprocess((given) => (typeof given === "string" ? parseJson(given) : given), columnMappingSchema)
    .nullable()
    .default(null),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Which part of the comparison to read. */
export const reconciliationInputSchema = z
  .strictObject({
    provider: providerSchema.optional(),
    account: z.string().max(120).optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
    model: z.string().max(200).optional(),
  })
  .prefault({});
export type ReconciliationInput = z.output<typeof reconciliationInputSchema>;

export const PROVIDER_LABELS: Record<Provider, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  bedrock: "Amazon Bedrock",
};
