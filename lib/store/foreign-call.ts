import type { Db } from "./client.ts";
import { OUTCOMES, type OutcomeRecord, toOutcomeRow } from "./ending.ts";
import { CALLS, type ModelCallRecord, toCallRow } from "./model-call.ts";
import { DECISIONS, type DecisionRecord, toDecisionRow } from "./placement.ts";

/** A call that did not go through Signalbox, as somebody else's span tells of it. */
export interface ForeignCall {
  decision: DecisionRecord;
  outcome: OutcomeRecord;
  call: ModelCallRecord;
}

/** Writes calls down with their usage; those whose ids are known change nothing. */
export async function insertForeignCalls(db: Db, calls: readonly ForeignCall[]): Promise<void> {
  if (calls.length === 0) return;
  const once = (insert: string) => `${insert} on conflict do nothing`;
  const decisions = DECISIONS.many(calls.map(({ decision }) => toDecisionRow(decision)));
  await db.$executeRawUnsafe(once(DECISIONS.insertMany("$1", ["id"])), decisions);
  const outcomes = OUTCOMES.many(calls.map(({ outcome }) => toOutcomeRow(outcome, false)));
  await db.$executeRawUnsafe(once(OUTCOMES.insertMany("$1", ["decisionId"])), outcomes);
  await db.$executeRawUnsafe(
    once(CALLS.insertMany("$1", ["decisionId"])),
    CALLS.many(calls.map(({ call }) => toCallRow(call))),
  );
}
