import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { ATTRIBUTES as A, OPERATIONS, providerName } from "./names.ts";
import type { DoorTrace, ToldAttempt, ToldCall } from "./told-call.ts";

type Value = string | number | boolean | string[];
export type Attributes = Record<string, Value>;

/** What is unknown is left out: an attribute of 0 would be a statement. */
function known(values: Record<string, Value | null | undefined>): Attributes {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== null && entry[1] !== undefined),
  );
}

/** All that was read, cached or not; null where nobody knows. */
export function readTokens(usage: Partial<TokenUsage> | null): number | null {
  if (usage?.inputTokens === undefined) return null;
  const { inputTokens, cacheReadTokens = 0, cacheWrite5mTokens = 0, cacheWrite1hTokens = 0 } = usage;
  return inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
}

/** What the metrics of an attempt are told apart by: few values, and no identifiers. */
export function attemptDimensions(call: ToldCall, attempt: ToldAttempt): Attributes {
  return known({
    [A.operation]: OPERATIONS[call.operation],
    [A.provider]: providerName(attempt.provider),
    [A.requestModel]: attempt.model,
    [A.responseModel]: attempt.answered?.model,
    [A.serverAddress]: attempt.server?.address,
    [A.serverPort]: attempt.server?.port,
  });
}

/** @param number of the attempt within its call, from 1 */
export function attemptAttributes(call: ToldCall, attempt: ToldAttempt, number: number): Attributes {
  const { asked, answered } = attempt;
  const usage = answered?.usage ?? null;
  const written =
    usage?.cacheWrite5mTokens === undefined ? null : usage.cacheWrite5mTokens + (usage.cacheWrite1hTokens ?? 0);
  return {
    ...attemptDimensions(call, attempt),
    ...known({
      [A.errorType]: attempt.failure,
      [A.requestStream]: call.streamed ? true : null,
      [A.requestMaxTokens]: asked?.maxTokens,
      [A.requestTemperature]: asked?.temperature,
      [A.requestTopP]: asked?.topP,
      [A.requestTopK]: asked?.topK,
      [A.requestSeed]: asked?.seed,
      [A.outputType]: asked?.json ? "json" : null,
      [A.finishReasons]: answered?.finishReason ? [answered.finishReason] : null,
      [A.firstChunkSeconds]: answered?.firstTokenMs == null ? null : answered.firstTokenMs / 1000,
      [A.inputTokens]: readTokens(usage),
      [A.outputTokens]: usage?.outputTokens,
      [A.cacheReadTokens]: usage?.cacheReadTokens,
      [A.cacheWriteTokens]: written,
      [A.reasoningTokens]: usage?.reasoningTokens,
      [A.usageEstimated]: answered?.usageEstimated ? true : null,
      [A.httpStatus]: attempt.status,
      [A.configuration]: attempt.configuration?.ref,
      [A.configurationRevision]: attempt.configuration?.revision,
      [A.attempt]: number,
      [A.leastBad]: attempt.leastBad ? true : null,
      [A.providerRequest]: attempt.providerRequestId,
    }),
  };
}

export function agentAttributes(call: ToldCall): Attributes {
  const last = call.attempts.at(-1);
  return known({
    [A.operation]: OPERATIONS.agent,
    [A.provider]: last && providerName(last.provider),
    [A.agent]: call.agentName,
    [A.requestModel]: last?.model,
    [A.errorType]: call.errorKind,
  });
}

/** Of the call as a whole; tokens stand at the attempt that answered alone, so that a sum over spans counts them once. */
export function callAttributes(call: ToldCall | null, door: DoorTrace | null): Attributes {
  return known({
    [A.httpMethod]: door?.method,
    [A.httpRoute]: door?.route,
    [A.httpStatus]: door?.status,
    [A.errorType]: call === null ? door?.errorCode : call.errorKind,
    [A.request]: call?.requestId ?? door?.requestId,
    [A.target]: call?.target,
    [A.fleet]: call?.fleetName,
    [A.call]: call?.callId,
    [A.decision]: call?.decisionId,
    [A.configuration]: call?.configuration?.ref,
    [A.configurationRevision]: call?.configuration?.revision,
    [A.attempts]: call?.attempts.length,
    [A.costNanoUsd]: call?.costNanoUsd == null ? null : Number(call.costNanoUsd),
  });
}
