import { SLOT_CHANGE_VERB, type SlotChangeView } from "#lib/contracts/slot-change.ts";
import type { Db } from "./client.ts";

/** Older changes of agents are not looked at: one reads this list by glancing at it. */
const LOOKED_AT = 500;

interface Row {
  agentId: string;
  agent: string;
  fromSlots: number;
  toSlots: number;
  because: string;
  isUndo: boolean;
  at: Date;
  by: string;
  slotsNow: number;
}

/** The newest change on advice of each agent of a fleet, newest first, among the newest changes of agents; those taken back left out. */
export async function listSlotChanges(db: Db, fleetName: string): Promise<SlotChangeView[]> {
  const rows = await db.$queryRaw<Row[]>`
    select * from (
      select distinct on (a.id) a.id "agentId", a.name agent, a.concurrency_limit "slotsNow", e.id entry, e.at,
        e.actor_name "by", (e.before ->> 'slots')::int "fromSlots", (e.after ->> 'slots')::int "toSlots",
        e.after ->> 'because' because, coalesce((e.after ->> 'undo')::boolean, false) "isUndo"
      from (select * from audit_entry where entity = 'agent' order by id desc limit ${LOOKED_AT}) e
      join agent a on a.id = e.entity_id and a.fleet_name = ${fleetName}
      where e.verb = ${SLOT_CHANGE_VERB} and e.after ->> 'because' is not null
      order by a.id, e.id desc
    ) newest where not "isUndo" order by entry desc`;
  return rows.map(({ agentId, agent, fromSlots, toSlots, because, at, by, slotsNow }) => ({
    ...{ agentId, agent, fromSlots, toSlots, because, at: at.toISOString(), by, slotsNow },
  }));
}
