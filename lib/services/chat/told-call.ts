import type { AttemptFacts } from "#lib/contracts/gateway.ts";
import { defaultAddress } from "#lib/contracts/provider-address.ts";
import type { ToldAttempt, ToldCall } from "#lib/runtime/telemetry/told-call.ts";
import type { ModelCallRecord } from "#lib/store/model-call.ts";
import type { CallEnding, CallLink, OpenCall } from "./call.ts";

/** What telemetry is told of a chat call that has ended: facts of its record alone, nothing of what was said. */
export function toldCall(call: OpenCall, ending: CallEnding, record: ModelCallRecord): ToldCall {
  const { attempts, startedMs } = call;
  const endedMs = performance.now();
  const answeredAt = record.errorKind === null || ending.usage !== null ? attempts.length - 1 : -1;
  return {
    operation: "chat",
    streamed: record.streamed,
    target: record.target,
    fleetName: record.fleetName,
    requestId: record.requestId,
    callId: record.id,
    decisionId: record.decisionId,
    agentName: call.agentName,
    configuration: { ref: record.configuration, revision: ending.link.configuration.revision },
    costNanoUsd: record.costNanoUsd,
    errorKind: record.errorKind,
    startedMs,
    endedMs,
    attempts: attempts.map((attempt, at) =>
      toldAttempt(call, attempt, at === answeredAt ? { ending, endedMs: call.streamed ? endedMs : null } : null),
    ),
  };
}

interface Answering {
  ending: CallEnding;
  /** A stream's attempt ends with the stream; null: as it was noted. */
  endedMs: number | null;
}

function toldAttempt(call: OpenCall, attempt: AttemptFacts, answering: Answering | null): ToldAttempt {
  const link = call.chain.find(({ configuration }) => configuration.ref === attempt.configuration) ?? call.chain[0];
  const { configuration, request } = link;
  const { maxTokens, temperature, topP, topK, seed, output } = request;
  const startedMs = call.startedMs + attempt.startedAfterMs;
  return {
    provider: configuration.settings.provider,
    model: configuration.settings.model,
    server: serverOf(link),
    configuration: { ref: configuration.ref, revision: configuration.revision },
    leastBad: attempt.leastBad,
    // A reader who leaves ends the last attempt, too.
    failure: attempt.failure ?? answering?.ending.errorKind ?? null,
    status: attempt.status,
    providerRequestId: attempt.requestId,
    startedMs,
    endedMs: answering?.endedMs ?? startedMs + attempt.durationMs,
    asked: { maxTokens, temperature, topP, topK, seed, json: output.kind !== "text" },
    answered: answering && {
      model: answering.ending.servedModel,
      finishReason: answering.ending.finishReason,
      firstTokenMs: call.streamed ? answering.ending.firstTokenMs : null,
      usage: answering.ending.usage,
      usageEstimated: answering.ending.usageEstimated,
    },
  };
}

function serverOf({ configuration }: CallLink): ToldAttempt["server"] {
  const { provider, baseUrl, region } = configuration.settings;
  const { hostname, port, protocol } = new URL(baseUrl ?? defaultAddress({ provider, region }));
  return { address: hostname, port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) };
}
