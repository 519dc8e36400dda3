import type { Hash } from "node:crypto";
import { nameSchema } from "#lib/contracts/agent.ts";
import { newId } from "#lib/core/ids.ts";
import { type HistoryAgent, parseAgentRow } from "#lib/engines/history/agent-row.ts";
import { type HistoryOutcome, missingOutcomeColumns, parseOutcomeRow } from "#lib/engines/history/outcome.ts";
import { type Place, unreadable } from "#lib/engines/history/place.ts";
import type { Db } from "#lib/store/client.ts";
import {
  BATCH_ROWS,
  insertImportedAgents,
  insertOutcomes,
  type NewOutcome,
  noteCapabilities,
} from "#lib/store/history.ts";
import { readAgents, readOutcomes } from "#lib/store/history-files.ts";

/** Imported agents work elsewhere: their own platform bounds them, not a slot here. */
const CONCURRENCY_LIMIT = 100;
const MAX_INT4 = 2_147_483_647;

export interface OutcomeImport {
  folder: string;
  fleetName: string;
  taskIds: ReadonlyMap<string, string>;
  atMs: number;
  fingerprint: Hash;
  onRows: (rows: number) => void;
}

/** Writes the folder's outcomes and the agents they name. */
export async function importOutcomes(tx: Db, from: OutcomeImport): Promise<{ agents: number; outcomes: number }> {
  const described = await readDescriptions(from.folder);
  const agentIds = new Map<string, string>();
  const seen = new Set<string>();
  let batch: HistoryOutcome[] = [];
  let rows = 0;
  const flush = async () => {
    await addAgents(tx, from, batch, described, agentIds);
    await insertOutcomes(
      tx,
      batch.map((row) => toRow(row, from.taskIds, agentIds)),
    );
    await noteCapabilities(tx, shownCapabilities(batch, from.taskIds));
    from.onRows(rows);
    batch = [];
  };
  for await (const { row, ...place } of readOutcomes(from.folder)) {
    if (rows === 0) requireColumns(row, place);
    const outcome = parseOutcomeRow(row, place);
    rows++;
    if (!outcome) continue;
    checkOutcome(outcome, place, from.taskIds);
    const pair = `${outcome.itemId}\n${outcome.agentName}`;
    if (seen.has(pair)) {
      throw unreadable(place, `a second outcome of agent "${outcome.agentName}" on item "${outcome.itemId}"`);
    }
    seen.add(pair);
    from.fingerprint.update(`${JSON.stringify(outcome)}\n`);
    batch.push(outcome);
    if (batch.length >= BATCH_ROWS) await flush();
  }
  if (batch.length > 0) await flush();
  return { agents: agentIds.size, outcomes: seen.size };
}

function requireColumns(row: Record<string, string>, place: Place): void {
  const missing = missingOutcomeColumns(Object.keys(row));
  if (missing.length > 0) throw unreadable({ ...place, line: 1 }, `the header lacks ${missing.join(", ")}`);
}

function checkOutcome(outcome: HistoryOutcome, place: Place, taskIds: ReadonlyMap<string, string>): void {
  if (!taskIds.has(outcome.itemId)) throw unreadable(place, `there is no item "${outcome.itemId}"`);
  if (!nameSchema.safeParse(outcome.agentName).success) {
    throw unreadable(place, `"${outcome.agentName}" is not usable as the name of an agent`);
  }
  for (const [name, value] of [
    ["latency_ms", outcome.latencyMs],
    ["tokens_in", outcome.inputTokens],
    ["tokens_out", outcome.outputTokens],
  ] as const) {
    if (value !== null && value > MAX_INT4) throw unreadable(place, `${name}: ${value} is above ${MAX_INT4}`);
  }
}

async function readDescriptions(folder: string): Promise<Map<string, HistoryAgent>> {
  const described = new Map<string, HistoryAgent>();
  for await (const { row, ...place } of readAgents(folder)) {
    const agent = parseAgentRow(row, place);
    if (described.has(agent.name)) throw unreadable(place, `the agent "${agent.name}" occurs a second time`);
    described.set(agent.name, agent);
  }
  return described;
}

async function addAgents(
  tx: Db,
  { fleetName, atMs }: OutcomeImport,
  outcomes: readonly HistoryOutcome[],
  described: ReadonlyMap<string, HistoryAgent>,
  agentIds: Map<string, string>,
): Promise<void> {
  const unknown = new Set(outcomes.map(({ agentName }) => agentName).filter((name) => !agentIds.has(name)));
  if (unknown.size === 0) return;
  const agents = [...unknown].map((name) => ({
    id: newId("agt", atMs),
    name,
    concurrencyLimit: CONCURRENCY_LIMIT,
    ...describe(described.get(name)),
  }));
  for (const [name, id] of await insertImportedAgents(tx, fleetName, agents, atMs)) agentIds.set(name, id);
}

/** The role only where the data tells one; the other columns stay readable in the description. */
function describe(agent: HistoryAgent | undefined): { role: string; description: string } {
  const { agent: _name, role, ...fields } = agent?.fields ?? {};
  const told = Object.entries(fields).filter(([, value]) => value !== "");
  return {
    role: role?.slice(0, 64) || "imported",
    description: told
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")
      .slice(0, 2000),
  };
}

/** An agent that succeeded has shown what the task asks for; one that failed has not. Of several the first counts. */
function shownCapabilities(batch: readonly HistoryOutcome[], taskIds: ReadonlyMap<string, string>) {
  const shown = new Map<string, string>();
  for (const { itemId, score, capability } of batch) {
    const taskId = taskIds.get(itemId);
    if (taskId === undefined || capability === undefined || score <= 0.5 || shown.has(taskId)) continue;
    shown.set(taskId, capability.toWellFormed());
  }
  return [...shown].map(([taskId, capability]) => ({ taskId, capability }));
}

function toRow(
  { itemId, agentName, latencyMs, inputTokens, outputTokens, capability: _noted, ...rest }: HistoryOutcome,
  taskIds: ReadonlyMap<string, string>,
  agentIds: ReadonlyMap<string, string>,
): NewOutcome {
  const whole = (value: number | null) => (value === null ? null : Math.round(value));
  return {
    taskId: taskIds.get(itemId) ?? "",
    agentId: agentIds.get(agentName) ?? "",
    ...rest,
    latencyMs: whole(latencyMs),
    inputTokens: whole(inputTokens),
    outputTokens: whole(outputTokens),
  };
}
