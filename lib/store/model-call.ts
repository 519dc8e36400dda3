import { pool } from "./client.ts";
import { insertOutcomeRows, type OutcomeRecord, outcomeRows } from "./ending.ts";
import { type Columns, insertRows, jsonRows } from "./json-rows.ts";
import { type DecisionRecord, decisionRows, insertDecisionRows } from "./placement.ts";

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
  configRevision: number | null;
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

const COLUMNS: Columns<ModelCallRecord> = {
  id: "text",
  atMs: "time",
  decisionId: "text",
  fleetName: "text",
  actorKind: "text",
  actorId: "text",
  requestId: "text",
  target: "text",
  configuration: "text",
  configRevision: "int",
  provider: "text",
  requestedModel: "text",
  servedModel: "text",
  priceSource: "text",
  streamed: "bool",
  inputTokens: "int",
  cacheReadTokens: "int",
  cacheWrite5mTokens: "int",
  cacheWrite1hTokens: "int",
  outputTokens: "int",
  reasoningTokens: "int",
  usageEstimated: "bool",
  costNanoUsd: "bigint",
  firstTokenMs: "int",
  totalMs: "int",
  attempts: "int",
  attemptLog: "text",
  finishReason: "text",
  errorKind: "text",
};

const WRITE = `with decided as (${insertDecisionRows("$1")}), ended as (${insertOutcomeRows("$2")})
  ${insertRows("model_call", COLUMNS, "$3")}`;

/** Writes many ended calls in one statement, which is a transaction of its own: nothing waits for a begin or a commit. */
export async function commitCalls(ended: EndedCall[]): Promise<null[]> {
  const whole = ended.flatMap((one) => one.whole ?? []);
  const decisions = decisionRows(whole.map(({ decision }) => decision));
  const outcomes = outcomeRows(whole.map(({ outcome }) => ({ outcome, late: false })));
  const calls = jsonRows(ended.map(({ call }) => ({ ...call, costNanoUsd: call.costNanoUsd?.toString() ?? null })));
  await pool().query({ name: "calls-write", text: WRITE, values: [decisions, outcomes, calls] });
  return ended.map(() => null);
}
