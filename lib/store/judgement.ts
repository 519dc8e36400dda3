import type pg from "pg";
import { JUDGED_WITHIN_DAYS } from "#lib/contracts/decision.ts";

const JUDGED_WITHIN_MS = JUDGED_WITHIN_DAYS * 86_400_000;

/** An outcome as it stands. */
export interface Judgeable {
  atMs: number;
  /** Null: not judged. */
  success: boolean | null;
  bodyHash: string;
  late: boolean;
  costNanoUsd: bigint | null;
}

/** The part of a report that judges; the rest is measured already. */
export interface Judgement {
  decisionId: string;
  atMs: number;
  success: boolean | null;
  quality: number | null;
  errorCode: string | null;
  bodyHash: string;
}

export type JudgementResult =
  /** It was recorded without a judgement, and has this one now. */
  | ({ kind: "judged" } & Judgeable)
  /** It was recorded without a judgement, too long ago for one. */
  | { kind: "judged_too_late" }
  /** Reported before: what was recorded then. */
  | ({ kind: "replayed" } & Judgeable);

/** What a further report does to an outcome: it judges one that is not judged, once and in time. */
export function judge(before: Judgeable, { success, atMs }: Judgement): JudgementResult {
  if (before.success !== null || success === null) return { kind: "replayed", ...before };
  return atMs - before.atMs > JUDGED_WITHIN_MS ? { kind: "judged_too_late" } : { kind: "judged", ...before };
}

/** Outcomes of the decisions that have one, locked: of two judgements at once the second finds the first. */
export async function readReported(client: pg.PoolClient, decisionIds: string[]): Promise<Map<string, Judgeable>> {
  const { rows } = await client.query<{
    decision_id: string;
    at_ms: number;
    success: boolean | null;
    body_hash: string;
    late: boolean;
    cost: string | null;
  }>({
    name: "outcome-read",
    text: `select decision_id, extract(epoch from at)::float8 * 1000 at_ms, success, body_hash, late, cost_nano_usd cost
      from outcome where decision_id = any($1::text[]) order by decision_id for update`,
    values: [decisionIds],
  });
  return new Map(
    rows.map(({ decision_id, at_ms, success, body_hash: bodyHash, late, cost }) => [
      decision_id,
      { atMs: Math.round(at_ms), success, bodyHash, late, costNanoUsd: cost === null ? null : BigInt(cost) },
    ]),
  );
}

/** Cost, tokens and duration stay as they were measured. */
export async function writeJudgements(client: pg.PoolClient, judged: readonly Judgement[]): Promise<void> {
  if (judged.length === 0) return;
  const column = <K extends keyof Judgement>(name: K) => judged.map((outcome) => outcome[name]);
  await client.query({
    name: "outcome-judge",
    text: `update outcome set success = s, quality = q, error_code = coalesce(e, error_code), body_hash = h,
        judged_at = to_timestamp(t / 1000.0)
      from unnest($1::text[], $2::float8[], $3::bool[], $4::float8[], $5::text[], $6::text[]) x(d, t, s, q, e, h)
      where decision_id = d and success is null`,
    values: [
      column("decisionId"),
      column("atMs"),
      column("success"),
      column("quality"),
      column("errorCode"),
      column("bodyHash"),
    ],
  });
}
