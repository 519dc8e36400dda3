import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { SignalboxError } from "#lib/core/errors.ts";
import type { FaultExample } from "#lib/engines/behavior/attribution/fault-examples.ts";
import { parseItemLine } from "#lib/engines/history/item.ts";
import { parseRecord } from "#lib/engines/history/place.ts";
import { readItems } from "#lib/store/history-files.ts";

const FILE = "interactions.jsonl";

const lineSchema = z.object({
  id: z.string(),
  turns: z.array(
    z.object({
      step: z.int(),
      speaker: z.string(),
      to: z.string().nullish(),
      kind: z.string().default("message"),
      chars: z.number().nullish(),
      text: z.string().nullish(),
    }),
  ),
});

const faultSchema = z.looseObject({ mistake_agent: z.string(), mistake_step: z.int().nullish() });

/**
 * Failed runs with whose fault they were, of a folder with items and interactions. Of an item nothing but its text, its
 * type and the answer is read: what people wrote of the mistake is no feature.
 */
export async function readFaultRuns(folder: string): Promise<FaultExample[]> {
  const turns = await readTurns(folder);
  const examples: FaultExample[] = [];
  for await (const { text, file, line } of readItems(folder)) {
    const item = parseItemLine(text, { file, line });
    const fault = faultSchema.safeParse(item.fields);
    const interactions = turns.get(item.id);
    if (!fault.success || !interactions || interactions.length === 0) continue;
    examples.push({
      run: { id: item.id, taskType: item.type, taskText: item.text || null, succeeded: false, interactions },
      fault: { agent: fault.data.mistake_agent, step: fault.data.mistake_step ?? null },
    });
  }
  return examples;
}

async function readTurns(folder: string): Promise<Map<string, FaultExample["run"]["interactions"]>> {
  const text = await readText(folder);
  const turns = new Map<string, FaultExample["run"]["interactions"]>();
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const run = parseRecord(lineSchema, JSON.parse(line), { file: FILE, line: at + 1 });
    turns.set(
      run.id,
      run.turns.map(({ step, speaker, to, kind, chars, text: said }) => ({
        step,
        from: speaker,
        to: to ?? null,
        kind,
        chars: chars ?? null,
        atMs: null,
        text: said ?? null,
      })),
    );
  }
  return turns;
}

async function readText(folder: string): Promise<string> {
  try {
    return gunzipSync(await readFile(join(folder, `${FILE}.gz`))).toString("utf8");
  } catch {
    try {
      return await readFile(join(folder, FILE), "utf8");
    } catch {
      throw new SignalboxError("invalid_input", `${folder} has neither ${FILE}.gz nor ${FILE}`);
    }
  }
}
