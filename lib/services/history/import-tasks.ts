import type { Hash } from "node:crypto";
import { type HistoryItem, labelOf, parseItemLine, UNSPECIFIED_TYPE } from "#lib/engines/history/item.ts";
import { unreadable } from "#lib/engines/history/place.ts";
import type { Db } from "#lib/store/client.ts";
import { BATCH_ROWS, insertTasks, type NewTask } from "#lib/store/history.ts";
import { readItems, readSplit, type SplitLine } from "#lib/store/history-files.ts";

export interface TaskImport {
  folder: string;
  importId: string;
  /** Fields of the items to take as type and source instead of `type` and `source`. */
  typeField: string | null;
  sourceField: string | null;
  /** Every row goes through it, in order. */
  fingerprint: Hash;
  onRows: (rows: number) => void;
}

/** Writes the folder's tasks. @returns their ids in the database, by item id. */
export async function importTasks(tx: Db, from: TaskImport): Promise<Map<string, string>> {
  const splits = await readSplits(from.folder);
  const ids = new Map<string, string>();
  const seen = new Set<string>();
  let batch: NewTask[] = [];
  const flush = async () => {
    for (const { id, itemId } of await insertTasks(tx, from.importId, batch)) ids.set(itemId, id);
    from.onRows(ids.size);
    batch = [];
  };
  for await (const place of readItems(from.folder)) {
    const item = parseItemLine(place.text, place);
    if (seen.has(item.id)) throw unreadable(place, `the item "${item.id}" occurs a second time`);
    seen.add(item.id);
    const task = toTask(item, from, splits.get(item.id)?.split ?? null);
    splits.delete(item.id);
    from.fingerprint.update(`${JSON.stringify(task)}\n`);
    batch.push(task);
    if (batch.length >= BATCH_ROWS) await flush();
  }
  if (batch.length > 0) await flush();
  const [orphan] = splits.values();
  if (orphan) throw unreadable(orphan, `there is no item "${orphan.itemId}"`);
  return ids;
}

async function readSplits(folder: string): Promise<Map<string, SplitLine>> {
  const splits = new Map<string, SplitLine>();
  for await (const line of readSplit(folder)) {
    if (splits.has(line.itemId)) throw unreadable(line, `the item "${line.itemId}" is listed a second time`);
    splits.set(line.itemId, line);
  }
  return splits;
}

function toTask(item: HistoryItem, { typeField, sourceField }: TaskImport, split: NewTask["split"]): NewTask {
  const type = typeField ? (labelOf(item, typeField) ?? UNSPECIFIED_TYPE) : item.type;
  const source = sourceField ? labelOf(item, sourceField) : item.source;
  const known = item.capability === null ? {} : { capability: storable(item.capability) };
  return { itemId: item.id, type, text: storable(item.text), source, split, ...known };
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD").toWellFormed();
}
