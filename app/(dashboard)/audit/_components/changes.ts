export interface Change {
  property: string;
  before: string | null;
  after: string | null;
}

/** What differs between two states of a thing, a row a property; null where the property is absent. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const old = asRecord(before);
  const fresh = asRecord(after);
  const properties = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return properties
    .map((property) => ({ property, before: textOf(old[property]), after: textOf(fresh[property]) }))
    .filter((change) => change.before !== change.after);
}

function asRecord(state: unknown): Record<string, unknown> {
  if (state === null || state === undefined) return {};
  return typeof state === "object" && !Array.isArray(state) ? (state as Record<string, unknown>) : { value: state };
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}
