import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { type FleetChoice, within } from "./call-text.ts";
import type { Db } from "./client.ts";
import { RowTable } from "./row-table.ts";

/** What was said in an interaction. */
export interface InteractionTextRecord {
  fleetName: string;
  interactionId: string;
  text: string;
  /** Null: imported, kept until its fleet is removed. */
  deleteAfterMs: number | null;
}

const TEXTS = new RowTable<InteractionTextRecord>("interaction_text", {
  fleetName: "text",
  interactionId: "text",
  text: "text",
  deleteAfterMs: "time",
});

export async function insertInteractionTexts(db: Db, rows: readonly InteractionTextRecord[]): Promise<void> {
  if (rows.length === 0) return;
  await db.$executeRawUnsafe(`${TEXTS.insertMany("$1", ["interactionId"])} on conflict do nothing`, TEXTS.many(rows));
}

/** Brings the end of what is stored forward where a shorter time now holds; imported texts stay. */
export async function shortenInteractionTexts(db: Db, fleets: FleetChoice, now: Date, days: number): Promise<void> {
  await db.$executeRaw`
    update interaction_text set delete_after = ${now}::timestamptz + make_interval(days => ${days})
    where delete_after > ${now}::timestamptz + make_interval(days => ${days}) and ${within(fleets)}`;
}

/** Deletes what was stored because a policy allowed it; imported texts stay. @returns how many there were */
export async function deleteInteractionTexts(db: Db, fleetName: string): Promise<number> {
  const stored = { deleteAfter: { not: null } };
  const where = fleetName === ALL_FLEETS ? stored : { ...stored, fleetName };
  const { count } = await db.interactionText.deleteMany({ where });
  return count;
}

/** Deletes at most so many whose time is over. @returns how many there were */
export async function deleteOverdueInteractionTexts(db: Db, now: Date, limit: number): Promise<number> {
  const { count } = await db.interactionText.deleteMany({ where: { deleteAfter: { lte: now } }, limit });
  return count;
}
