import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { ALL_FLEETS, type StoredTexts } from "#lib/contracts/prompt-policy.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** Shorter ones do not get shorter by it. */
const COMPRESSED_FROM_BYTES = 2_048;
/** A body unpacks to this at most: far more than the size limit of what is stored lets through. */
const MOST_UNPACKED_BYTES = 4 * 1024 * 1024;

const pack = promisify(gzip);
const unpack = (body: Uint8Array) => promisify(gunzip)(body, { maxOutputLength: MOST_UNPACKED_BYTES });

interface CallTextRow {
  callId: string;
  decisionId: string;
  fleetName: string;
  at: Date;
  deleteAfter: Date;
  texts: StoredTexts;
  /** What the router read of it, redacted; null: nobody was routed. */
  taskText: string | null;
}

/** Stores a call's redacted texts, compressed where that saves something. */
export async function insertCallText(db: Db, { texts, ...row }: CallTextRow): Promise<void> {
  const plain = Buffer.from(JSON.stringify(texts));
  const large = plain.length >= COMPRESSED_FROM_BYTES;
  const body = new Uint8Array(large ? await pack(plain) : plain);
  await db.callText.create({ data: { ...row, encoding: large ? "gzip" : "plain", body } });
}

/** Texts of a decision's calls, oldest first. */
export async function readCallTexts(
  db: Db,
  decisionId: string,
): Promise<Omit<CallTextRow, "decisionId" | "taskText">[]> {
  const rows = await db.callText.findMany({ where: { decisionId }, orderBy: { callId: "asc" }, take: 20 });
  return Promise.all(
    rows.map(async ({ body, encoding, callId, fleetName, at, deleteAfter }) => {
      const plain = encoding === "gzip" ? await unpack(body) : Buffer.from(body);
      return { callId, fleetName, at, deleteAfter, texts: JSON.parse(plain.toString()) as StoredTexts };
    }),
  );
}

export async function countCallTexts(db: Db, decisionId: string): Promise<number> {
  return db.callText.count({ where: { decisionId } });
}

/** How many each fleet has. */
export async function countCallTextsByFleet(db: Db): Promise<Map<string, number>> {
  const rows = await db.callText.groupBy({ by: ["fleetName"], _count: { _all: true } });
  return new Map(rows.map(({ fleetName, _count }) => [fleetName, _count._all]));
}

/** Brings the end of what is stored forward where a shorter time now holds; it is never put off. */
export async function shortenCallTexts(db: Db, fleetNames: FleetChoice, days: number): Promise<void> {
  await db.$executeRaw`
    update call_text set delete_after = at + make_interval(days => ${days})
    where delete_after > at + make_interval(days => ${days}) and ${within(fleetNames)}`;
}

/** Of which fleets: one, or all but those with a policy of their own. */
export type FleetChoice = { fleetName: string } | { except: string[] };

export function within(choice: FleetChoice): Prisma.Sql {
  if ("fleetName" in choice) return Prisma.sql`fleet_name = ${choice.fleetName}`;
  return Prisma.sql`fleet_name <> all(${choice.except}::text[])`;
}

/** @returns how many there were */
export async function deleteCallTexts(db: Db, fleetName: string): Promise<number> {
  const { count } = await db.callText.deleteMany({ where: fleetName === ALL_FLEETS ? {} : { fleetName } });
  return count;
}

/** Deletes at most so many whose time is over. @returns how many there were */
export async function deleteOverdueCallTexts(db: Db, now: Date, limit: number): Promise<number> {
  const { count } = await db.callText.deleteMany({ where: { deleteAfter: { lte: now } }, limit });
  return count;
}
