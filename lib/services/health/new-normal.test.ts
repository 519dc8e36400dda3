import { beforeAll, expect, it } from "vitest";
import { manualClock, systemClock } from "#lib/core/clock.ts";
import { readHealthChecks } from "#lib/queries/health-checks.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { makeFleet, systemContext } from "#test/fleet.ts";
import { insertJudged } from "#test/judged-history.ts";
import { acceptNormal } from "./accept-normal.ts";
import { performanceCheck } from "./checks/performance-check.ts";
import { revokeNormal } from "./revoke-normal.ts";
import { runCheck } from "./run-checks.ts";

const DAY_MS = 86_400_000;
const START_MS = systemClock.nowMs();
const clock = manualClock(START_MS);
const ctx = {
  ...systemContext(clock),
  actor: { kind: "user" as const, id: "u1", name: "Ada", role: "operator" as const },
};
let agent: { id: string; name: string };

/** Days of tasks from a day after the start on, as often successful; then the check runs. */
async function live(fromDay: number, days: number, success: number) {
  const fromMs = START_MS + fromDay * DAY_MS;
  const toMs = fromMs + days * DAY_MS;
  await insertJudged({ fleetName: "works", agent, fromMs, toMs, perHour: 10, success });
  clock.set(toMs + 3_600_000);
  return look();
}

async function look() {
  await runCheck(systemContext(clock), performanceCheck);
  const { checks, incidents } = await readHealthChecks({ ctx });
  const wrong = checks.find(({ id }) => id === "performance")?.things.filter(({ state }) => state !== "ok") ?? [];
  return { wrong, incidents };
}

beforeAll(async () => {
  await makeFleet(systemContext(), "works", { steady: { configuration: null } });
  const [first] = await listAgents(db());
  agent = { id: first?.id ?? "", name: "steady" };
});

it("what a regression has come to is usual once somebody says so, is measured by from then on, and can be taken back", async () => {
  expect((await live(-38, 38, 0.85)).wrong).toEqual([]);
  const { wrong, incidents } = await live(0, 2, 0.65);
  expect(wrong).toMatchObject([{ label: "works/steady" }]);
  const input = { incidentId: incidents[0]?.id, reason: "It takes the harder half of the tasks now" };
  const viewer = { ...ctx, actor: { ...ctx.actor, role: "viewer" as const } };
  await expect(acceptNormal({ ctx: viewer, input })).rejects.toMatchObject({ code: "forbidden" });
  await expect(acceptNormal({ ctx, input: { ...input, reason: "" } })).rejects.toMatchObject({ code: "invalid_input" });
  const { id } = await acceptNormal({ ctx, input });
  await expect(acceptNormal({ ctx, input })).rejects.toMatchObject({ code: "conflict" });

  const accepted = await look();
  expect(accepted.wrong).toEqual([]);
  expect(accepted.incidents).toMatchObject([
    {
      closedAt: expect.any(String),
      normal: { id, by: "Ada", reason: input.reason },
      events: [{ kind: "opened" }, { kind: "accepted", by: "Ada", text: input.reason }, { kind: "resolved" }],
    },
  ]);
  expect((await live(2, 10, 0.65)).wrong).toEqual([]);

  await revokeNormal({ ctx, input: { id, reason: "It was no more than a bad prompt" } });
  const revoked = await look();
  expect(revoked.wrong).toMatchObject([
    { sentence: expect.stringMatching(/^works\/steady succeeds \d\d points less/) },
  ]);
  expect(revoked.incidents).toMatchObject([
    { closedAt: null, normal: null },
    { normal: null, events: [{}, {}, {}, { kind: "revoked", by: "Ada" }] },
  ]);
  await expect(revokeNormal({ ctx, input: { id, reason: "again" } })).rejects.toMatchObject({ code: "conflict" });

  const again = await acceptNormal({ ctx, input: { ...input, incidentId: revoked.incidents[0]?.id } });
  expect((await live(12, 2, 0.65)).wrong).toEqual([]);
  // What gets worse than the new normal is found as before.
  const worse = await live(14, 2, 0.4);
  expect(worse.wrong).toHaveLength(1);
  expect(worse.incidents).toMatchObject([{ closedAt: null }, { normal: { id: again.id } }, {}]);
  const audited = await db().auditEntry.findMany({ where: { entity: "health_normal" }, orderBy: { id: "asc" } });
  expect(audited.map(({ verb }) => verb)).toEqual([
    "health.accept_normal",
    "health.revoke_normal",
    "health.accept_normal",
  ]);
});
