import type { Db } from "./client.ts";

/** What a shadow would have done with a decision that production made. */
export interface ShadowScore {
  decisionId: string;
  /** Whom it would have chosen; null: nobody. */
  agentName: string | null;
  /** Of the agent that production chose, as the shadow foretells it. */
  predictedSuccess: number | null;
}

/** One already there stays as it is. */
export async function insertShadowScores(db: Db, trialId: string, scores: readonly ShadowScore[]): Promise<void> {
  if (scores.length === 0) return;
  await db.shadowScore.createMany({ data: scores.map((score) => ({ trialId, ...score })), skipDuplicates: true });
}
