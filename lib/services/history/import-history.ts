import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { ImportSummary } from "#lib/contracts/history.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { lockFleet } from "#lib/store/fleet-lock.ts";
import { closeImport, deriveCapabilities, findImportByData, openImport } from "#lib/store/history.ts";
import { countLines } from "#lib/store/history-size.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { importInteractions } from "./import-interactions.ts";
import { importOutcomes } from "./import-outcomes.ts";
import { importTasks } from "./import-tasks.ts";

const TIMEOUT_MS = 15 * 60_000;

const fieldSchema = z.string().min(1).max(64).nullable().default(null);
const inputSchema = z.strictObject({
  /** A folder on this machine: only the command and the upload handler may name one. */
  folder: z.string().min(1),
  fleetName: nameSchema,
  typeField: fieldSchema,
  sourceField: fieldSchema,
  /** What to call the data; the folder's name by default. */
  sourceName: z.string().max(200).optional(),
});

export interface ImportProgress {
  step: "tasks" | "outcomes";
  rows: number;
  /** Lines of the file, the header included. */
  total: number;
}

/**
 * Imports a folder of history (items.jsonl, outcomes.csv, train.txt, test.txt, agents.csv, interactions.jsonl; each plain or .gz) into the
 * fleet, in one transaction: an error leaves nothing behind and names its file and line. The fleet is made when it is
 * new. More data may follow into the same imported fleet; the same rows a second time are a conflict. An agent's
 * capabilities are the task types it has succeeded at outside the test split, with its share of success as the level.
 * @throws SignalboxError invalid_input with file and line; conflict for a fleet that is no imported one, and for data
 *   that is there already
 */
export async function importHistory({
  ctx,
  input,
  onProgress = () => undefined,
}: ServiceCall & { onProgress?: (progress: ImportProgress) => void }): Promise<ImportSummary> {
  requireScope(ctx, "history:write");
  const wanted = parseInput(inputSchema, input);
  return inTransaction((tx) => importInTransaction(tx, ctx, wanted, onProgress), TIMEOUT_MS);
}

async function importInTransaction(
  tx: Db,
  ctx: ServiceContext,
  wanted: z.output<typeof inputSchema>,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportSummary> {
  const { folder, fleetName, typeField, sourceField } = wanted;
  const atMs = ctx.clock.nowMs();
  const importId = newId("imp", atMs);
  const source = wanted.sourceName ?? path.basename(path.resolve(folder));
  const fingerprint = createHash("sha256");
  const total = await countLines(folder);
  const kind = await lockFleet(tx, { name: fleetName, kind: "imported", description: `History of ${source}`, atMs });
  if (kind !== "imported") {
    throw new SignalboxError("conflict", `${fleetName} is a ${kind} fleet: import under a name of its own.`);
  }
  await openImport(tx, { id: importId, fleetName, source, authorName: ctx.actor.name, atMs });
  const taskIds = await importTasks(tx, {
    folder,
    importId,
    typeField,
    sourceField,
    fingerprint,
    onRows: (rows) => onProgress({ step: "tasks", rows, total: total.items }),
  });
  const counts = await importOutcomes(tx, {
    folder,
    fleetName,
    taskIds,
    atMs,
    fingerprint,
    onRows: (rows) => onProgress({ step: "outcomes", rows, total: total.outcomes }),
  });
  if (counts.outcomes === 0) throw new SignalboxError("invalid_input", "The files hold no outcome.");
  await deriveCapabilities(tx, fleetName);
  const dataSha256 = fingerprint.digest("hex");
  const earlier = await findImportByData(tx, fleetName, dataSha256);
  if (earlier) {
    const when = earlier.createdAt.toISOString().slice(0, 10);
    throw new SignalboxError(
      "conflict",
      `${fleetName} has this data already, imported from ${earlier.source} on ${when}.`,
    );
  }
  const interactions = await importInteractions(tx, { folder, fleetName, typeField, taskIds, atMs });
  const summary = {
    fleetName,
    source,
    tasks: taskIds.size,
    agents: counts.agents,
    outcomes: counts.outcomes,
    interactions,
    dataSha256,
  };
  await closeImport(tx, importId, {
    dataSha256,
    taskCount: summary.tasks,
    agentCount: summary.agents,
    outcomeCount: summary.outcomes,
    interactionCount: interactions,
  });
  await recordAudit(tx, ctx, {
    verb: "history.import",
    entity: "fleet",
    entityId: fleetName,
    after: { importId, ...summary },
  });
  await bumpRevision(tx, "fleet");
  return { importId, ...summary };
}
