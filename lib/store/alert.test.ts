import { expect, it } from "vitest";
import type { NewAlert } from "#lib/contracts/alert.ts";
import { listAlerts, openAlert, resolveAlerts } from "./alert.ts";
import { db } from "./client.ts";

const reached: NewAlert = {
  kind: "budget_threshold",
  severity: "caution",
  subject: { kind: "budget", id: "bud_1" },
  windowStartMs: Date.parse("2026-11-01T00:00:00Z"),
  dedupeKey: "bud_1 threshold 80 2026-11",
  message: 'Budget "Research" has spent 80% of $5.00.',
  detail: { spentNanoUsd: "4000000000", percent: 80 },
};
const of = (open: boolean) => listAlerts(db(), { subjectIds: ["bud_1"], open, limit: 10 });

it("is opened once however many see it at once, resolved once, and not opened again under its key", async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => openAlert(db(), reached, 1_000)));
  expect(opened.filter(Boolean)).toHaveLength(1);
  const [alert] = await of(true);
  expect(alert).toMatchObject({ kind: "budget_threshold", detail: reached.detail, resolvedAt: null });
  expect(await resolveAlerts(db(), [alert!.id], "The window has ended.", 2_000)).toBe(1);
  expect(await resolveAlerts(db(), [alert!.id], "It ended again.", 3_000)).toBe(0);
  expect(await openAlert(db(), reached, 4_000)).toBe(false);
  expect(await of(true)).toEqual([]);
  expect(await of(false)).toMatchObject([
    { resolution: "The window has ended.", windowStart: "2026-11-01T00:00:00.000Z" },
  ]);
});
