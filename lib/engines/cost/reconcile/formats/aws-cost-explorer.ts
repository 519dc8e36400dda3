import type { ExportFormat } from "../export-line.ts";
import { dayOf, parseDay, textOf, usdOf } from "../export-row.ts";
import { parseBedrockUsageType } from "./bedrock-usage-type.ts";

// Source: "Download as CSV" of AWS Cost Explorer, grouped by usage type with daily granularity: the first column is
// called after the grouping and has the days, each other one is a usage type with "($)" after it, the last one is
// "Total costs($)", and a second line has the totals of the columns (layout of exports from 2022 to 2026). Amounts
// alone: for tokens there is the Cost and Usage Report.

const FIRST = "usage type";
const TOTAL = "total costs($)";
const DOLLARS = "($)";

export const awsCostExplorer: ExportFormat = {
  id: "aws-cost-explorer",
  provider: "bedrock",
  name: "AWS Cost Explorer, by usage type",
  fits: (header) => header.has(FIRST) && [...header].some((name) => name.endsWith(DOLLARS)),
  read: (row) => {
    // "Usage type total", and whatever else is no day.
    if (parseDay(textOf(row, FIRST)) === null && /total/i.test(textOf(row, FIRST))) return { skipped: "with totals" };
    const day = dayOf(row, FIRST);
    const lines = row.names
      .filter((name) => name.endsWith(DOLLARS) && name.toLowerCase() !== TOTAL)
      .flatMap((column) => {
        const usage = parseBedrockUsageType(column.slice(0, -DOLLARS.length));
        const costNanoUsd = usdOf(row, column);
        if (usage === null || costNanoUsd === null) return [];
        const { model, tokenClass, tier } = usage;
        const shared = { day, tokens: null, requests: null, listNanoUsd: null, label: "" };
        return [{ ...shared, billedAs: model || column, tokenClass, costNanoUsd, tier }];
      });
    return lines.length > 0 ? { lines } : { skipped: "without usage of Bedrock" };
  },
};
