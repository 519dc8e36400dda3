import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import type { RoutableConfiguration } from "#lib/contracts/routing.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { newId } from "#lib/core/ids.ts";
import { costOfUsageNanoUsd, estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { routableConfiguration } from "#lib/runtime/fleet.ts";
import { recordOutcome } from "#lib/services/routing/record-outcome.ts";
import { db } from "#lib/store/client.ts";
import { findDecisionAgent } from "#lib/store/decision.ts";
import { END_OF_CALL, type OutcomeRecord } from "#lib/store/ending.ts";
import { commitCalls, type ModelCallRecord } from "#lib/store/model-call.ts";
import type { Arrival } from "./arrivals.ts";
import { PromptCaches } from "./prompt-caches.ts";
import type { WorldOutcome } from "./world.ts";

/** A task that has been done, and what came of it. */
export interface DoneTask {
  task: Arrival;
  answer: RouteAnswer;
  outcome: WorldOutcome;
  startedAtMs: number;
  endedAtMs: number;
}

interface Ending {
  outcome: OutcomeRecord;
  call: ModelCallRecord | null;
}

/**
 * Writes down how tasks ended: some are reported by their agents, with tokens as they told them, others were calls through
 * Signalbox, which knows each class of tokens. The order is the tasks' and not the database's: what outcomes teach the next
 * decision depends on it.
 */
export class Endings {
  readonly #ctx: ServiceContext;
  readonly #fleetName: string;
  readonly #caches = new PromptCaches();

  constructor(ctx: ServiceContext, fleetName: string) {
    this.#ctx = ctx;
    this.#fleetName = fleetName;
  }

  async record(done: readonly DoneTask[]): Promise<void> {
    const inOrder = done.toSorted((a, b) => a.startedAtMs - b.startedAtMs || a.task.index - b.task.index);
    const endings = inOrder.flatMap((one) => this.#ending(one) ?? []);
    const decisions = await Promise.all(
      endings.map(({ outcome }) => findDecisionAgent(db(), this.#fleetName, outcome.decisionId)),
    );
    const calls = endings.flatMap(({ call }) => (call ? [{ call, whole: null }] : []));
    await Promise.all([
      calls.length > 0 ? commitCalls(calls) : null,
      ...endings.map(({ outcome }, i) => {
        const decision = decisions[i];
        return decision ? recordOutcome(decision, outcome) : null;
      }),
    ]);
  }

  #ending(done: DoneTask): Ending | null {
    const { task, answer, outcome, endedAtMs } = done;
    const configuration = answer.configuration === null ? null : routableConfiguration(answer.configuration);
    if (!configuration?.price) return null;
    const { success, quality, durationMs, inputTokens, outputTokens, errorCode } = outcome;
    const measured = { success, quality, durationMs, inputTokens, outputTokens, errorCode };
    const known = { decisionId: answer.decision_id, atMs: endedAtMs, ...measured };
    if (task.task.sharedPrompt === undefined) {
      const costNanoUsd = estimateCostNanoUsd(configuration.price, outcome);
      return { outcome: { ...known, costNanoUsd, bodyHash: sha256Hex(canonicalJson(measured)) }, call: null };
    }
    const call = this.#call(done, configuration, task.task.sharedPrompt);
    // As a call is that somebody has judged since.
    return { outcome: { ...known, costNanoUsd: call.costNanoUsd, bodyHash: `${END_OF_CALL}${call.id}` }, call };
  }

  #call(done: DoneTask, configuration: RoutableConfiguration, sharedPrompt: number): ModelCallRecord {
    const { answer, outcome, startedAtMs: atMs } = done;
    const { ref, revision, provider, model, price } = configuration;
    const { inputTokens, outputTokens, durationMs } = outcome;
    if (!price) throw new Error(`${ref} has no price`);
    const read = this.#caches.read({
      ...{ provider, model, price, atMs, inputTokens, sharedPrompt },
    });
    const usage = { ...read, outputTokens, reasoningTokens: null };
    const attempt = {
      ...{ configuration: ref, endpoint: provider, startedAfterMs: 0, durationMs, failure: null, status: 200 },
      ...{ requestId: null, leastBad: false },
    };
    const { actor, requestId } = this.#ctx;
    return {
      ...{ id: newId("cal", atMs), atMs, decisionId: answer.decision_id, fleetName: this.#fleetName, requestId },
      ...{ actorKind: actor.kind, actorId: actor.id, target: "auto", configuration: ref, configRevision: revision },
      ...{ provider, requestedModel: model, servedModel: model, priceSource: price.source, streamed: false, ...usage },
      ...{ usageEstimated: false, costNanoUsd: costOfUsageNanoUsd(price, usage), firstTokenMs: null },
      ...{ totalMs: durationMs, attempts: 1, attemptLog: JSON.stringify([attempt]), finishReason: "stop" },
      errorKind: null,
    };
  }
}
