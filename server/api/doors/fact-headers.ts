import { FailedCall } from "#lib/contracts/failed-call.ts";
import type { CallFacts, EndedCallFacts } from "#lib/contracts/gateway.ts";

type Headers = Readonly<Record<string, string>>;

/** Which decision and configuration answer; known when an answer begins. */
export function beginHeaders({ callId, decisionId, configuration, attempts }: CallFacts): Headers {
  return {
    "x-signalbox-call": callId,
    "x-signalbox-decision": decisionId,
    "x-signalbox-configuration": configuration.ref,
    "x-signalbox-attempts": String(attempts.length),
  };
}

/** What it cost; known when the answer has ended. An unknown cost is left out: it is not zero. */
export function costHeaders({ costNanoUsd }: EndedCallFacts): Headers {
  return costNanoUsd === null ? {} : { "x-signalbox-cost-nano-usd": String(costNanoUsd) };
}

/** Every fact of a call that has ended. */
export const endHeaders = (facts: EndedCallFacts): Headers => ({ ...beginHeaders(facts), ...costHeaders(facts) });

/**
 * The same of a call that no model answered. Signalbox has tried again and elsewhere as often as it should: a client
 * that did so once more would multiply the attempts, and both SDKs heed being told not to.
 */
export function failureHeaders(error: unknown): Headers {
  if (!(error instanceof FailedCall)) return {};
  return { ...endHeaders(error.facts), "x-should-retry": "false" };
}
