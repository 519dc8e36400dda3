import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import { STANDARD } from "../export-line.ts";

// Source: "Understanding your Amazon Bedrock Cost and Usage Report data" of the Bedrock user guide (read in November
// 2026) for the token types `*-input-tokens`, `*-output-tokens`, `*-cache-read-input-token-count` and
// `*-cache-write-input-token-count`, with "mantle" for the newer endpoint; AWS Price List usage types of 2026 for what
// follows them ("-batch", "-flex", "-cross-region-global") and for models of the marketplace
// ("USW2-MP:USW2_InputTokenCount_Global_Batch-Units"), whose name stands in the product's name alone.

export interface BedrockUsage {
  /** The billing name: "Claude4.6Sonnet", "Nova2.0Lite"; empty for models of the marketplace. */
  model: string;
  tokenClass: TokenClass;
  tier: string;
  /** Tokens in one unit, where the report does not say its unit. */
  tokensPerUnit: 1000 | 1_000_000;
}

const REGION = /^[A-Z]{2,4}\d{0,2}-/;
const MARKETPLACE = /^MP:[A-Z0-9]+_/;
const TOKENS =
  /^(.*?)-?(mantle-)?(?:text-)?(cache-?read|cache-?write|input|output|response)(?:-(?:1h|5m|30m))?-?(?:input-)?token(?:s|-?count)?(?=-|$)(.*)$/i;
/** Tokens that are not text, or of a model of one's own, have other prices. */
const NOT_TEXT = /image|audio|video|speech|custom-model|provisioned|reserved|embedding/i;

/** Takes a usage type apart; null when it does not count tokens of text. */
export function parseBedrockUsageType(usageType: string): BedrockUsage | null {
  const local = usageType.replace(REGION, "");
  const ofMarketplace = MARKETPLACE.test(local);
  const plain = ofMarketplace ? snake(local.replace(MARKETPLACE, "").replace(/-Units$/, "")) : local;
  const found = TOKENS.exec(plain);
  if (!found || NOT_TEXT.test(plain)) return null;
  const [, model = "", , kind = "", rest = ""] = found;
  return {
    model: model.replace(/-$/, ""),
    tokenClass: classOf(kind.toLowerCase().replace("-", ""), plain),
    tier: /(?:^|-)(batch|flex|priority|latency-optimized)(?=-|$)/.exec(rest.toLowerCase())?.[1] ?? STANDARD,
    tokensPerUnit: ofMarketplace ? 1_000_000 : 1000,
  };
}

/** InputTokenCount_Global -> input-token-count-global */
const snake = (text: string) =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();

function classOf(kind: string, usageType: string): TokenClass {
  if (kind === "cacheread") return "cache_read";
  if (kind === "cachewrite") return /(^|-)1h(-|$)/i.test(usageType) ? "cache_write_1h" : "cache_write_5m";
  return kind === "input" ? "input" : "output";
}
