import { SignalboxError } from "#lib/core/errors.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { readCapabilityLabel } from "#lib/engines/history/capability-label.ts";
import { parseItemLine, UNSPECIFIED_TYPE } from "#lib/engines/history/item.ts";
import type { KnownCapability } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { readItems, readOutcomes, readSplit } from "#lib/store/history-files.ts";

/** A text with the capability it asks for; null: none of them. */
export interface IntentItem {
  id: string;
  text: string;
  capability: string | null;
  domain: string | null;
}

export interface IntentSet {
  capabilities: readonly KnownCapability[];
  train: readonly IntentItem[];
  test: readonly IntentItem[];
}

const TRAIN_SHARE = 0.7;

/**
 * Reads a folder whose items name what they ask for: field `intent` or `capability`, else the column `capability` of a
 * successful outcome. The folder's own train.txt and test.txt, or a seeded split where it has none.
 * @throws SignalboxError naming file and line, or saying what the folder lacks
 */
export async function loadIntentSet(folder: string): Promise<IntentSet> {
  const byOutcome = await capabilitiesByOutcome(folder);
  const items: IntentItem[] = [];
  const named = new Set<string>();
  for await (const { text, file, line } of readItems(folder)) {
    const item = parseItemLine(text, { file, line });
    // An item that names nothing asks for none of them.
    const capability = readCapabilityLabel(item.capability ?? byOutcome.get(item.id))?.name ?? null;
    if (capability !== null) named.add(capability);
    const domain = item.type === UNSPECIFIED_TYPE ? null : readCapabilityLabel(item.type)?.name;
    items.push({ id: item.id, text: item.text, capability, domain: domain ?? null });
  }
  if (named.size < 2) {
    throw new SignalboxError("invalid_input", "--mode intents needs items with the field intent or capability");
  }
  const official = new Map<string, "train" | "test">();
  for await (const { itemId, split } of readSplit(folder)) official.set(itemId, split);
  const { train, test } = splitItems(items, official);
  return { train, test, capabilities: declaredBy(train) };
}

async function capabilitiesByOutcome(folder: string): Promise<Map<string, string>> {
  const capabilities = new Map<string, string>();
  for await (const { row } of readOutcomes(folder)) {
    const { item_id: id, capability, success, score } = row;
    if (id && capability && Number(success ?? score ?? 0) > 0) capabilities.set(id, capability);
  }
  return capabilities;
}

function splitItems(items: readonly IntentItem[], official: ReadonlyMap<string, "train" | "test">) {
  if (official.size === 0) {
    const order = shuffled(items, seededRandom(1));
    const end = Math.round(TRAIN_SHARE * order.length);
    return { train: order.slice(0, end), test: order.slice(end) };
  }
  const named = new Set(official.values());
  const rest = named.size === 2 ? null : named.has("test") ? "train" : "test";
  const part = (name: "train" | "test") => items.filter(({ id }) => (official.get(id) ?? rest) === name);
  return { train: part("train"), test: part("test") };
}

/** The capabilities of the training items, each in the domain most of its items have. */
function declaredBy(train: readonly IntentItem[]): KnownCapability[] {
  const counts = new Map<string, Map<string | null, number>>();
  for (const { capability, domain } of train) {
    if (capability === null) continue;
    const domains = counts.get(capability) ?? new Map<string | null, number>();
    domains.set(domain, (domains.get(domain) ?? 0) + 1);
    counts.set(capability, domains);
  }
  return [...counts].map(([name, domains]) => {
    const [most] = [...domains].sort(([, a], [, b]) => b - a);
    return { name, description: "", domain: most?.[0] ?? null };
  });
}
