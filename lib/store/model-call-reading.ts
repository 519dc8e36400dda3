import type { AttemptFacts } from "#lib/contracts/gateway.ts";
import type { ModelCallView } from "#lib/contracts/model-call.ts";
import type { Db } from "./client.ts";

const MOST = 100;

/** The calls that were made for a decision, the first first, at most a hundred. */
export async function listCallsOfDecision(db: Db, decisionId: string): Promise<ModelCallView[]> {
  const rows = await db.modelCall.findMany({ where: { decisionId }, orderBy: { id: "asc" }, take: MOST });
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    target: row.target,
    configuration: { ref: row.configuration, revision: row.configRevision },
    requestedModel: row.requestedModel,
    servedModel: row.servedModel,
    priceSource: row.priceSource,
    streamed: row.streamed,
    tokens: {
      input: row.inputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite5m: row.cacheWrite5mTokens,
      cacheWrite1h: row.cacheWrite1hTokens,
      output: row.outputTokens,
      reasoning: row.reasoningTokens,
    },
    tokensEstimated: row.usageEstimated,
    costNanoUsd: row.costNanoUsd?.toString() ?? null,
    firstTokenMs: row.firstTokenMs,
    totalMs: row.totalMs,
    attempts: JSON.parse(row.attemptLog) as AttemptFacts[],
    finishReason: row.finishReason,
    errorKind: row.errorKind,
  }));
}
