import { type EvaluationReport, evaluationReportSchema } from "#lib/contracts/evaluation.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

/** What was measured when the version was made; null for versions that came without. */
export async function findEvaluation(db: Db, key: ModelKey, version: number): Promise<EvaluationReport | null> {
  const row = await db.modelEvaluation.findUnique({ where: { name_kind_version: { ...key, version } } });
  return row ? evaluationReportSchema.parse(row.report) : null;
}

/** Written once, with the version: the row cannot change afterwards. */
export async function insertEvaluation(
  db: Db,
  key: ModelKey,
  version: number,
  report: EvaluationReport,
): Promise<void> {
  await db.modelEvaluation.create({ data: { ...key, version, report: JSON.parse(canonicalJson(report)) } });
}
