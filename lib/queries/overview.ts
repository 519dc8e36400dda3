import type { ServiceCall } from "#lib/auth/context.ts";
import { hasScope, requireScope } from "#lib/auth/scopes.ts";
import type { AgentView } from "#lib/contracts/agent.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { ModelView } from "#lib/contracts/model.ts";
import type { Overview, ProductionModel } from "#lib/contracts/overview.ts";
import { budgetWindow } from "#lib/engines/cost/budget-window.ts";
import { allConfigurations } from "#lib/runtime/configurations.ts";
import { staleForMs } from "#lib/runtime/listener.ts";
import { countDecisions, countLeases, estimatedInFlight, spendByHour } from "#lib/store/activity.ts";
import { listAlerts } from "#lib/store/alert.ts";
import { db } from "#lib/store/client.ts";
import { listDecisions } from "#lib/store/decision.ts";
import { listAgents, listFleets } from "#lib/store/fleet.ts";
import { listRunningTrials, type TrialRow } from "#lib/store/trial.ts";
import { listBudgets } from "./budgets.ts";
import { inDangerFirst } from "./budgets-in-danger.ts";
import { hasKeyFor } from "./credentials.ts";
import { listModels } from "./models.ts";
import { attentionItems, overviewLamps } from "./overview-sentences.ts";
import { spendOutlook } from "./spend-outlook.ts";
import { readWrongThings } from "./wrong-things.ts";

const HOUR_MS = 3_600_000;
const LATEST = 20;
const BUDGETS = 4;
const ALERTS = 200;
/** Of more budgets than these, the fullest, nobody asks on the first screen how they will end. */
const FORETOLD = 12;
const TIME_ZONE = "UTC";

/** The first screen: is anything wrong, what is being decided, what does it cost, what is in production. */
export async function readOverview({ ctx }: Pick<ServiceCall, "ctx">): Promise<Overview> {
  requireScope(ctx, "decision:read");
  const nowMs = ctx.clock.nowMs();
  const dayStartMs = budgetWindow("day", TIME_ZONE, nowMs).startMs;
  const [lastHour, latest, hours, heldNanoUsd, budgets, models, trials, wrong, alerts, leases, fleets, agents] =
    await Promise.all([
      countDecisions(db(), new Date(nowMs - HOUR_MS)),
      listDecisions(db(), {}, null, LATEST),
      spendByHour(db(), new Date(dayStartMs)),
      estimatedInFlight(db()),
      listBudgets({ ctx }),
      listModels({ ctx }),
      listRunningTrials(db()),
      readWrongThings({ ctx }),
      listAlerts(db(), { open: true, limit: ALERTS }),
      countLeases(db(), nowMs),
      listFleets(db()),
      listAgents(db()),
    ]);
  const { month, outlooks } = await spendOutlook(ctx, inDangerFirst(budgets, []).slice(0, FORETOLD));
  const shown = inDangerFirst(budgets, outlooks).slice(0, BUDGETS);
  const mayMove = hasScope(ctx.actor, "model:write");
  const production = models.map((model) => toProduction(model, trials, mayMove));
  const configurations = allConfigurations().map(({ facts, settings }) => ({
    provider: settings.provider,
    priced: facts.price !== null,
    hasKey: hasKeyFor(settings, nowMs),
  }));
  const facts = {
    lastHour,
    budgets,
    production,
    wrong,
    alerts,
    leases,
    agents,
    configurations,
    staleMs: staleForMs(),
  };
  return {
    at: new Date(nowMs).toISOString(),
    lamps: overviewLamps(facts),
    attention: attentionItems(facts),
    decisions: latest.rows,
    lastHour,
    spend: {
      timeZone: TIME_ZONE,
      dayStart: new Date(dayStartMs).toISOString(),
      spentNanoUsd: hours.reduce((total, hour) => total + hour.spentNanoUsd, 0n).toString(),
      heldNanoUsd: heldNanoUsd.toString(),
      unpriced: hours.reduce((total, hour) => total + hour.unpriced, 0),
      hours: hours.map(({ startMs, spentNanoUsd }) => ({
        start: new Date(startMs).toISOString(),
        spentNanoUsd: spentNanoUsd.toString(),
      })),
      dayLimit: dayLimitOf(budgets),
      month,
      budgets: shown,
      outlooks: outlooks.filter(({ budgetId }) => shown.some(({ id }) => id === budgetId)),
    },
    production,
    fleets: fleets.map(({ name, kind }) => ({ name, kind, agents: agents.filter((agent) => inFleet(agent, name)) })),
  };
}

const inFleet = (agent: AgentView, name: string) => agent.fleetName === name;

function toProduction(model: ModelView, running: readonly TrialRow[], mayMove: boolean): ProductionModel {
  const { name, kind, production, productionSince, pinned, replicas, rollbackTo } = model;
  return {
    name,
    kind,
    version: production,
    since: productionSince,
    pinned,
    trials: running
      .filter((trial) => trial.name === name && trial.kind === kind)
      .map(({ mode, version }) => ({ mode, version }))
      .toReversed(),
    waiting: waitingOf(model),
    rollbackTo: mayMove ? rollbackTo : null,
    replicasServing: replicas.filter((replica) => replica.version === production).length,
    replicasSeen: replicas.length,
  };
}

function waitingOf({ staging, production, versions }: ModelView): ProductionModel["waiting"] {
  const waiting = staging !== null && staging > (production ?? 0) ? staging : null;
  const version = versions.find((row) => row.version === waiting);
  return version ? { version: version.version, since: version.createdAt } : null;
}

function dayLimitOf(budgets: readonly BudgetView[]): Overview["spend"]["dayLimit"] {
  const whole = budgets.find(({ period, scope }) => period === "day" && Object.keys(scope).length === 0);
  return whole ? { name: whole.name, nanoUsd: whole.effectiveLimitNanoUsd } : null;
}
