import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";
import { deleteMonitorsOfFleet } from "./health-monitor.ts";
import { deleteUsageOfFleet } from "./usage-rollup.ts";

/** Everything that belongs to one fleet; what is shared between fleets (configurations, prices) stays. */
export async function deleteFleetWithTraces(db: Db, fleetName: string): Promise<{ agents: number; decisions: number }> {
  // A budget belongs to the fleet when its scope names it; its ledger goes with it. What the fleet has spent of other
  // budgets stays in their ledgers, or their balances would not add up any more.
  await db.$executeRaw`
    with own as (
      select id from budget where scope->>'fleet' = ${fleetName}
    ), gone as (
      delete from ledger_set where budget_id in (select id from own) returning set_id
    )
    delete from ledger_entry e where set_id in (select set_id from gone) and not exists (
      select from ledger_set s where s.set_id = e.set_id and s.budget_id not in (select id from own))`;
  await db.$executeRaw`
    delete from alert where subject_kind = 'budget'
      and subject_id in (select id from budget where scope->>'fleet' = ${fleetName})`;
  await db.$executeRaw`delete from budget where scope->>'fleet' = ${fleetName}`;
  await releaseForeignHolds(db, fleetName);
  await db.$executeRaw`
    delete from idempotency_key where decision_id in (select id from decision where fleet_name = ${fleetName})`;
  const ofFleet = Prisma.sql`(select id from decision where fleet_name = ${fleetName})`;
  await deleteUsageOfFleet(db, fleetName);
  await db.$executeRaw`delete from outcome where decision_id in ${ofFleet}`;
  await db.$executeRaw`delete from assignment where decision_id in ${ofFleet}`;
  await db.$executeRaw`
    delete from health_problem where entity_id = ${fleetName} or starts_with(entity_id, ${`${fleetName}/`})`;
  await deleteMonitorsOfFleet(db, fleetName);
  await db.callText.deleteMany({ where: { fleetName } });
  await db.interactionText.deleteMany({ where: { fleetName } });
  await db.interactionRun.deleteMany({ where: { fleetName } });
  await db.interaction.deleteMany({ where: { fleetName } });
  await db.runFault.deleteMany({ where: { fleetName } });
  await db.teamRunSummary.deleteMany({ where: { fleetName } });
  await db.teamRunChange.deleteMany({ where: { fleetName } });
  await db.interactionRetention.deleteMany({ where: { fleetName } });
  await db.traceSpan.deleteMany({ where: { fleetName } });
  await db.promptPolicyRow.deleteMany({ where: { fleetName } });
  await db.modelCall.deleteMany({ where: { fleetName } });
  const decisions = await db.decision.deleteMany({ where: { fleetName } });
  await db.historyImport.deleteMany({ where: { fleetName } });
  await db.agentKey.deleteMany({ where: { fleetName } });
  await db.replicaModel.deleteMany({ where: { name: fleetName } });
  await db.$executeRaw`
    delete from shadow_score where trial_id in (select id from model_trial where name = ${fleetName})`;
  await db.drill.deleteMany({ where: { fleetName } });
  await db.modelTrial.deleteMany({ where: { name: fleetName } });
  await db.replay.deleteMany({ where: { name: fleetName } });
  await db.registeredModel.deleteMany({ where: { name: fleetName } });
  await db.modelAliasMove.deleteMany({ where: { name: fleetName } });
  await db.$executeRaw`
    delete from model_artifact a where not exists (select 1 from model_version v where v.artifact_sha256 = a.sha256)`;
  const agents = await db.agent.deleteMany({ where: { fleetName } });
  await db.fleet.deleteMany({ where: { name: fleetName } });
  return { agents: agents.count, decisions: decisions.count };
}

/** Holds of its running tasks in budgets that stay would never end otherwise. */
async function releaseForeignHolds(db: Db, fleetName: string): Promise<void> {
  await db.$executeRaw`
    with open as (
      select h.set_id, h.decision_id, h.held_nano_usd
      from ledger_entry h join decision d on d.id = h.decision_id
      where h.kind = 'hold' and d.fleet_name = ${fleetName} and not exists (
        select 1 from ledger_entry e where e.decision_id = h.decision_id and e.kind in ('settle', 'release', 'expire'))
    ), moved as (
      update budget_balance b set held_nano_usd = b.held_nano_usd - o.held
      from (
        select s.budget_id, s.window_start, sum(open.held_nano_usd)::bigint held
        from open join ledger_set s on s.set_id = open.set_id group by 1, 2
      ) o
      where b.budget_id = o.budget_id and b.window_start = o.window_start
    )
    insert into ledger_entry (at, set_id, decision_id, kind, held_nano_usd, spent_nano_usd)
    select now(), set_id, decision_id, 'release', -held_nano_usd, 0 from open`;
}
