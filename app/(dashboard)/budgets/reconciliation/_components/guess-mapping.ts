import type { ColumnMapping } from "#lib/contracts/reconciliation.ts";

/** What the form holds: a column's name, or "" for none. */
export type MappingDraft = Record<MappingField, string> & { tokensPerUnit: string; inputIncludesCached: boolean };

export const MAPPING_FIELDS = [
  { name: "day", label: "Day", hint: /\b(day|date|time|start)/i },
  { name: "model", label: "Model", hint: /\b(model|llm|sku)/i },
  { name: "tokenClass", label: "Token class", hint: /(token.?)?(class|type|kind)/i },
  { name: "tokens", label: "Tokens of that class", hint: /^(tokens?|quantity|usage.?(amount|quantity))$/i },
  { name: "input", label: "Input tokens", hint: /\b(input|prompt)/i },
  { name: "cacheRead", label: "Cache read tokens", hint: /cache.?(read|hit)|cached|from cache/i },
  { name: "cacheWrite5m", label: "Cache write tokens, 5 min", hint: /cache.?(write|creation)(?!.*1h)/i },
  { name: "cacheWrite1h", label: "Cache write tokens, 1 h", hint: /cache.?(write|creation).*1h/i },
  { name: "output", label: "Output tokens", hint: /\b(output|completion|answer|generated)/i },
  { name: "costUsd", label: "Cost, USD", hint: /\b(cost|amount|usd|charge)/i },
  { name: "requests", label: "Requests", hint: /\b(requests?|calls)\b/i },
  { name: "label", label: "Project or key", hint: /\b(project|workspace|key|account)/i },
] as const;
export type MappingField = (typeof MAPPING_FIELDS)[number]["name"];

/** Of the two ways to write tokens down the one that the columns look like; the other one's columns stay empty. */
const BY_CLASS: readonly MappingField[] = ["tokenClass", "tokens"];
const COLUMN_A_CLASS: readonly MappingField[] = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output"];

/**
 * What the columns of an export probably are: as they were named the last time, where the file has them all, or by what
 * they are called. A person looks at it before anything is read.
 */
export function guessMapping(header: readonly string[], last: ColumnMapping | undefined): MappingDraft {
  if (last && columnsOf(last).every((column) => header.includes(column))) return draftOf(last);
  const taken = new Set<string>();
  const guess = {} as Record<MappingField, string>;
  // What is said more exactly is looked for first: "cached input" is no input.
  for (const field of [
    "cacheRead",
    "cacheWrite1h",
    "cacheWrite5m",
    ...MAPPING_FIELDS.map(({ name }) => name),
  ] as const) {
    if (guess[field]) continue;
    const hint = MAPPING_FIELDS.find(({ name }) => name === field)?.hint;
    const column = header.find((name) => !taken.has(name) && hint?.test(name));
    guess[field] = column ?? "";
    if (column) taken.add(column);
  }
  const wide = COLUMN_A_CLASS.some((field) => guess[field] !== "");
  for (const field of wide ? BY_CLASS : COLUMN_A_CLASS) guess[field] = "";
  if (wide) guess.costUsd = "";
  return { ...guess, tokensPerUnit: "1", inputIncludesCached: false };
}

function draftOf(mapping: ColumnMapping): MappingDraft {
  const { tokensPerUnit, inputIncludesCached } = mapping;
  const names = Object.fromEntries(MAPPING_FIELDS.map(({ name }) => [name, mapping[name] ?? ""]));
  return { ...(names as Record<MappingField, string>), tokensPerUnit: String(tokensPerUnit), inputIncludesCached };
}

const columnsOf = (mapping: ColumnMapping) => MAPPING_FIELDS.flatMap(({ name }) => mapping[name] ?? []);

/** As the server takes it; what is missing is for it to say. */
export function mappingText(draft: MappingDraft): string {
  const { tokensPerUnit, inputIncludesCached } = draft;
  const columns = Object.fromEntries(MAPPING_FIELDS.map(({ name }) => [name, draft[name] || null]));
  return JSON.stringify({ ...columns, tokensPerUnit: Number(tokensPerUnit), inputIncludesCached });
}
