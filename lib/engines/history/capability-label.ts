import { NO_CAPABILITY } from "#lib/contracts/history.ts";

/** What is known of the capability a task asks for; `name` null: it asks for none of the fleet's. */
export interface CapabilityLabel {
  name: string | null;
}

/** Reads a label as data sets write it; null when nothing is known. */
export function readCapabilityLabel(label: string | null | undefined): CapabilityLabel | null {
  const text = label?.trim() ?? "";
  if (text === "") return null;
  return { name: NO_CAPABILITY.includes(text.toLowerCase()) ? null : text };
}

/** The label as the name of a capability: "Book a flight" is "book_a_flight". Null when nothing is left of it. */
export function capabilityNameOf(label: string): string | null {
  const name = label
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "_")
    .replace(/^[_.-]+/, "");
  return name.slice(0, 64) || null;
}
