import { beforeEach, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { manualClock } from "#lib/core/clock.ts";
import { readAlerts } from "#lib/queries/alerts.ts";
import { openAlert, resolveAlerts } from "#lib/store/alert.ts";
import { db } from "#lib/store/client.ts";
import { acknowledgeAlert } from "./acknowledge-alert.ts";
import { endSilence } from "./end-silence.ts";
import { silenceAlerts } from "./silence-alerts.ts";

const clock = manualClock(Date.parse("2026-11-26T12:00:00Z"));
const ctx: ServiceContext = {
  actor: { kind: "user", id: "usr_2", name: "Otto", role: "operator" },
  requestId: "req_test",
  clock,
};
const inbox = (input = {}) => readAlerts({ ctx, input });
const audited = async () => (await db().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ verb }) => verb);

beforeEach(async () => {
  await db().alert.deleteMany();
  await db().alertSilence.deleteMany();
});

async function fire(key: string): Promise<string> {
  const subject = { kind: "budget", id: "bud_1" } as const;
  const alert = { kind: "budget_blocking", severity: "danger", subject, windowStartMs: null, detail: {} } as const;
  await openAlert(db(), { ...alert, dedupeKey: key, message: key }, clock.nowMs());
  clock.advance(1_000);
  return (await inbox()).open[0]?.id ?? expect.fail();
}

it("an open alert says who looks after it; a second person, and an alert that is over, are told so", async () => {
  const id = await fire("refuses");
  await acknowledgeAlert({ ctx, input: { id } });
  expect((await inbox()).open).toMatchObject([{ id, acknowledgedBy: "Otto", resolvedAt: null }]);
  await expect(acknowledgeAlert({ ctx, input: { id } })).rejects.toMatchObject({ code: "conflict" });
  const other = await fire("refuses again");
  await resolveAlerts(db(), [other], "There is room again.", clock.nowMs());
  await expect(acknowledgeAlert({ ctx, input: { id: other } })).rejects.toMatchObject({ code: "conflict" });
  expect(await audited()).toEqual(["alert.acknowledge"]);
});

it("past alerts come a page at a time, newest first, and none twice", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    ids.unshift(await fire(`over ${n}`));
    await resolveAlerts(db(), ids, "Its window has ended.", clock.nowMs());
  }
  const first = (await inbox({ limit: 3 })).past;
  const second = (await inbox({ limit: 3, cursor: first.nextCursor })).past;
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids);
  expect(second.nextCursor).toBeNull();
});

it("a silence is listed with its end and its reason until it is over, and ends once", async () => {
  const input = { alertKind: "budget_blocking", subjectId: "bud_1", hours: 2, reason: "load test" };
  const { id, until } = await silenceAlerts({ ctx, input });
  expect(until).toBe(new Date(clock.nowMs() + 2 * 3_600_000).toISOString());
  expect((await inbox()).silences).toMatchObject([{ id, createdBy: "Otto", reason: "load test", until }]);
  await endSilence({ ctx, input: { id } });
  expect((await inbox()).silences).toEqual([]);
  await expect(endSilence({ ctx, input: { id } })).rejects.toMatchObject({ code: "conflict" });
  for (const wrong of [{ hours: 0 }, { hours: 24 * 91 }, { reason: " " }, { alertKind: null, subjectId: null }]) {
    await expect(silenceAlerts({ ctx, input: { ...input, ...wrong } })).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
});
