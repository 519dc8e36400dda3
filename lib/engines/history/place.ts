import type { z } from "zod";
import { SignalboxError } from "#lib/core/errors.ts";
import { findNul } from "#lib/core/parse.ts";

/** Where a record came from, so that every complaint names it. Lines count from 1. */
export interface Place {
  file: string;
  line: number;
}

/** The error of a record that cannot be read: "outcomes.csv line 17: ...". */
export function unreadable(place: Place, sentence: string): SignalboxError {
  const where = `${place.file} line ${place.line}`;
  return new SignalboxError("invalid_input", `${where}: ${sentence}`, {
    details: [{ path: where, message: sentence }],
  });
}

/** Parses one record; the error names file, line and field. */
export function parseRecord<S extends z.ZodType>(schema: S, record: unknown, place: Place): z.output<S> {
  const parsed = schema.safeParse(record);
  const [nul] = parsed.success ? findNul(parsed.data) : [];
  if (parsed.success && !nul) return parsed.data;
  const issue = parsed.error?.issues[0];
  const field = nul?.path ?? issue?.path.join(".");
  throw unreadable(place, `${field ? `${field}: ` : ""}${nul?.message ?? issue?.message ?? "cannot be read"}`);
}
