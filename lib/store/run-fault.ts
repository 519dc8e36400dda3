import type { Db } from "./client.ts";

/** Whose fault a run's failure was, as a person has found; see prisma/schema/interaction.prisma. */
export interface RunFaultRecord {
  fleetName: string;
  runId: string;
  agent: string;
  step: number | null;
  reason: string;
  namedAt: Date;
  namedBy: string;
}

export async function findRunFault(db: Db, fleetName: string, runId: string): Promise<RunFaultRecord | null> {
  return db.runFault.findUnique({ where: { fleetName_runId: { fleetName, runId } } });
}

/** As it was told with the run; null: nobody has. */
export async function findToldFault(
  db: Db,
  fleetName: string,
  runId: string,
): Promise<{ agent: string; step: number | null } | null> {
  const run = await db.interactionRun.findUnique({ where: { fleetName_id: { fleetName, id: runId } } });
  return run?.faultAgent == null ? null : { agent: run.faultAgent, step: run.faultStep };
}

export async function writeRunFault(db: Db, { fleetName, runId, ...data }: RunFaultRecord): Promise<void> {
  const where = { fleetName_runId: { fleetName, runId } };
  await db.runFault.upsert({ where, create: { fleetName, runId, ...data }, update: data });
  await db.teamRunSummary.updateMany({
    where: { fleetName, id: runId },
    data: { faultAgent: data.agent, faultStep: data.step },
  });
}

/** Takes it back: what was told with the run counts again. @returns false: there was none */
export async function deleteRunFault(db: Db, fleetName: string, runId: string): Promise<boolean> {
  const { count } = await db.runFault.deleteMany({ where: { fleetName, runId } });
  const told = await findToldFault(db, fleetName, runId);
  await db.teamRunSummary.updateMany({
    where: { fleetName, id: runId },
    data: { faultAgent: told?.agent ?? null, faultStep: told?.step ?? null },
  });
  return count > 0;
}
