import { readFile } from "node:fs/promises";
import type { EmbeddedTexts } from "#lib/contracts/text-source.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { parseAgentRow } from "#lib/engines/history/agent-row.ts";
import { type HistoryItem, labelOf, parseItemLine, UNSPECIFIED_TYPE } from "#lib/engines/history/item.ts";
import { type HistoryOutcome, missingOutcomeColumns, parseOutcomeRow } from "#lib/engines/history/outcome.ts";
import { readAgents, readItems, readOutcomes, readSplit } from "#lib/store/history-files.ts";
import type { AgentSelection, BenchArguments } from "./arguments.ts";

/** A task with the outcomes of every selected agent that was run on it, by agent index. */
export interface BenchItem {
  id: string;
  text: string;
  type: string;
  source: string | null;
  agents: Int32Array;
  outcomes: readonly HistoryOutcome[];
}

export interface Dataset {
  /** In the order of their names. */
  agentNames: readonly string[];
  /** Published price of a million tokens in plus a million out, by agent; NaN where agents.csv does not say. */
  pricesUsd: Float64Array;
  items: readonly BenchItem[];
  /** Empty when the folder has neither train.txt nor test.txt. */
  official: ReadonlyMap<string, "train" | "test">;
  /** Items named by outcomes that items.jsonl does not have (or marks as contaminated). */
  strangers: number;
  /** Read instead of the texts' words and characters; null: those are read. */
  embedded: EmbeddedTexts | null;
}

export interface Split {
  train: readonly BenchItem[];
  test: readonly BenchItem[];
}

const TRAIN_SHARE = 0.7;
const DEFAULT_RANDOM_SPLITS = 20;

/**
 * Reads a folder of the history format. Items marked `contaminated` and items without any outcome of the selected agents
 * are left out; several outcomes of one agent on one item count as their mean.
 * @throws SignalboxError naming file and line, or what the command asks for and the folder does not have.
 */
export async function loadDataset(wanted: BenchArguments): Promise<Dataset> {
  const items = new Map<string, HistoryItem>();
  for await (const { text, file, line } of readItems(wanted.data)) {
    const item = parseItemLine(text, { file, line });
    if (item.fields.contaminated !== true) items.set(item.id, item);
  }
  const byItem = await readAllOutcomes(wanted.data);
  const agentNames = await selectAgents(wanted.data, wanted.agents, byItem);
  const indexOf = new Map(agentNames.map((name, index) => [name, index]));
  const fields = routedFields(wanted, [...items.values()]);
  const benchItems: BenchItem[] = [];
  for (const item of items.values()) {
    const outcomes = [...(byItem.get(item.id)?.values() ?? [])]
      .filter(({ agentName }) => indexOf.has(agentName))
      .sort((a, b) => (indexOf.get(a.agentName) as number) - (indexOf.get(b.agentName) as number));
    if (outcomes.length === 0) continue;
    benchItems.push({
      id: item.id,
      text: item.text,
      type: labelOf(item, fields.type) ?? UNSPECIFIED_TYPE,
      source: fields.source === null ? null : labelOf(item, fields.source),
      agents: Int32Array.from(outcomes, ({ agentName }) => indexOf.get(agentName) as number),
      outcomes,
    });
  }
  if (benchItems.length === 0) throw new SignalboxError("invalid_input", "No item has an outcome of these agents");
  const official = new Map<string, "train" | "test">();
  for await (const { itemId, split } of readSplit(wanted.data)) official.set(itemId, split);
  const strangers = [...byItem.keys()].filter((id) => !items.has(id)).length;
  return {
    agentNames,
    pricesUsd: await readPrices(wanted.data, agentNames),
    items: benchItems,
    official,
    strangers,
    embedded: null,
  };
}

async function readPrices(folder: string, agentNames: readonly string[]): Promise<Float64Array> {
  const priceOf = new Map<string, number>();
  for await (const { row, file, line } of readAgents(folder)) {
    const { name, fields } = parseAgentRow(row, { file, line });
    const [input, output] = [fields.usd_per_m_in, fields.usd_per_m_out].map((cell) => Number.parseFloat(cell ?? ""));
    priceOf.set(name, (input ?? Number.NaN) + (output ?? Number.NaN));
  }
  return Float64Array.from(agentNames, (name) => priceOf.get(name) ?? Number.NaN);
}

