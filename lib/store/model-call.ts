import type pg from "pg";
import { insertOutcomes, type OutcomeRecord } from "./ending.ts";
import { type DecisionRecord, insertDecisions } from "./placement.ts";
import { inSession } from "./session.ts";

/** A call as it is stored; see prisma/schema/usage.prisma. Unknown is null. */
export interface ModelCallRecord {
  id: string;
  atMs: number;
  decisionId: string;
  fleetName: string;
  actorKind: string;
  actorId: string;
  requestId: string;
  target: string;
  configuration: string;
  configRevision: number;
  provider: string;
  requestedModel: string;
  servedModel: string | null;
  priceSource: string | null;
  streamed: boolean;
  inputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWrite5mTokens: number | null;
  cacheWrite1hTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  usageEstimated: boolean;
  costNanoUsd: bigint | null;
  firstTokenMs: number | null;
  totalMs: number;
  attempts: number;
  attemptLog: string;
  finishReason: string | null;
  errorKind: string | null;
}

/** A call that has ended. */
export interface EndedCall {
  call: ModelCallRecord;
  /** A direct call that held nothing is written whole at its end; null: its decision is there already. */
  whole: { decision: DecisionRecord; outcome: OutcomeRecord } | null;
}

/** Writes many ended calls in one transaction. */
export function commitCalls(ended: EndedCall[]): Promise<null[]> {
  return inSession(async (client, sendBeforeCommit) => {
    const whole = ended.flatMap((one) => one.whole ?? []);
    if (whole.length > 0) {
      const outcomes = whole.map(({ outcome }) => ({ outcome, late: false }));
      sendBeforeCommit(
        insertDecisions(
          client,
          whole.map(({ decision }) => decision),
        ),
      );
      sendBeforeCommit(insertOutcomes(client, outcomes));
    }
    sendBeforeCommit(
      insertCalls(
        client,
        ended.map(({ call }) => call),
      ),
    );
    return ended.map(() => null);
  });
}

async function insertCalls(client: pg.PoolClient, calls: readonly ModelCallRecord[]): Promise<void> {
  const column = <K extends keyof ModelCallRecord>(name: K) => calls.map((call) => call[name]);
  await client.query({
    name: "model-call-insert",
    text: `insert into model_call (id, at, decision_id, fleet_name, actor_kind, actor_id, request_id, target, configuration,
        config_revision, provider, requested_model, served_model, price_source, streamed, input_tokens, cache_read_tokens,
        cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, usage_estimated, cost_nano_usd,
        first_token_ms, total_ms, attempts, attempt_log, finish_reason, error_kind)
      select id, to_timestamp(at / 1000.0), de, fl, ak, ai, rq, ta, co, cr, pr, rm, sm, ps, st, ti, tr, t5, t1, tou, tre, ue, c,
        ft, tm, atn, al, fr, ek
      from unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::int[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bool[], $16::int[], $17::int[], $18::int[],
        $19::int[], $20::int[], $21::int[], $22::bool[], $23::bigint[], $24::int[], $25::int[], $26::int[], $27::text[],
        $28::text[], $29::text[])
      x(id, at, de, fl, ak, ai, rq, ta, co, cr, pr, rm, sm, ps, st, ti, tr, t5, t1, tou, tre, ue, c, ft, tm, atn, al, fr, ek)`,
    values: [
      column("id"),
      column("atMs"),
      column("decisionId"),
      column("fleetName"),
      column("actorKind"),
      column("actorId"),
      column("requestId"),
      column("target"),
      column("configuration"),
      column("configRevision"),
      column("provider"),
      column("requestedModel"),
      column("servedModel"),
      column("priceSource"),
      column("streamed"),
      column("inputTokens"),
      column("cacheReadTokens"),
      column("cacheWrite5mTokens"),
      column("cacheWrite1hTokens"),
      column("outputTokens"),
      column("reasoningTokens"),
      column("usageEstimated"),
      calls.map(({ costNanoUsd }) => costNanoUsd?.toString() ?? null),
      column("firstTokenMs"),
      column("totalMs"),
      column("attempts"),
      column("attemptLog"),
      column("finishReason"),
      column("errorKind"),
    ],
  });
}
