import { describe, expect, it } from "vitest";
import type { WaitingDelivery } from "#lib/contracts/alert-channel.ts";
import { type ChannelQueue, type DeliveryPlan, planDeliveries } from "./plan-deliveries.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const MINUTE = 60_000;

let n = 0;
function fired(given: Partial<WaitingDelivery> = {}): WaitingDelivery {
  n += 1;
  return {
    ...{ id: `d${n}`, event: "fired", alertId: `a${n}`, kind: "budget_threshold", subjectId: "bud_1" },
    ...{ severity: "caution", openedAtMs: NOW, over: false, dueAtMs: NOW, attempts: 0, fired: null },
    ...given,
  };
}
const resolved = (state: "sent" | "waiting" | "dropped" | "given_up", given: Partial<WaitingDelivery> = {}) =>
  fired({ event: "resolved", over: true, fired: { state, dueAtMs: NOW }, ...given });

const plan = (queue: Partial<ChannelQueue>): DeliveryPlan =>
  planDeliveries({
    ...{ pending: [], told: [], silences: [], quietMs: 15 * MINUTE, tellsResolved: true, nowMs: NOW },
    ...queue,
  });
const told = (severity: "caution" | "danger", minutesAgo: number) => [
  { kind: "budget_threshold", subjectId: "bud_1", severity, atMs: NOW - minutesAgo * MINUTE },
];

describe("of alerts of one subject and kind", () => {
  it("that begin together the worst is told, of equals the newest, and the others with it", () => {
    const low = fired();
    const first = fired({ severity: "danger", openedAtMs: NOW - 1 });
    const worst = fired({ severity: "danger" });
    expect(plan({ pending: [low, first, worst] })).toEqual({
      send: [{ id: worst.id, folded: [low.id, first.id] }],
      hold: [],
      drop: [],
    });
  });

  it("those of another subject, or another kind, are told on their own", () => {
    const all = [fired(), fired({ subjectId: "bud_2" }), fired({ kind: "budget_blocking" })];
    expect(plan({ pending: all }).send).toEqual(all.map(({ id }) => ({ id, folded: [] })));
  });

  it("nothing is told again within the quiet time: it waits for its end", () => {
    const next = fired();
    expect(plan({ pending: [next], told: told("caution", 5) })).toMatchObject({
      send: [],
      hold: [{ id: next.id, untilMs: NOW + 10 * MINUTE }],
    });
    expect(plan({ pending: [next], told: told("caution", 15) }).send).toHaveLength(1);
  });

  it("what is worse breaks the quiet, and takes along what waited", () => {
    const waited = fired();
    const worse = fired({ severity: "danger" });
    const { send, hold } = plan({ pending: [waited, worse], told: told("caution", 5) });
    expect({ send, hold }).toEqual({ send: [{ id: worse.id, folded: [waited.id] }], hold: [] });
    expect(plan({ pending: [fired({ severity: "danger" })], told: told("danger", 5) }).send).toEqual([]);
  });

  it("one that flaps within the quiet time is told once: it ends before its turn, and so does the word of its end", () => {
    const again = fired({ over: true });
    const ended = resolved("waiting", { alertId: again.alertId, fired: { state: "waiting", dueAtMs: NOW + MINUTE } });
    expect(plan({ pending: [again, ended], told: told("caution", 1) }).drop).toMatchObject([{ id: again.id }]);
    expect(plan({ pending: [{ ...ended, fired: { state: "dropped", dueAtMs: NOW } }] }).drop).toMatchObject([
      { id: ended.id },
    ]);
  });

  it("one that came and went while the channel could not be reached is told, and then that it is over", () => {
    const short = fired({ over: true });
    const ended = resolved("waiting", { alertId: short.alertId });
    expect(plan({ pending: [short, ended] })).toEqual({ send: [{ id: short.id, folded: [] }], hold: [], drop: [] });
  });
});

describe("that something is over", () => {
  it("is told when it was told that it had begun, several ends in one message", () => {
    const [first, last] = [resolved("sent"), resolved("sent")];
    expect(plan({ pending: [first, last] }).send).toEqual([{ id: last.id, folded: [first.id] }]);
  });

  it("waits for the beginning, which is tried again, and is not told when that was given up", () => {
    const waits = resolved("waiting", { fired: { state: "waiting", dueAtMs: NOW + MINUTE } });
    expect(plan({ pending: [waits] }).hold).toMatchObject([{ id: waits.id, untilMs: NOW + MINUTE }]);
    expect(plan({ pending: [resolved("given_up")] }).drop).toHaveLength(1);
  });

  it("does not wait for the quiet time, nor for a silence", () => {
    const silences = [{ alertKind: null, subjectId: "bud_1", untilMs: NOW + MINUTE }];
    expect(plan({ pending: [resolved("sent")], told: told("danger", 1), silences }).send).toHaveLength(1);
  });

  it("is not told where nobody wants to hear of ends", () => {
    expect(plan({ pending: [resolved("sent")], tellsResolved: false })).toMatchObject({ send: [], drop: [{}] });
  });
});

describe("a silence", () => {
  const until = NOW + 60 * MINUTE;
  it.each([
    ["of the subject", { alertKind: null, subjectId: "bud_1" }],
    ["of the kind", { alertKind: "budget_threshold", subjectId: null }],
    ["of both", { alertKind: "budget_threshold", subjectId: "bud_1" }],
  ])("%s keeps an alert back until its end, whatever its severity", (_, of) => {
    const one = fired({ severity: "danger" });
    expect(plan({ pending: [one], silences: [{ ...of, untilMs: until }] }).hold).toMatchObject([
      { id: one.id, untilMs: until },
    ]);
    expect(plan({ pending: [one], silences: [{ ...of, untilMs: NOW }] }).send).toHaveLength(1);
  });

  it("of another kind or subject changes nothing, and what ends within one is never told", () => {
    const others = [
      { alertKind: "budget_blocking", subjectId: "bud_1", untilMs: until },
      { alertKind: null, subjectId: "bud_2", untilMs: until },
    ];
    expect(plan({ pending: [fired()], silences: others }).send).toHaveLength(1);
    const all = [{ alertKind: null, subjectId: "bud_1", untilMs: until }];
    expect(plan({ pending: [fired({ over: true })], silences: all }).drop).toHaveLength(1);
  });
});

it("what was tried is tried again as it was: the receiver may have it already", () => {
  const tried = fired({ attempts: 2 });
  const worse = fired({ severity: "danger" });
  expect(plan({ pending: [tried, worse] }).send).toEqual([
    { id: tried.id, folded: [] },
    { id: worse.id, folded: [] },
  ]);
  const later = fired({ attempts: 1, dueAtMs: NOW + MINUTE });
  const same = fired();
  expect(plan({ pending: [later, same] })).toMatchObject({ send: [], hold: [{ id: same.id, untilMs: NOW + MINUTE }] });
});
