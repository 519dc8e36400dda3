import { type ExportFormat, STANDARD } from "../export-line.ts";
import { countOf, dayOf, type ExportRow, firstText, requireUsd, usdOf } from "../export-row.ts";
import { parseBedrockUsageType } from "./bedrock-usage-type.ts";

// Source: AWS Data Exports, table COST_AND_USAGE_REPORT (CUR 2.0), and the Cost and Usage Report before it, whose
// columns have the same names with a slash: line_item_usage_type and lineItem/UsageType (data dictionaries of the user
// guides, read in November 2026). Hours and days are UTC. Lines of other services are left out; what is no usage (tax,
// credits, discounts) has an amount and no tokens.

const both = (group: string, name: string) => [
  `${group}_${name}`,
  `${group.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}/${name
    .replace(/^(\w)/, (letter) => letter.toUpperCase())
    .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
];
const START = both("line_item", "usage_start_date");
const USAGE_TYPE = both("line_item", "usage_type");
const AMOUNT = both("line_item", "usage_amount");
const COST = both("line_item", "unblended_cost");
const CURRENCY = both("line_item", "currency_code");
const LINE_TYPE = both("line_item", "line_item_type");
const SERVICE = both("line_item", "product_code");
const ACCOUNT = both("line_item", "usage_account_id");
const UNIT = both("pricing", "unit");
const PRODUCT = [...both("product", "product_name"), "product_servicename", "product/servicename", "product"];

const USAGE = /^(usage|discountedusage|savingsplancoveredusage)?$/i;

export const awsCur: ExportFormat = {
  id: "aws-cur",
  provider: "bedrock",
  name: "AWS Cost and Usage Report",
  fits: (header) => [USAGE_TYPE, COST, START].every((names) => names.some((name) => header.has(name.toLowerCase()))),
  read: (row) => {
    const service = firstText(row, SERVICE);
    const product = firstText(row, PRODUCT);
    if (!/bedrock/i.test(`${service} ${product}`)) return { skipped: "of another service than Bedrock" };
    requireUsd(row, present(row, CURRENCY));
    const shared = {
      day: dayOf(row, present(row, START)),
      requests: null,
      costNanoUsd: usdOf(row, present(row, COST)),
      listNanoUsd: null,
      label: firstText(row, ACCOUNT),
    };
    const lineType = firstText(row, LINE_TYPE);
    const usageType = firstText(row, USAGE_TYPE);
    const usage = USAGE.test(lineType) ? parseBedrockUsageType(usageType) : null;
    if (usage === null) {
      const billedAs = USAGE.test(lineType) ? usageType : lineType;
      return { lines: [{ ...shared, billedAs, tokenClass: null, tokens: null, tier: STANDARD }] };
    }
    const perUnit = tokensPerUnit(firstText(row, UNIT), usage.tokensPerUnit);
    const billedAs = usage.model || productModel(product) || usageType;
    return {
      lines: [
        {
          ...shared,
          billedAs,
          tokenClass: usage.tokenClass,
          tokens: perUnit === null ? null : countOf(row, present(row, AMOUNT), perUnit),
          tier: usage.tier,
        },
      ],
    };
  },
};

const present = (row: ExportRow, names: readonly string[]): string =>
  names.find((name) => row.cells.has(name.toLowerCase())) ?? names[0] ?? "";

/** "1K tokens" -> 1000. A unit that is none of tokens has none in it. */
function tokensPerUnit(unit: string, byDefault: 1000 | 1_000_000): 1 | 1000 | 1_000_000 | null {
  if (unit === "" || /^units?$/i.test(unit)) return byDefault;
  if (/^(1k|1,?000|thousand) tokens?$/i.test(unit)) return 1000;
  if (/^(1m|1,?000,?000|million) tokens?$/i.test(unit)) return 1_000_000;
  return /^tokens?$/i.test(unit) ? 1 : null;
}

/** "Claude Opus 5.5 (Amazon Bedrock Edition)"; CUR 2.0 has it within a map of the product's columns. */
const productModel = (product: string): string =>
  /([A-Za-z][\w .-]*?)\s*\(Amazon Bedrock Edition\)/.exec(product)?.[1]?.trim() ?? "";
