import type { ServiceContext } from "#lib/auth/context.ts";
import { newId } from "#lib/core/ids.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { db, pool } from "#lib/store/client.ts";

const BULK = { query_timeout: 300_000 };

/**
 * A fleet with as much imported history as asked for, written by the database itself: each agent's success follows from
 * its number and the type, by a fixed noise, so that the same sizes make the same rows.
 * @param tasks times agents is the number of outcomes
 * @returns the fleet's name
 */
export async function longHistory(
  ctx: ServiceContext,
  fleetName: string,
  { tasks = 20_000, agents = 8, types = 40 } = {},
): Promise<string> {
  const at = new Date(ctx.clock.nowMs());
  const importId = newId("imp", at.getTime());
  await createFleet({ ctx, input: { name: fleetName, description: "Made history" } });
  const names = Array.from({ length: agents }, (_, i) => `agent_${String(i + 1).padStart(3, "0")}`);
  await db().agent.createMany({
    data: names.map((name) => ({
      ...{ id: newId("agt", at.getTime()), fleetName, name, role: "worker", description: "", concurrencyLimit: 10_000 },
      ...{ createdAt: at, updatedAt: at },
    })),
  });
  const run = (text: string, values: unknown[]) => pool().query({ ...BULK, text, values });
  await run(
    `insert into history_import (id, fleet_name, source, data_sha256, task_count, agent_count, outcome_count, author_name, created_at)
      values ($1, $2, 'made', $1, $3, $4, $5, 'Test', $6)`,
    [importId, fleetName, tasks, agents, tasks * agents, at],
  );
  await run(
    `insert into history_task (import_id, item_id, type, text, source, split)
      select $1, 't' || i, 'type_' || i % $3::int,
        'Task ' || i || ' of kind ' || i % $3::int || ': ' || md5(i::text) || ' ' || md5('b' || i), null, null
      from generate_series(1, $2::int) i`,
    [importId, tasks, types],
  );
  await run(
    `insert into history_outcome (task_id, agent_id, score, cost_nano_usd, latency_ms, input_tokens, output_tokens)
      select t.id, a.id, (hashtext(t.item_id || a.name) & 1023 < 300 + 50 * (hashtext(t.type || a.name) & 7))::int,
        1000000 + (hashtext(t.item_id || 'c' || a.name) & 65535) * 100,
        500 + (hashtext(t.item_id || 'd' || a.name) & 2047),
        200 + (hashtext(t.item_id) & 511), 50 + (hashtext(t.item_id || 'o' || a.name) & 255)
      from history_task t cross join (select id, name from agent where fleet_name = $2) a
      where t.import_id = $1`,
    [importId, fleetName],
  );
  return fleetName;
}
