import type { HealthState, IncidentEventKind } from "#lib/contracts/health-check.ts";
import { newId } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

const WITH_EVENTS = { events: { orderBy: { id: "asc" }, take: 200 } } as const;

interface Thing {
  checkId: string;
  subject: string;
}

export interface IncidentNews {
  kind: IncidentEventKind;
  /** Null: a check found it. */
  actorName: string | null;
  text: string;
  atMs: number;
}

export async function findOpenIncident(db: Db, { checkId, subject }: Thing) {
  return db.healthIncident.findFirst({ where: { checkId, subject, closedAt: null } });
}

export async function listOpenIncidents(db: Db) {
  return db.healthIncident.findMany({ where: { closedAt: null } });
}

export async function findIncident(db: Db, id: string) {
  return db.healthIncident.findUnique({ where: { id } });
}

/** @returns its id */
export async function openIncident(
  db: Db,
  incident: Thing & { label: string; worst: HealthState; sentence: string; openedAtMs: number },
): Promise<string> {
  const { openedAtMs, ...row } = incident;
  const id = newId("inc", openedAtMs);
  await db.healthIncident.create({ data: { id, ...row, openedAt: new Date(openedAtMs) } });
  return id;
}

export async function addIncidentEvent(db: Db, incidentId: string, { atMs, ...event }: IncidentNews): Promise<void> {
  await db.healthIncidentEvent.create({ data: { incidentId, ...event, at: new Date(atMs) } });
}

/** It has become as bad as never before. */
export async function worsenIncident(db: Db, id: string, worst: HealthState, sentence: string): Promise<void> {
  await db.healthIncident.update({ where: { id }, data: { worst, sentence } });
}

export async function closeIncident(db: Db, id: string, atMs: number): Promise<void> {
  await db.healthIncident.update({ where: { id }, data: { closedAt: new Date(atMs) } });
}

/** @returns false when somebody did before, or it is over */
export async function acknowledgeIncidentRow(
  db: Db,
  id: string,
  { by, note, atMs }: { by: string; note: string; atMs: number },
): Promise<boolean> {
  const { count } = await db.healthIncident.updateMany({
    where: { id, acknowledgedAt: null, closedAt: null },
    data: { acknowledgedAt: new Date(atMs), acknowledgedBy: by, acknowledgeNote: note },
  });
  return count > 0;
}

/** Open ones first, then the newest, with what happened in each. */
export async function listIncidents(db: Db, limit: number) {
  const [open, closed] = await Promise.all([
    db.healthIncident.findMany({
      where: { closedAt: null },
      orderBy: { openedAt: "desc" },
      take: limit,
      include: WITH_EVENTS,
    }),
    db.healthIncident.findMany({
      where: { closedAt: { not: null } },
      orderBy: { openedAt: "desc" },
      take: limit,
      include: WITH_EVENTS,
    }),
  ]);
  return [...open, ...closed].slice(0, limit);
}