async function readAllOutcomes(folder: string): Promise<Map<string, Map<string, HistoryOutcome>>> {
  const byItem = new Map<string, Map<string, HistoryOutcome>>();
  const repeats = new Map<HistoryOutcome, number>();
  let checked = false;
  for await (const { row, file, line } of readOutcomes(folder)) {
    if (!checked) {
      const missing = missingOutcomeColumns(Object.keys(row));
      if (missing.length > 0) throw new SignalboxError("invalid_input", `${file} has no column ${missing.join(", ")}`);
      checked = true;
    }
    const outcome = parseOutcomeRow(row, { file, line });
    if (!outcome) continue;
    let ofItem = byItem.get(outcome.itemId);
    if (!ofItem) {
      ofItem = new Map();
      byItem.set(outcome.itemId, ofItem);
    }
    const earlier = ofItem.get(outcome.agentName);
    const merged = earlier ? mean(earlier, outcome, repeats.get(earlier) ?? 1) : outcome;
    if (earlier) repeats.set(merged, (repeats.get(earlier) ?? 1) + 1);
    ofItem.set(outcome.agentName, merged);
  }
  return byItem;
}

/** Mean of `count` earlier outcomes and one more; what either does not know is taken from the other. */
function mean(earlier: HistoryOutcome, one: HistoryOutcome, count: number): HistoryOutcome {
  const of = (a: number | null, b: number | null) =>
    a === null || b === null ? (a ?? b) : (a * count + b) / (count + 1);
  return {
    ...one,
    score: (earlier.score * count + one.score) / (count + 1),
    costNanoUsd: of(earlier.costNanoUsd, one.costNanoUsd),
    latencyMs: of(earlier.latencyMs, one.latencyMs),
    inputTokens: of(earlier.inputTokens, one.inputTokens),
    outputTokens: of(earlier.outputTokens, one.outputTokens),
  };
}

async function selectAgents(
  folder: string,
  selection: AgentSelection,
  byItem: ReadonlyMap<string, ReadonlyMap<string, HistoryOutcome>>,
): Promise<string[]> {
  const names = new Set<string>();
  for (const outcomes of byItem.values()) for (const name of outcomes.keys()) names.add(name);
  const inOrder = [...names].sort();
  const kept = await keptBy(folder, selection);
  const selected = inOrder.filter(kept.keep);
  if (selected.length > 0) return selected;
  const some = inOrder.slice(0, 5).join(", ");
  throw new SignalboxError(
    "not_found",
    `No agent with outcomes ${kept.sentence}; there are ${names.size}: ${some} ...`,
  );
}

async function keptBy(folder: string, selection: AgentSelection) {
  switch (selection.kind) {
    case "all":
      return { keep: () => true, sentence: "is in outcomes.csv" };
    case "prefix":
      return {
        keep: (name: string) => name.startsWith(selection.prefix),
        sentence: `has a name beginning with "${selection.prefix}"`,
      };
    case "group": {
      const members = new Set<string>();
      let rows = 0;
      for await (const { row, file, line } of readAgents(folder)) {
        const agent = parseAgentRow(row, { file, line });
        if (agent.group === selection.group) members.add(agent.name);
        rows++;
      }
      if (rows === 0)
        throw new SignalboxError("not_found", `--agents group: needs an agents.csv, and ${folder} has none`);
      return { keep: (name: string) => members.has(name), sentence: `is in group "${selection.group}"` };
    }
    case "file": {
      const lines = (await readFile(selection.path, "utf8")).split("\n").map((line) => line.trim());
      const listed = new Set(lines.filter((line) => line !== ""));
      return { keep: (name: string) => listed.has(name), sentence: `is listed in ${selection.path}` };
    }
    default:
      return selection satisfies never;
  }
}

function routedFields(wanted: BenchArguments, items: readonly HistoryItem[]) {
  const anyHas = (field: string) => items.some((item) => labelOf(item, field) !== null);
  for (const [flag, field] of [
    ["--type-field", wanted.typeField],
    ["--source-field", wanted.sourceField],
  ] as const) {
    if (field === null || anyHas(field)) continue;
    const fields = Object.keys(items[0]?.fields ?? {}).join(", ");
    throw new SignalboxError("not_found", `${flag} ${field}: no item has this field; the first one has ${fields}`);
  }
  const source = wanted.sourceField ?? (anyHas("source") ? "source" : null);
  return { type: wanted.typeField ?? "type", source };
}

/** The folder's own split, or seeded random ones where it has none or the command asks for them. */
export function splitsOf({ items, official }: Dataset, asked: number | null): Split[] {
  if (asked === null && official.size > 0) {
    const named = new Set(official.values());
    // With only one of the two files, all other items are the other part.
    const rest = named.size === 2 ? null : named.has("test") ? "train" : "test";
    const part = (name: "train" | "test") => items.filter((item) => (official.get(item.id) ?? rest) === name);
    const split = { train: part("train"), test: part("test") };
    if (split.train.length === 0 || split.test.length === 0) {
      throw new SignalboxError("invalid_input", "train.txt or test.txt names no item that has outcomes");
    }
    return [split];
  }
  return Array.from({ length: asked ?? DEFAULT_RANDOM_SPLITS }, (_, split) => {
    const order = shuffled(items, seededRandom(split + 1));
    const end = Math.round(TRAIN_SHARE * order.length);
    return { train: order.slice(0, end), test: order.slice(end) };
  });
}
