import { z } from "zod";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type RouteAnswer, type RouteRequest, routeRequestSchema } from "#lib/contracts/decision.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { processState } from "#lib/core/process-state.ts";
import { chooseNext } from "#lib/engines/routing/select-next.ts";
import { noteHold, noteUsed, refreshBudgets } from "#lib/runtime/budgets.ts";
import { noteExplored } from "#lib/runtime/exploration.ts";
import { endReservation, type FleetRuntime, fleetRuntime, reserveSlot } from "#lib/runtime/fleet.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { simulateRoute } from "#lib/services/fallback/simulate-route.ts";
import { readyText } from "#lib/services/text/ready-text.ts";
import type { Placement, PlacementResult } from "#lib/store/placement.ts";
import { chosenAgent, type Draft, decide, toAnswer } from "./decide.ts";
import { placementWriter } from "./placement-writer.ts";
import { requireParent } from "./require-parent.ts";
import { toPlacement } from "./to-placement.ts";

const schema = z.strictObject({
  fleetName: nameSchema,
  request: routeRequestSchema,
  idempotencyKey: z.string().min(1, "An idempotency key has at least one character").max(200).nullable().default(null),
});

const MAX_CONFLICTS = 16;

/** Requests under way by idempotency key: the second waits for the first instead of competing with it. */
const underWay = () =>
  processState("routing.underWay", () => new Map<string, { requestHash: string; answer: Promise<RouteAnswer> }>());

interface RouteCall extends ServiceCall {
  /** The text is what somebody said to a model: it is read to decide, and not written down with the decision. */
  textIsPrompt?: boolean;
}

/**
 * Routes a task: the engine decides, then the decision, the lease on the agent's slot and the budget holds are
 * written in one transaction; the answer follows only after that is durable. When another process has taken the
 * slot or the budget meanwhile, the next candidate is taken and the reason says so. "Nobody fits" is a decision too.
 * With `simulate` nothing is written, and a drill may take things for gone.
 * The decision is its own audit record: it carries actor, request and everything that made it.
 * @throws SignalboxError not_found for an unknown fleet or parent decision; idempotency_mismatch when the key was
 *   used for another request; unavailable when the database does not answer
 */
export async function routeTask({ ctx, input, textIsPrompt = false }: RouteCall): Promise<RouteAnswer> {
  requireScope(ctx, "task:route");
  const { fleetName, request, idempotencyKey } = parseInput(schema, input);
  requireFleet(ctx, fleetName);
  const fleet = fleetRuntime(fleetName);
  if (!fleet) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  const parent = request.parent_decision_id;
  const handedOverFrom = parent === null ? null : await requireParent(fleetName, parent);
  if (request.simulate) {
    await readyText(fleet, request.task.description, ctx.clock);
    return toAnswer(await simulateRoute(ctx, fleet, request, handedOverFrom), null);
  }
  if (request.drill !== undefined) throw drillOfRealTask();
  if (idempotencyKey === null) return place(ctx, fleet, request, handedOverFrom, null, textIsPrompt);

  const requestHash = sha256Hex(canonicalJson(request));
  const mapKey = `${ctx.actor.id} ${idempotencyKey}`;
  const running = underWay().get(mapKey);
  if (running) {
    requireSameRequest(running.requestHash, requestHash);
    return running.answer;
  }
  const idempotency = { key: idempotencyKey, requestHash };
  const answer = place(ctx, fleet, request, handedOverFrom, idempotency, textIsPrompt);
  underWay().set(mapKey, { requestHash, answer });
  return answer.finally(() => underWay().delete(mapKey));
}

function drillOfRealTask(): SignalboxError {
  const message = "A drill is for simulated requests alone: set simulate to true, or leave drill out.";
  return new SignalboxError("invalid_input", message, { details: [{ path: "drill", message }] });
}

function requireSameRequest(storedHash: string, requestHash: string): void {
  if (storedHash === requestHash) return;
  throw new SignalboxError(
    "idempotency_mismatch",
    "This Idempotency-Key was used for another request. Use a new key for a new task.",
  );
}

async function place(
  ctx: ServiceContext,
  fleet: FleetRuntime,
  request: RouteRequest,
  handedOverFrom: string | null,
  idempotency: { key: string; requestHash: string } | null,
  textIsPrompt: boolean,
): Promise<RouteAnswer> {
  const reading = readyText(fleet, request.task.description, ctx.clock);
  if (reading) await reading;
  const startedAt = performance.now();
  let draft = decide(ctx, fleet, request, handedOverFrom);
  const decidedInUs = Math.round((performance.now() - startedAt) * 1000);
  const taken: number[] = [];
  for (let conflicts = 0; ; conflicts++) {
    const { answer, placement } = toPlacement(ctx, fleet, draft, decidedInUs, idempotency, textIsPrompt);
    const result = await commit(fleet, draft, placement);
    switch (result.kind) {
      case "placed":
        metrics().decisions.inc({ verdict: answer.verdict });
        return answer;
      case "replayed":
        requireSameRequest(result.requestHash, idempotency?.requestHash ?? "");
        return JSON.parse(result.response) as RouteAnswer;
      case "budget_changed":
        await refreshBudgets(ctx.clock.nowMs());
        draft = decide(ctx, fleet, request, handedOverFrom, draft);
        taken.length = 0;
        if (conflicts >= MAX_CONFLICTS) draft = giveUp(fleet, draft);
        break;
      case "over_budget":
        // The budget as it really is refuses more than this candidate: decide anew with it.
        noteUsed(result.budgetId, result.windowStartMs, result.usedNanoUsd);
        draft = decide(ctx, fleet, request, handedOverFrom, draft);
        taken.length = 0;
        if (conflicts >= MAX_CONFLICTS) draft = giveUp(fleet, draft);
        break;
      case "agent_full":
        taken.push(draft.result.chosen);
        draft = { ...draft, result: chooseNext(fleet.router, draft.result, taken) };
        if (conflicts >= MAX_CONFLICTS) draft = giveUp(fleet, draft);
        break;
      default:
        return result satisfies never;
    }
  }
}

/** Under so much contention that every try found its place taken: nobody fits now. */
function giveUp(fleet: FleetRuntime, draft: Draft): Draft {
  return { ...draft, result: chooseNext(fleet.router, draft.result, [...draft.result.ranking]) };
}

/** Reserves in memory at once, so that decisions made while this one is being written already see it. */
async function commit(fleet: FleetRuntime, draft: Draft, placement: Placement): Promise<PlacementResult> {
  const agentId = chosenAgent(draft.result)?.id ?? null;
  if (agentId !== null) reserveSlot(fleet, agentId);
  const endHold = noteHold(placement.hold);
  const { atMs } = placement.decision;
  const explored = placement.decision.exploredNanoUsd ?? 0;
  noteExplored(fleet.name, atMs, explored);
  let kept = false;
  try {
    const result = await placementWriter().add(placement);
    kept = result.kind === "placed";
    return result;
  } finally {
    if (agentId !== null) endReservation(fleet, agentId, kept);
    endHold(kept);
    if (!kept) noteExplored(fleet.name, atMs, -explored);
  }
}
