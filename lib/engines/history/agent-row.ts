import { z } from "zod";
import { type Place, parseRecord } from "./place.ts";

/** One row of agents.csv. */
export interface HistoryAgent {
  name: string;
  group: string | null;
  /** Every column of the row. */
  fields: Readonly<Record<string, string>>;
}

const agentSchema = z.looseObject({
  agent: z.string("An agent needs a name").trim().min(1, "An agent needs a name"),
  group: z.string().trim().optional(),
});

/**
 * Reads one row of agents.csv; further columns are kept in `fields`.
 * @throws SignalboxError invalid_input naming file and line.
 */
export function parseAgentRow(row: Readonly<Record<string, string>>, place: Place): HistoryAgent {
  const parsed = parseRecord(agentSchema, row, place);
  return { name: parsed.agent, group: parsed.group || null, fields: row };
}
