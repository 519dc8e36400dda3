import { SignalboxError } from "#lib/core/errors.ts";

/**
 * A body's fields joined by those that come from the path and the key. A body that is no object is left to the
 * schema to refuse.
 * @throws SignalboxError invalid_input when the body brings one of these fields itself: nothing it says is dropped silently
 */
export function joinBody(body: unknown, fixed: Record<string, unknown>): object {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return { body, ...fixed };
  const details = Object.keys(fixed)
    .filter((name) => Object.hasOwn(body, name))
    .map((path) => ({ path, message: `Leave out "${path}": the address and the key say it` }));
  if (details.length > 0) {
    throw new SignalboxError("invalid_input", `${details[0]?.path}: ${details[0]?.message}`, { details });
  }
  return { ...body, ...fixed };
}
