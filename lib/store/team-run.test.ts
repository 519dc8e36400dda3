import { beforeAll, describe, expect, it } from "vitest";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { systemContext } from "#test/fleet.ts";
import { pool } from "./client.ts";
import { listTeamRuns, type RunFilter, type RunPlace } from "./team-run.ts";

const FLEET = "long";
/** More than a search looks through before it takes what is asked for to be rare. */
const RUNS = 8_000;
const NOTHING = {
  fleetName: FLEET,
  failed: false,
  pattern: null,
  agent: null,
  taskType: null,
  fromMs: null,
  toMs: null,
};

/** Run r is the r-th oldest. "all" is in each, "half" in every second, "old" in a few of the oldest, "once" in one. */
beforeAll(async () => {
  await createFleet({ ctx: systemContext(), input: { name: FLEET } });
  await pool().query(
    `insert into team_run (fleet_name, id, started_at, last_at, task_type, succeeded, turns, agents, patterns, reported, rallied)
      select $1::text, 'run-' || lpad(r::text, 5, '0'), at, at, 'type-' || r % 3, r % 5 <> 0, 3,
        array['all'] || case when r % 2 = 0 then array['half'] else '{}' end
          || case when r < 60 then array['old'] else '{}' end || case when r = 7 then array['once'] else '{}' end,
        case when r % 4 = 1 then array['loop'] else '{}' end, true, false
      from generate_series(1, ${RUNS}) r cross join lateral (select timestamptz '2035-01-01Z' + r / 2 * interval '1 minute') a(at)`,
    [FLEET],
  );
  await pool().query("analyze team_run");
});

const idOf = (r: number) => `run-${String(r).padStart(5, "0")}`;
/** Those of a kind, the newest first. */
const newest = (wanted: (r: number) => boolean) =>
  Array.from({ length: RUNS }, (_, i) => RUNS - i)
    .filter(wanted)
    .map(idOf);

async function all(filter: Partial<RunFilter>, limit: number, pages = Number.POSITIVE_INFINITY): Promise<string[]> {
  const ids: string[] = [];
  let after: RunPlace | null = null;
  for (let page = 0; page < pages; page++) {
    const { rows, nextCursor } = await listTeamRuns({ ...NOTHING, ...filter }, after, limit);
    ids.push(...rows.map(({ id }) => id));
    if (nextCursor === null) break;
    const [lastAtMs, id = ""] = nextCursor.split(" ");
    after = { lastAtMs: Number(lastAtMs), id };
  }
  return ids;
}

describe("runs by who spoke and what they show, in a fleet with more of them than are looked through", () => {
  it("are found where many are alike, newest first", async () => {
    expect(await all({ agent: "half" }, 50, 2)).toEqual(newest((r) => r % 2 === 0).slice(0, 100));
    expect(await all({ pattern: "loop", failed: true }, 50, 1)).toEqual(newest((r) => r % 20 === 5).slice(0, 50));
  });

  it("are found where few are, however old, page by page", async () => {
    expect(await all({ agent: "old" }, 20)).toEqual(newest((r) => r < 60));
    expect(await all({ agent: "old", pattern: "loop" }, 4)).toEqual(newest((r) => r < 60 && r % 4 === 1));
    expect(await all({ agent: "once" }, 20)).toEqual([idOf(7)]);
  });

  it("are none where no run has them, alone or together", async () => {
    expect(await all({ agent: "nobody" }, 20)).toEqual([]);
    expect(await all({ pattern: "stagnation" }, 20)).toEqual([]);
    expect(await all({ agent: "half", pattern: "loop" }, 20)).toEqual([]);
  });

  it("are those of all pages together, over the place where the looking through ends", async () => {
    expect(await all({ pattern: "loop" }, 200)).toEqual(newest((r) => r % 4 === 1));
  });
});
