import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import type { ExportFormat } from "../export-line.ts";
import { dayOf, requireUsd, textOf, usdOf } from "../export-row.ts";
import { anthropicTier } from "./anthropic-usage.ts";

// Source: `claude_api_cost_<from>_to_<to>.csv` of the Claude console (Cost, Export), with the columns usage_date_utc,
// model, workspace, api_key, usage_type, context_window, token_type, cost_usd, list_price_usd, cost_type,
// inference_geo, speed, api_key_id, api_key_status, as exported in August 2026. A row is one token type of one model,
// which has its display name ("Claude Haiku 4.5"); the amounts are before tax. No token counts.

const CLASSES: Readonly<Record<string, TokenClass>> = {
  input_no_cache: "input",
  uncached_input_tokens: "input",
  input_cache_read: "cache_read",
  input_cache_write_5m: "cache_write_5m",
  input_cache_write_1h: "cache_write_1h",
  output: "output",
};

export const anthropicCosts: ExportFormat = {
  id: "anthropic-costs",
  provider: "anthropic",
  name: "Claude console cost export",
  fits: (header) => header.has("usage_date_utc") && header.has("token_type") && header.has("cost_usd"),
  read: (row) => {
    const costNanoUsd = usdOf(row, "cost_usd");
    if (costNanoUsd === null) return { skipped: "without an amount" };
    requireUsd(row, "currency");
    const tokenType = textOf(row, "token_type").toLowerCase();
    const tokenClass = Object.hasOwn(CLASSES, tokenType) ? (CLASSES[tokenType] ?? null) : null;
    const charge = textOf(row, "cost_type") || tokenType || "other";
    return {
      lines: [
        {
          day: dayOf(row, "usage_date_utc"),
          billedAs:
            tokenClass === null ? [textOf(row, "model"), charge].filter(Boolean).join(", ") : textOf(row, "model"),
          tokenClass,
          tokens: null,
          requests: null,
          costNanoUsd,
          listNanoUsd: usdOf(row, "list_price_usd"),
          tier: anthropicTier(textOf(row, "usage_type"), textOf(row, "speed")),
          label: [textOf(row, "workspace"), textOf(row, "api_key")].filter(Boolean).join(" · "),
        },
      ],
    };
  },
};
