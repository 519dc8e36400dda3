import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";

/** Writes one answer's events as server-sent events of a door's format; each call gives the text to send, maybe empty. */
export interface EventWriter {
  write(event: ChatEvent): string;
  /** What keeps the connection open while nothing is said. */
  ping(): string;
  /** After the last event of a whole answer. */
  end(): string;
  /** In place of the rest: the stream broke, and the client must not take it for whole. */
  fail(error: ErrorBody): string;
}

/** Lines that every reader skips: what is known only when the answer has ended. */
export function sseComment(facts: Readonly<Record<string, string>>): string {
  const lines = Object.entries(facts).map(([name, value]) => `: ${name}: ${value}\n`);
  return lines.length > 0 ? `${lines.join("")}\n` : "";
}
