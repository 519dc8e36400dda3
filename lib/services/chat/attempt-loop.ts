import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceContext } from "#lib/auth/context.ts";
import { type Leaving, signalOf } from "#lib/core/departure.ts";
import { messageOf } from "#lib/core/errors.ts";
import { type Random, seededRandom, seedOf } from "#lib/core/random.ts";
import { FAILURE_RULES } from "#lib/engines/execution/failure-rules.ts";
import { nextStep } from "#lib/engines/execution/next-step.ts";
import { type ProviderCall, ProviderFailure } from "#lib/providers/port.ts";
import { noteCredentialRefused } from "#lib/runtime/credentials.ts";
import { endpointAdmits, noteEndpointFailure, noteEndpointStart, noteEndpointSuccess } from "#lib/runtime/endpoints.ts";
import { log } from "#lib/runtime/log.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { credentialsFor } from "#lib/services/credentials/credentials-for.ts";
import type { CallLink, OpenCall } from "./call.ts";

const CONNECT_MS = 10_000;

export interface Answered<T> {
  value: T;
  link: CallLink;
}

/** An attempt's chain ended without an answer. */
export interface Unanswered {
  failure: ProviderFailure;
  link: CallLink;
}

/**
 * The one retry loop: attempts along the call's chain until one gives what was asked, or the table of failures, the
 * bound of attempts or the deadline ends it. Where nobody answers, the failure is that of the configuration asked for:
 * what a fallback lacks is not what the caller has to mend. Notes every attempt in the call and in the endpoint's health.
 */
export async function tryChain<T>(
  call: OpenCall,
  once: (attempt: ProviderCall) => Promise<T>,
): Promise<Answered<T> | Unanswered> {
  const { execution } = routingPolicy();
  const random = seededRandom(seedOf(call.callId));
  let place = 0;
  let attemptsHere = 0;
  let asked: Unanswered | null = null;
  for (;;) {
    const link = call.chain[place] ?? call.chain[0];
    attemptsHere++;
    const outcome = await attemptOnce(call, link, once, random);
    if (!(outcome instanceof ProviderFailure)) return { value: outcome.value, link };
    if (place === 0) asked = { failure: outcome, link };
    const next = nextPlace(call, place);
    const step = nextStep(
      { kind: outcome.kind, retryAfterMs: outcome.retryAfterMs, delivered: outcome.phase === "stream" },
      {
        attempts: call.attempts.length,
        attemptsHere,
        maxRetries: call.alone ? 0 : link.configuration.settings.maxRetries,
        nowMs: performance.now(),
        deadlineMs: call.deadlineMs,
        hasFallback: next !== null,
      },
      execution,
      random,
    );
    switch (step.kind) {
      case "stop":
        return asked === null || outcome.kind === "aborted" ? { failure: outcome, link } : asked;
      case "fallback":
        place = next ?? place;
        attemptsHere = 0;
        break;
      case "retry":
        if (!(await waited(step.delayMs, call.signal))) return { failure: leftByClient(), link };
        break;
      default:
        return step satisfies never;
    }
  }
}

/** The next link whose endpoint takes calls now; it may have opened since the chain was made. */
function nextPlace({ chain, ctx }: OpenCall, place: number): number | null {
  const nowMs = ctx.clock.nowMs();
  const next = chain.findIndex(({ endpoint }, at) => at > place && endpointAdmits(endpoint, nowMs));
  return next < 0 ? null : next;
}

async function attemptOnce<T>(
  call: OpenCall,
  link: CallLink,
  once: (attempt: ProviderCall) => Promise<T>,
  random: Random,
): Promise<{ value: T } | ProviderFailure> {
  const { ctx, leastBad } = call;
  const { endpoint, configuration } = link;
  const begunMs = performance.now();
  let credentialId: string | null = null;
  noteEndpointStart(endpoint, ctx.clock.nowMs());
  const note = (failure: ProviderFailure | null) =>
    call.attempts.push({
      configuration: configuration.ref,
      endpoint,
      startedAfterMs: Math.round(begunMs - call.startedMs),
      durationMs: Math.round(performance.now() - begunMs),
      failure: failure?.kind ?? null,
      status: failure?.status ?? null,
      requestId: failure?.requestId ?? null,
      leastBad,
    });
  try {
    const found = credentialsFor(configuration.settings, ctx.clock.nowMs());
    credentialId = found.credentialId;
    const value = await once(toProviderCall(call, link, found.credentials, begunMs));
    note(null);
    noteEndpointSuccess(endpoint, ctx.clock.nowMs());
    return { value };
  } catch (error) {
    const failure = asFailure(error);
    note(failure);
    noteFailure(call, endpoint, failure, random);
    if (failure.kind === "credentials_refused" && credentialId !== null)
      noteCredentialRefused(credentialId, ctx.clock.nowMs());
    return failure;
  }
}

function toProviderCall(
  { deadlineMs, signal }: OpenCall,
  { configuration, request }: CallLink,
  credentials: ProviderCall["connection"]["credentials"],
  nowMs: number,
): ProviderCall {
  const { provider, model, baseUrl, region, timeoutMs } = configuration.settings;
  const leftMs = Math.max(1, Math.min(timeoutMs, Math.ceil(deadlineMs - nowMs)));
  return {
    provider,
    model,
    request,
    connection: { credentials, baseUrl, region },
    timeouts: { connectMs: Math.min(CONNECT_MS, leftMs), firstTokenMs: leftMs, totalMs: leftMs },
    ...(signal && { signal }),
  };
}

/** What a failure says of the endpoint's health and of the call's cost. */
export function noteFailure(
  call: { ctx: ServiceContext; billedUnknown: boolean },
  endpoint: string,
  failure: ProviderFailure,
  random: Random,
): void {
  noteEndpointFailure(endpoint, failure, call.ctx.clock.nowMs(), random);
  if (FAILURE_RULES[failure.kind].billed === "unknown") call.billedUnknown = true;
}

/** Whatever was thrown, as a failure to decide by; what is not one is ours to look into. */
export function asFailure(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  log().error({ error: messageOf(error) }, "a provider's call failed in a way nobody foresaw");
  return new ProviderFailure("unexpected", "The call failed in a way Signalbox does not know.");
}

const leftByClient = () => new ProviderFailure("aborted", "The client gave the call up.");

async function waited(delayMs: number, signal: Leaving | undefined): Promise<boolean> {
  try {
    await sleep(delayMs, undefined, signal && { signal: signalOf(signal) });
    return true;
  } catch {
    return false;
  }
}
