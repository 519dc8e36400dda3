import { z } from "zod";
import { type Place, parseRecord, unreadable } from "./place.ts";

/** Type of an item that names none. */
export const UNSPECIFIED_TYPE = "unspecified";

/** One task of a history folder. */
export interface HistoryItem {
  id: string;
  /** May be empty: some publishers keep the prompt to themselves. */
  text: string;
  type: string;
  source: string | null;
  /** What it asks for, as the data set names it: `capability` or `intent`. */
  capability: string | null;
  /** Every field of the line, for sets that route on another one than `type` or `source`. */
  fields: Readonly<Record<string, unknown>>;
}

const label = z.union([z.string(), z.number(), z.boolean()], "Expected text").transform(String);

const itemSchema = z.looseObject({
  id: z.union([z.string().min(1, "An item needs an id"), z.number()], "An item needs an id").transform(String),
  text: z.string("Expected text").nullish(),
  type: label.nullish(),
  source: label.nullish(),
  capability: label.nullish(),
  intent: label.nullish(),
});

/**
 * Reads one line of items.jsonl. Unknown fields are kept in `fields`.
 * @throws SignalboxError invalid_input naming file and line.
 */
export function parseItemLine(line: string, place: Place): HistoryItem {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    throw unreadable(place, "not a JSON object");
  }
  const item = parseRecord(itemSchema, raw, place);
  return {
    id: item.id,
    text: item.text ?? "",
    type: item.type || UNSPECIFIED_TYPE,
    source: item.source || null,
    capability: item.capability || item.intent || null,
    fields: item,
  };
}

/** Value of a field as a label to route on; null where the item has none. */
export function labelOf(item: HistoryItem, field: string): string | null {
  const parsed = label.safeParse(item.fields[field]);
  return parsed.success && parsed.data !== "" ? parsed.data : null;
}
