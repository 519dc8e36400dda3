import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import { type ExportFormat, STANDARD } from "../export-line.ts";
import { countOf, dayOf, firstText, textOf } from "../export-row.ts";

// Source: `claude_api_tokens_<month>.csv` of the Claude console (Usage, Export), with the columns usage_date_utc,
// model_version, api_key, workspace, usage_type, context_window, usage_input_tokens_no_cache,
// usage_input_tokens_cache_write_5m, usage_input_tokens_cache_write_1h, usage_input_tokens_cache_read,
// usage_output_tokens, web_search_count, inference_geo, speed, as exported from November 2025 to August 2026. Older
// exports have one column usage_input_tokens_cache_write. No request counts and no costs: those are another export.

const CLASSES: readonly (readonly [TokenClass, readonly string[]])[] = [
  ["input", ["usage_input_tokens_no_cache"]],
  ["cache_write_5m", ["usage_input_tokens_cache_write_5m", "usage_input_tokens_cache_write"]],
  ["cache_write_1h", ["usage_input_tokens_cache_write_1h"]],
  ["cache_read", ["usage_input_tokens_cache_read"]],
  ["output", ["usage_output_tokens"]],
];

export const anthropicUsage: ExportFormat = {
  id: "anthropic-usage",
  provider: "anthropic",
  name: "Claude console usage export (tokens)",
  fits: (header) => header.has("usage_date_utc") && header.has("model_version") && header.has("usage_output_tokens"),
  read: (row) => {
    const shared = {
      day: dayOf(row, "usage_date_utc"),
      billedAs: textOf(row, "model_version"),
      requests: null,
      costNanoUsd: null,
      listNanoUsd: null,
      tier: anthropicTier(textOf(row, "usage_type"), textOf(row, "speed")),
      label: [textOf(row, "workspace"), textOf(row, "api_key")].filter(Boolean).join(" · "),
    };
    const lines = CLASSES.flatMap(([tokenClass, columns]) => {
      const column = columns.find((name) => firstText(row, [name]) !== "");
      const tokens = column === undefined ? null : countOf(row, column);
      return tokens ? [{ ...shared, tokenClass, tokens }] : [];
    });
    return lines.length > 0 ? { lines } : { skipped: "without tokens" };
  },
};

/** Batches cost half, and fast answers more than the standard price. */
export function anthropicTier(usageType: string, speed: string): string {
  if (/batch/i.test(usageType)) return "batch";
  if (/priority/i.test(usageType)) return "priority";
  return speed === "" || /^standard$/i.test(speed) ? STANDARD : speed.toLowerCase();
}
