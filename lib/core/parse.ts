import type { z } from "zod";
import { type ErrorDetail, SignalboxError } from "./errors.ts";

/**
 * Parses input at a boundary.
 * Text with a NUL character is refused wherever it stands: JSON may carry it, but PostgreSQL cannot store it.
 * @param judgedLater a property that the caller judges by rules of its own, NUL included.
 * @throws SignalboxError invalid_input with one detail per wrong field.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, judgedLater?: string): z.output<S> {
  const parsed = schema.safeParse(input);
  const details = parsed.success
    ? findNul(parsed.data).filter(({ path }) => judgedLater === undefined || !isWithin(path, judgedLater))
    : parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  if (parsed.success && details.length === 0) return parsed.data;
  const first = details[0];
  const where = first?.path ? `${first.path}: ` : "";
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  throw new SignalboxError("invalid_input", `${where}${first?.message ?? "The input is not valid"}${more}`, {
    details,
  });
}

const isWithin = (path: string, property: string) => path === property || path.startsWith(`${property}.`);

/** A detail for every text with a NUL character, which PostgreSQL cannot store; in arrays and plain objects, keys included. */
export function findNul(value: unknown): ErrorDetail[] {
  return nulDetails(value, "", []);
}

function nulDetails(value: unknown, path: string, found: ErrorDetail[]): ErrorDetail[] {
  if (typeof value === "string") {
    if (value.includes("\0")) found.push({ path, message: "Text cannot contain the NUL character" });
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) nulDetails(value[i], join(path, String(i)), found);
  } else if (isPlainObject(value)) {
    for (const key in value) {
      if (key.includes("\0")) found.push({ path, message: "Names cannot contain the NUL character" });
      else nulDetails(value[key], join(path, key), found);
    }
  }
  return found;
}

const join = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);

/** Bytes, dates and the like hold no text of ours. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
