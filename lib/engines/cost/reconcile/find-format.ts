import type { Provider } from "#lib/contracts/configuration.ts";
import { type ColumnMapping, type ExportFormatId, STATED_COLUMNS } from "#lib/contracts/reconciliation.ts";
import type { ExportFormat } from "./export-line.ts";
import { anthropicCosts } from "./formats/anthropic-costs.ts";
import { anthropicUsage } from "./formats/anthropic-usage.ts";
import { awsCostExplorer } from "./formats/aws-cost-explorer.ts";
import { awsCur } from "./formats/aws-cur.ts";
import { namedColumns } from "./formats/named-columns.ts";
import { openaiCosts } from "./formats/openai-costs.ts";
import { openaiUsage } from "./formats/openai-usage.ts";

const NAMED = "table with named columns";
const KNOWN = [openaiUsage, openaiCosts, anthropicUsage, anthropicCosts, awsCur, awsCostExplorer];
/** All that a table needs to be of the stated format; the other columns may be absent. */
const STATED = ["day", "model", "token_class"];

export type FoundFormat =
  | { format: ExportFormat }
  /** The columns belong to another provider's export. */
  | { otherProvider: ExportFormat }
  /** Somebody must say which column is what; the names that a mapping has and the file has not. */
  | { unknown: readonly string[] };

/**
 * The format of an export, by its columns. @param header names as they are written; @param mapping what somebody said
 * the columns are, which comes before what they look like.
 */
export function findFormat(provider: Provider, header: readonly string[], mapping: ColumnMapping | null): FoundFormat {
  const names = new Set(header.map((name) => name.trim().toLowerCase()));
  if (mapping) {
    const format = namedColumns(mapping);
    if (format.fits(names)) return { format };
    const columns = Object.values(mapping).filter((value): value is string => typeof value === "string");
    return { unknown: columns.filter((column) => !names.has(column.toLowerCase())) };
  }
  const known = KNOWN.find((format) => format.fits(names));
  if (known) return known.provider === provider ? { format: known } : { otherProvider: known };
  if (STATED.every((column) => names.has(column)) && (names.has("tokens") || names.has("cost_usd"))) {
    return { format: namedColumns(statedFor(names)) };
  }
  return { unknown: [] };
}

function statedFor(names: ReadonlySet<string>): ColumnMapping {
  const ifThere = (column: string | null) => (column !== null && names.has(column) ? column : null);
  const { tokens, costUsd, requests, label } = STATED_COLUMNS;
  return {
    ...STATED_COLUMNS,
    tokens: ifThere(tokens),
    costUsd: ifThere(costUsd),
    requests: ifThere(requests),
    label: ifThere(label),
  };
}

/** What a format is called, for people. */
export const formatName = (id: ExportFormatId): string => KNOWN.find((format) => format.id === id)?.name ?? NAMED;
