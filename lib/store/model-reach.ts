import type { ModelView } from "#lib/contracts/model.ts";
import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";

interface ReachRow {
  fleet: string;
  agents: number;
  decisions: number;
  leases: number;
}

/** For every fleet: its agents, its decisions since a time, and the tasks its agents have under way. */
export async function readFleetReach(db: Db, sinceMs: number): Promise<Map<string, ModelView["reach"]>> {
  const firstId = idFloor("dec", sinceMs);
  const rows = await db.$queryRaw<ReachRow[]>`
    select f.name as fleet,
      (select count(*)::int from agent a where a.fleet_name = f.name) as agents,
      (select coalesce(sum(l.active_leases), 0)::int from agent a join agent_load l on l.agent_id = a.id
        where a.fleet_name = f.name) as leases,
      (select count(*)::int from decision d where d.fleet_name = f.name and d.id >= ${firstId}) as decisions
    from fleet f`;
  return new Map(
    rows.map(({ fleet, agents, decisions, leases }) => [
      fleet,
      { agents, decisionsLastHour: decisions, tasksUnderWay: leases },
    ]),
  );
}
