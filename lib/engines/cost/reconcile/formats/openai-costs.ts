import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import { type ExportFormat, STANDARD } from "../export-line.ts";
import { countOf, dayOf, type ExportRow, firstText, requireUsd, textOf, usdOf } from "../export-row.ts";

// Source: `cost_<from>_<to>.csv` of the usage dashboard (Export, Cost), with the columns start_time, end_time,
// start_time_iso, end_time_iso, amount_value, amount_currency, quantity, quantity_unit, line_item, user_id, api_key_id,
// project_id, organization_id, project_name, organization_name, user_email, api_source, as exported in September 2026.
// A line item is a label for people, "gpt-5-nano, input_tokens" or "gpt-4o-2024-08-06, input": what is not of that form
// ("web search") is a charge of no class of tokens. Days are UTC; those without an amount had no charge.

export const openaiCosts: ExportFormat = {
  id: "openai-costs",
  provider: "openai",
  name: "OpenAI costs export (Cost)",
  fits: (header) => header.has("amount_value") && header.has("amount_currency"),
  read: (row) => {
    const costNanoUsd = usdOf(row, "amount_value");
    if (costNanoUsd === null) return { skipped: "of a day without a charge" };
    requireUsd(row, "amount_currency");
    const { billedAs, tokenClass, tier } = partsOf(textOf(row, "line_item"));
    const inTokens = /token/i.test(textOf(row, "quantity_unit"));
    return {
      lines: [
        {
          day: dayOf(row, textOf(row, "start_time") === "" ? "start_time_iso" : "start_time"),
          billedAs,
          tokenClass,
          tokens: inTokens && tokenClass !== null ? countOf(row, "quantity") : null,
          requests: null,
          costNanoUsd,
          listNanoUsd: null,
          tier,
          label: labelOf(row),
        },
      ],
    };
  },
};

const labelOf = (row: ExportRow) =>
  [firstText(row, ["project_name", "project_id"]), textOf(row, "api_key_id")].filter(Boolean).join(" · ");

/** "gpt-5-nano, cached input" -> gpt-5-nano, cache_read. */
function partsOf(lineItem: string): { billedAs: string; tokenClass: TokenClass | null; tier: string } {
  const comma = lineItem.lastIndexOf(",");
  const what = lineItem.slice(comma + 1).toLowerCase();
  const tokenClass = comma < 0 ? null : classOf(what);
  const tier = /\b(batch|flex|priority)\b/.exec(what.replaceAll("_", " "))?.[1] ?? STANDARD;
  return { billedAs: tokenClass === null ? lineItem : lineItem.slice(0, comma).trim(), tokenClass, tier };
}

function classOf(what: string): TokenClass | null {
  const words = what.replaceAll("_", " ");
  // Sound and images have prices of their own.
  if (/audio|image|training/.test(words)) return null;
  if (/\bcache write/.test(words)) return /12 ?h/.test(words) ? "cache_write_1h" : "cache_write_5m";
  if (/\bcached?\b/.test(words)) return "cache_read";
  if (/\binput\b/.test(words)) return "input";
  return /\boutput\b/.test(words) ? "output" : null;
}
