import type { z } from "zod";
import { SignalboxError } from "./errors.ts";

/**
 * Parses input at a boundary.
 * @throws SignalboxError invalid_input with one detail per wrong field.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = details[0];
  const where = first?.path ? `${first.path}: ` : "";
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  throw new SignalboxError("invalid_input", `${where}${first?.message ?? "The input is not valid"}${more}`, {
    details,
  });
}
