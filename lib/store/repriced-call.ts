import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import type { Db } from "./client.ts";

interface CallWindow {
  provider: string;
  model: string;
  fromAtMs: number;
  untilAtMs: number;
}

/** A call as far as its price goes. */
export interface StoredCallCost {
  id: string;
  atMs: number;
  /** Null: nobody knows its tokens. */
  usage: TokenUsage | null;
  costNanoUsd: bigint | null;
}

/** The next calls of a model after a given one, in order of time and id. */
export async function listCallCosts(
  db: Db,
  window: CallWindow,
  after: { atMs: number; id: string } | null,
  limit: number,
): Promise<StoredCallCost[]> {
  const from = new Date(after?.atMs ?? window.fromAtMs);
  const rows = await db.modelCall.findMany({
    where: {
      provider: window.provider,
      requestedModel: window.model,
      at: { gte: from, lt: new Date(window.untilAtMs) },
      ...(after && { OR: [{ at: { gt: from } }, { at: from, id: { gt: after.id } }] }),
    },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: limit,
  });
  return rows.map((row) => {
    const { inputTokens, outputTokens } = row;
    const known = inputTokens !== null && outputTokens !== null;
    const usage = known
      ? {
          inputTokens,
          outputTokens,
          cacheReadTokens: row.cacheReadTokens ?? 0,
          cacheWrite5mTokens: row.cacheWrite5mTokens ?? 0,
          cacheWrite1hTokens: row.cacheWrite1hTokens ?? 0,
          reasoningTokens: row.reasoningTokens,
        }
      : null;
    return { id: row.id, atMs: row.at.getTime(), usage, costNanoUsd: row.costNanoUsd };
  });
}

export interface RepricedRow {
  callId: string;
  beforeNanoUsd: bigint | null;
  afterNanoUsd: bigint | null;
  priceSource: string | null;
}

/** Writing a call again, after a crash, changes nothing. */
export async function insertRepricedCalls(db: Db, repricingId: string, rows: readonly RepricedRow[]): Promise<void> {
  await db.repricedCall.createMany({ data: rows.map((row) => ({ repricingId, ...row })), skipDuplicates: true });
}
