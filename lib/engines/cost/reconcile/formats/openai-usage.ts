import { type ExportFormat, type ExportLine, STANDARD } from "../export-line.ts";
import { countOf, dayOf, type ExportRow, firstText, textOf, wrongCell } from "../export-row.ts";

// Source: `completions_usage_<from>_<to>.csv` of the usage dashboard (Export, Activity), as exported in October 2025:
// one row a bucket of a minute to a day and a group, with start_time, end_time, start_time_iso, end_time_iso and the
// fields of an OrganizationUsageCompletionsResult, whose meaning developers.openai.com/api/docs/api-reference/usage
// gives (read in November 2026): input_tokens counts everything that was read, input_uncached_tokens neither what came
// from a cache nor what was written to one. Buckets are UTC. Counts may be written with a decimal, as "3.0".

const METRICS = ["input_tokens", "output_tokens", "num_model_requests"];

export const openaiUsage: ExportFormat = {
  id: "openai-usage",
  provider: "openai",
  name: "OpenAI usage export (Activity, completions)",
  fits: (header) => header.has("start_time") && header.has("input_tokens") && header.has("output_tokens"),
  read: (row) => {
    if (METRICS.every((column) => textOf(row, column) === ""))
      return { skipped: "of a time in which nothing was used" };
    const billedAs = textOf(row, "model");
    if (billedAs === "") {
      throw wrongCell(row, "model", "there is no model: group the usage by model before you export it");
    }
    const shared = {
      day: dayOf(row, firstText(row, ["start_time"]) === "" ? "start_time_iso" : "start_time"),
      billedAs,
      costNanoUsd: null,
      listNanoUsd: null,
      tier: tierOf(row),
      label: [firstText(row, ["project_name", "project_id"]), firstText(row, ["api_key_name", "api_key_id"])]
        .filter(Boolean)
        .join(" · "),
    };
    const cached = count(row, "input_cached_tokens");
    const written = count(row, "input_cache_write_tokens");
    const writtenLonger = count(row, "input_cache_write_12h_tokens");
    const read = countOf(row, "input_uncached_tokens") ?? count(row, "input_tokens") - cached - written - writtenLonger;
    if (read < 0n) throw wrongCell(row, "input_tokens", "fewer tokens than came from the cache");
    const lines: ExportLine[] = [
      { ...shared, tokenClass: "input", tokens: read, requests: countOf(row, "num_model_requests") },
      { ...shared, tokenClass: "output", tokens: count(row, "output_tokens"), requests: null },
    ];
    // The longer of the two lifetimes stands where Signalbox keeps the longer one.
    for (const [tokenClass, tokens] of [
      ["cache_read", cached],
      ["cache_write_5m", written],
      ["cache_write_1h", writtenLonger],
    ] as const) {
      if (tokens > 0n) lines.push({ ...shared, tokenClass, tokens, requests: null });
    }
    return { lines };
  },
};

const count = (row: ExportRow, column: string): bigint => countOf(row, column) ?? 0n;

function tierOf(row: ExportRow): string {
  if (/^(true|1)$/i.test(textOf(row, "batch"))) return "batch";
  const tier = textOf(row, "service_tier").toLowerCase();
  return tier === "" || tier === "default" || tier === "auto" ? STANDARD : tier;
}
