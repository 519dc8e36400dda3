import { MOST_TEXT_CHARS } from "#lib/contracts/interaction.ts";
import { type HistoryItem, labelOf, parseItemLine, UNSPECIFIED_TYPE } from "#lib/engines/history/item.ts";
import { unreadable } from "#lib/engines/history/place.ts";
import { type HistoryRun, parseRunLine } from "#lib/engines/history/run-turns.ts";
import type { Db } from "#lib/store/client.ts";
import { BATCH_ROWS } from "#lib/store/history.ts";
import { readInteractions, readItems } from "#lib/store/history-files.ts";
import {
  type InteractionRecord,
  type InteractionRunRecord,
  insertInteractions,
  insertRuns,
} from "#lib/store/interaction.ts";
import { type InteractionTextRecord, insertInteractionTexts } from "#lib/store/interaction-text.ts";

export interface InteractionImport {
  folder: string;
  fleetName: string;
  typeField: string | null;
  /** Items that were imported. */
  taskIds: ReadonlyMap<string, string>;
  atMs: number;
}

interface Batch {
  interactions: InteractionRecord[];
  texts: InteractionTextRecord[];
  runs: InteractionRunRecord[];
}

/**
 * Writes what the agents of each item said to each other, where the folder has interactions.jsonl, and whose fault a failure
 * was, where its item says so. Texts are kept as given, like the tasks: an imported history is there to be learned from.
 * @returns how many are new in the fleet
 */
export async function importInteractions(tx: Db, from: InteractionImport): Promise<number> {
  const seen = new Set<string>();
  let endings: ReadonlyMap<string, Ending> | null = null;
  let written = 0;
  let batch: Batch = { interactions: [], texts: [], runs: [] };
  const flush = async () => {
    const added = await insertInteractions(tx, batch.interactions);
    await insertInteractionTexts(
      tx,
      batch.texts.filter(({ interactionId }) => added.has(interactionId)),
    );
    await insertRuns(tx, batch.runs);
    written += added.size;
    batch = { interactions: [], texts: [], runs: [] };
  };
  for await (const place of readInteractions(from.folder)) {
    // Only now: most folders have no such file, and their items are read once.
    endings ??= await readEndings(from);
    const run = parseRunLine(place.text, place);
    const ending = endings.get(run.itemId);
    if (!from.taskIds.has(run.itemId) || !ending) throw unreadable(place, `there is no item "${run.itemId}"`);
    if (seen.has(run.itemId)) throw unreadable(place, `the run of item "${run.itemId}" occurs a second time`);
    seen.add(run.itemId);
    add(batch, run, ending, from);
    if (batch.interactions.length >= BATCH_ROWS) await flush();
  }
  await flush();
  return written;
}

type Ending = Pick<InteractionRunRecord, "taskType" | "succeeded" | "faultAgent" | "faultStep">;

async function readEndings({ folder, typeField }: InteractionImport): Promise<Map<string, Ending>> {
  const endings = new Map<string, Ending>();
  for await (const place of readItems(folder)) {
    const item = parseItemLine(place.text, place);
    const taskType = typeField ? (labelOf(item, typeField) ?? UNSPECIFIED_TYPE) : item.type;
    endings.set(item.id, { taskType, ...endingOf(item) });
  }
  return endings;
}

/** `succeeded` or `success` of the item; one with a `mistake_agent` has failed. Null: nobody says. */
function endingOf({ fields }: HistoryItem): Omit<Ending, "taskType"> {
  const { mistake_agent: agent, mistake_step: step, succeeded = fields.success } = fields;
  const faultAgent = typeof agent === "string" && agent !== "" ? agent : null;
  const said = typeof succeeded === "boolean" ? succeeded : null;
  return {
    succeeded: said ?? (faultAgent === null ? null : false),
    faultAgent,
    faultStep: faultAgent !== null && typeof step === "number" && Number.isInteger(step) && step >= 0 ? step : null,
  };
}

function add(
  batch: Batch,
  { itemId, turns }: HistoryRun,
  ending: Ending,
  { fleetName, atMs }: InteractionImport,
): void {
  batch.runs.push({ fleetName, id: itemId, atMs, source: "import", ...ending });
  for (const { step, speaker, to, kind, chars, text } of turns) {
    const id = `import:${itemId}/${step}`;
    batch.interactions.push({
      ...{ fleetName, id, atMs, runId: itemId, step, fromAgent: speaker, toAgent: to, kind, chars },
      ...{ taskType: ending.taskType, decisionId: null, parentDecisionId: null, tokens: null, durationMs: null },
      ...{ success: null, quality: null, source: "import" },
    });
    if (text === null) continue;
    batch.texts.push({ fleetName, interactionId: id, text: text.slice(0, MOST_TEXT_CHARS), deleteAfterMs: null });
  }
}
