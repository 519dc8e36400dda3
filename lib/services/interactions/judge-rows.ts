import type { z } from "zod";
import { CLOCK_AHEAD_MS, type InteractionRowResult, type InteractionVerdict } from "#lib/contracts/interaction.ts";
import { findNul } from "#lib/core/parse.ts";

/** Rows of a request, each with what is to become of it. */
export class JudgedRows<Row extends { id: string; at: string | null }> {
  readonly #results: (InteractionRowResult | null)[];
  readonly #usable = new Map<string, { row: Row; index: number }>();

  /** Reads each row by itself: one that cannot be read does not keep the others from being taken. */
  constructor(rows: readonly unknown[], schema: z.ZodType<Row>, nowMs: number) {
    this.#results = rows.map((raw, index) => {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const field = issue?.path.join(".");
        return verdict(idOf(raw), "refused", `${field ? `${field}: ` : ""}${issue?.message ?? "cannot be read"}`);
      }
      const row = parsed.data;
      const [nul] = findNul(row);
      if (nul) return verdict(null, "refused", `${nul.path}: ${nul.message}`);
      if (row.at !== null && Date.parse(row.at) > nowMs + CLOCK_AHEAD_MS) {
        return verdict(row.id, "refused", "at: This is in the future by more than 5 minutes");
      }
      if (this.#usable.has(row.id)) return verdict(row.id, "duplicate", null);
      this.#usable.set(row.id, { row, index });
      return null;
    });
  }

  /** Those that nobody has refused so far. */
  get usable(): Row[] {
    return [...this.#usable.values()].map(({ row }) => row);
  }

  refuse(id: string, reason: string): void {
    const found = this.#usable.get(id);
    if (!found) return;
    this.#usable.delete(id);
    this.#results[found.index] = verdict(id, "refused", reason);
  }

  /** What becomes of every row, where these were written. */
  results(written: ReadonlySet<string>): InteractionRowResult[] {
    for (const [id, { index }] of this.#usable) {
      this.#results[index] = verdict(id, written.has(id) ? "accepted" : "duplicate", null);
    }
    return this.#results.map((result) => result ?? verdict(null, "refused", "cannot be read"));
  }
}

const verdict = (id: string | null, is: InteractionVerdict, reason: string | null): InteractionRowResult => ({
  id,
  verdict: is,
  reason,
});

function idOf(raw: unknown): string | null {
  if (typeof raw !== "object" || raw === null || !("id" in raw)) return null;
  return typeof raw.id === "string" ? raw.id.slice(0, 200) : null;
}
