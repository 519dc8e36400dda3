import { z } from "zod";
import { type Place, parseRecord, unreadable } from "./place.ts";

/** What the agents of one item said to each other, in the order of the file. */
export interface HistoryRun {
  itemId: string;
  turns: HistoryTurn[];
}

export interface HistoryTurn {
  /** Ascending, gaps allowed. */
  step: number;
  speaker: string;
  /** Null: nobody by name. */
  to: string | null;
  kind: string;
  /** Of what was said, of which `text` may be the beginning. */
  chars: number | null;
  text: string | null;
}

const nameSchema = z.string("An agent's name is text").min(1, "A turn names its speaker").max(120);

const runSchema = z.object({
  id: z.union([z.string().min(1), z.number()], "A run names its item").transform(String),
  turns: z.array(
    z.object({
      step: z.int().min(0).max(2_000_000_000),
      speaker: nameSchema,
      to: nameSchema.nullish(),
      kind: z.string().min(1).max(64).default("message"),
      chars: z.int().min(0).max(2_000_000_000).nullish(),
      text: z.string().nullish(),
    }),
    "A run has turns",
  ),
});

/**
 * Reads one line of interactions.jsonl: `{id, turns: [{step, speaker, to, kind, chars, text}]}`.
 * @throws SignalboxError invalid_input naming file, line and field
 */
export function parseRunLine(line: string, place: Place): HistoryRun {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    throw unreadable(place, "not a JSON object");
  }
  const { id, turns } = parseRecord(runSchema, raw, place);
  let last = -1;
  for (const { step } of turns) {
    if (step <= last) throw unreadable(place, `step ${step} stands after step ${last}: steps ascend`);
    last = step;
  }
  return {
    itemId: id,
    turns: turns.map(({ to, chars, text, ...turn }) => ({
      ...turn,
      to: to ?? null,
      chars: chars ?? text?.length ?? null,
      text: text || null,
    })),
  };
}
