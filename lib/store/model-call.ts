import { pool } from "./client.ts";
import { OUTCOMES, type OutcomeRecord, toOutcomeRow } from "./ending.ts";
import { DECISIONS, type DecisionRecord, toDecisionRow } from "./placement.ts";
import { RowTable } from "./row-table.ts";

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

type CallRow = Omit<ModelCallRecord, "costNanoUsd"> & { costNanoUsd: string | null };

export const CALLS = new RowTable<CallRow>("model_call", {
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
});

export const toCallRow = (call: ModelCallRecord): CallRow => ({
  ...call,
  costNanoUsd: call.costNanoUsd?.toString() ?? null,
});

const WRITE_MANY = `with decided as (${DECISIONS.insertMany("$1")}), ended as (${OUTCOMES.insertMany("$2")})
  , noted as (
    insert into usage_event (kind, decision_ids) select 'called', $4::text[] where cardinality($4::text[]) > 0
  ) ${CALLS.insertMany("$3")}`;
const WRITE_ONE = `with decided as (${DECISIONS.insertOne()}), ended as (${OUTCOMES.insertOne(DECISIONS.width)})
  ${CALLS.insertOne(DECISIONS.width + OUTCOMES.width)}`;

/** Writes many ended calls in one statement, which is a transaction of its own: nothing waits for a begin or a commit. */
export async function commitCalls(ended: EndedCall[]): Promise<null[]> {
  const [first, ...others] = ended;
  if (first?.whole && others.length === 0) await writeOne(first.call, first.whole);
  else await writeMany(ended);
  return ended.map(() => null);
}

async function writeOne(call: ModelCallRecord, { decision, outcome }: NonNullable<EndedCall["whole"]>): Promise<void> {
  const decided = DECISIONS.one(toDecisionRow(decision));
  const values = [...decided, ...OUTCOMES.one(toOutcomeRow(outcome, false)), ...CALLS.one(toCallRow(call))];
  await pool().query({ name: "call-write", text: WRITE_ONE, values });
}

async function writeMany(ended: readonly EndedCall[]): Promise<void> {
  const whole = ended.flatMap((one) => one.whole ?? []);
  const decisions = DECISIONS.many(whole.map(({ decision }) => toDecisionRow(decision)));
  const outcomes = OUTCOMES.many(whole.map(({ outcome }) => toOutcomeRow(outcome, false)));
  const calls = CALLS.many(ended.map(({ call }) => toCallRow(call)));
  // Of those that are written whole, the outcome's event says all.
  const called = ended.flatMap((one) => (one.whole ? [] : [one.call.decisionId]));
  await pool().query({ name: "calls-write", text: WRITE_MANY, values: [decisions, outcomes, calls, called] });
}
