import type { Db } from "./client.ts";

interface ProbePlanRow {
  everySeconds: number;
  fleetName: string | null;
  configurations: string[];
  updatedAt: Date;
  updatedBy: string;
}

const ONLY = { id: 1 };

/** What somebody said on the page; null: nobody has. */
export async function findProbePlan(db: Db): Promise<ProbePlanRow | null> {
  return db.probePlan.findUnique({ where: ONLY, omit: { id: true } });
}

export async function writeProbePlan(db: Db, row: ProbePlanRow): Promise<void> {
  await db.probePlan.upsert({ where: ONLY, create: { ...ONLY, ...row }, update: row });
}

/** @returns false when there was none */
export async function deleteProbePlan(db: Db): Promise<boolean> {
  const { count } = await db.probePlan.deleteMany();
  return count === 1;
}
