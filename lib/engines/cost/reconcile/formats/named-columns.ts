import { type ColumnMapping, TOKEN_CLASSES, type TokenClass } from "#lib/contracts/reconciliation.ts";
import { type ExportFormat, STANDARD } from "../export-line.ts";
import { countOf, dayOf, type ExportRow, textOf, usdOf, wrongCell } from "../export-row.ts";

// The stated format is `day,model,token_class,tokens,cost_usd,requests,label`; any other table becomes it by naming its
// columns. Names of classes are taken as providers write them.

const CLASS_NAMES: Readonly<Record<string, TokenClass>> = {
  input: "input",
  "input tokens": "input",
  "uncached input": "input",
  "input no cache": "input",
  prompt: "input",
  "cache read": "cache_read",
  "cached input": "cache_read",
  "input cache read": "cache_read",
  "cache write": "cache_write_5m",
  "cache write 5m": "cache_write_5m",
  "input cache write 5m": "cache_write_5m",
  "cache write 1h": "cache_write_1h",
  "input cache write 1h": "cache_write_1h",
  output: "output",
  "output tokens": "output",
  completion: "output",
};

export function namedColumns(mapping: ColumnMapping): ExportFormat {
  const needed = Object.values(mapping).filter((value): value is string => typeof value === "string");
  return {
    id: "named-columns",
    provider: null,
    name: "table with named columns",
    fits: (header) => needed.every((column) => header.has(column.toLowerCase())),
    read: (row) => {
      const shared = {
        day: dayOf(row, mapping.day),
        billedAs: textOf(row, mapping.model),
        listNanoUsd: null,
        tier: STANDARD,
        label: mapping.label === null ? "" : textOf(row, mapping.label),
      };
      const requests = mapping.requests === null ? null : countOf(row, mapping.requests);
      const costNanoUsd = mapping.costUsd === null ? null : usdOf(row, mapping.costUsd);
      if (mapping.tokenClass !== null || !hasClassColumns(mapping)) {
        const tokenClass = mapping.tokenClass === null ? null : classOf(row, mapping.tokenClass);
        const tokens =
          mapping.tokens === null || tokenClass === null ? null : countOf(row, mapping.tokens, mapping.tokensPerUnit);
        if (tokens === null && costNanoUsd === null) return { skipped: "with neither tokens nor a cost" };
        return { lines: [{ ...shared, tokenClass, tokens, requests, costNanoUsd }] };
      }
      const lines = classTokens(row, mapping).map(([tokenClass, tokens], i) => ({
        ...{ ...shared, tokenClass, tokens, costNanoUsd: null },
        requests: i === 0 ? requests : null,
      }));
      return lines.length > 0 ? { lines } : { skipped: "without tokens" };
    },
  };
}

const hasClassColumns = ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: ColumnMapping) =>
  [input, cacheRead, cacheWrite5m, cacheWrite1h, output].some((column) => column !== null);

function classTokens(row: ExportRow, mapping: ColumnMapping): [TokenClass, bigint][] {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = mapping;
  const columns: Record<TokenClass, string | null> = {
    input,
    cache_read: cacheRead,
    cache_write_5m: cacheWrite5m,
    cache_write_1h: cacheWrite1h,
    output,
  };
  const counts = new Map<TokenClass, bigint>();
  for (const tokenClass of TOKEN_CLASSES) {
    const column = columns[tokenClass];
    const tokens = column === null ? null : countOf(row, column, mapping.tokensPerUnit);
    if (tokens !== null) counts.set(tokenClass, tokens);
  }
  const read = counts.get("input");
  if (mapping.inputIncludesCached && read !== undefined) {
    const fresh = read - (counts.get("cache_read") ?? 0n);
    if (fresh < 0n) throw wrongCell(row, input ?? "", "fewer tokens than came from the cache");
    counts.set("input", fresh);
  }
  return [...counts].filter(([, tokens]) => tokens > 0n);
}

/** An empty class is a charge of none; a name that nobody knows is refused, since a guess would hide a gap. */
function classOf(row: ExportRow, column: string): TokenClass | null {
  const text = textOf(row, column);
  if (text === "" || /^(other|none)$/i.test(text)) return null;
  const name = text.toLowerCase().replaceAll(/[_\s-]+/g, " ");
  if (Object.hasOwn(CLASS_NAMES, name)) return CLASS_NAMES[name] ?? null;
  throw wrongCell(
    row,
    column,
    `"${text}" is no class of tokens: use one of ${TOKEN_CLASSES.join(", ")}, or leave it empty`,
  );
}
