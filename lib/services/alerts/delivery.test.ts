import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { AlertKind, NewAlert } from "#lib/contracts/alert.ts";
import { manualClock } from "#lib/core/clock.ts";
import { readAlertChannel } from "#lib/queries/alert-channels.ts";
import { openAlert, resolveAlerts } from "#lib/store/alert.ts";
import { db } from "#lib/store/client.ts";
import { type HookReceiver, startHookReceiver, verified } from "#test/alert-receivers.ts";
import { systemContext } from "#test/fleet.ts";
import { deliverAlerts } from "./deliver-alerts.ts";
import { endSilence } from "./end-silence.ts";
import { forgetDeliveries } from "./forget-deliveries.ts";
import { retryDeliveries } from "./retry-deliveries.ts";
import { saveAlertChannel } from "./save-channel.ts";
import { silenceAlerts } from "./silence-alerts.ts";

const MINUTE = 60_000;
const SECRET = `whsec_${randomBytes(32).toString("base64")}`;
const clock = manualClock(Date.now());
const ctx = systemContext(clock);
let receiver: HookReceiver;
let channelId = "";
let keys = 0;

beforeAll(async () => {
  receiver = await startHookReceiver();
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await db().alertChannel.deleteMany();
  await db().alert.deleteMany();
  await db().alertSilence.deleteMany();
  await db().healthProblem.deleteMany();
  receiver.hooks.splice(0);
  receiver.answer((response) => void response.writeHead(200).end("ok"));
  clock.set(Date.now());
  channelId = await channel();
});

async function channel(given: Record<string, unknown> = {}): Promise<string> {
  const target = { kind: "webhook", url: `${receiver.url}/hooks?token=t`, signingSecret: SECRET };
  const input = { name: `ops ${keys++}`, target, minSeverity: "caution", ...given };
  return (await saveAlertChannel({ ctx, input })).id;
}

async function fire(given: Partial<Omit<NewAlert, "subject">> & { subject?: string } = {}): Promise<string> {
  const { subject = "bud_1", ...rest } = given;
  const alert: NewAlert = {
    ...{ kind: "budget_threshold" as AlertKind, severity: "caution" as const, windowStartMs: null },
    ...{ dedupeKey: `key ${keys++}`, message: "Budget is nearly spent.", detail: {} },
    ...rest,
    subject: { kind: "budget", id: subject },
  };
  expect(await openAlert(db(), alert, clock.nowMs())).toBe(true);
  return (await db().alert.findFirstOrThrow({ where: { dedupeKey: alert.dedupeKey } })).id;
}
const resolve = (id: string) => resolveAlerts(db(), [id], "Its window has ended.", clock.nowMs());
const deliver = () => deliverAlerts({ ctx });
const types = () => receiver.hooks.map(({ text }) => JSON.parse(text).type as string);
const ids = () => receiver.hooks.map(({ headers }) => headers["webhook-id"]);
const log = async () => {
  const { deliveries } = await readAlertChannel({ ctx, input: { id: channelId } });
  return deliveries.map(({ event, state, note }) => ({ event, state, note }));
};
const fails = (status: number, headers: Record<string, string> = {}) =>
  receiver.answer((response) => void response.writeHead(status, headers).end("not now"));

it("tells a webhook that something has begun and, after it, that it is over, signed so that others' code believes it", async () => {
  const id = await fire({ message: "Budget “R&D” is spent.", detail: { spentNanoUsd: "5000000000" } });
  await resolve(id);
  expect(await deliver()).toBe(2);
  const bodies = receiver.hooks.map((hook) => verified(hook, SECRET));
  expect(bodies).toMatchObject([
    { type: "alert.fired", data: { alert: { id, message: "Budget “R&D” is spent.", resolvedAt: null } } },
    { type: "alert.resolved", data: { alert: { id, resolution: "Its window has ended." } } },
  ]);
  expect(new Set(ids()).size).toBe(2);
  expect(receiver.hooks[0]?.path).toBe("/hooks?token=t");
  expect(await deliver()).toBe(0);
  const [over] = await log();
  expect(over).toMatchObject({ state: "sent", note: expect.stringMatching(/^Answered 200 in \d+ ms: ok$/) });
});

it("is not taken for right with another secret, another body, or hours later", async () => {
  await fire();
  await deliver();
  const [hook] = receiver.hooks;
  if (!hook) throw new Error("nothing came");
  expect(() => verified(hook, `whsec_${randomBytes(32).toString("base64")}`)).toThrow();
  expect(() => verified({ ...hook, text: hook.text.replace("nearly", "really") }, SECRET)).toThrow();
  const old = { ...hook.headers, "webhook-timestamp": String(Math.floor(Date.now() / 1000) - 3_600) };
  expect(() => verified({ ...hook, headers: old }, SECRET)).toThrow();
});

describe("what a receiver does not take", () => {
  it.each([
    ["an error", () => fails(500), "Answered 500"],
    ["a limit", () => fails(429), "Answered 429"],
    ["a redirect, which is not followed", () => fails(302, { location: "http://169.254.169.254/" }), "Answered 302"],
    ["a connection that breaks", () => receiver.answer((response) => response.destroy()), "ended the connection"],
  ])("is tried again under the same id after %s, and the reason is read in the log", async (_, goWrong, words) => {
    goWrong();
    await fire();
    expect(await deliver()).toBe(0);
    expect(await log()).toMatchObject([{ state: "waiting", note: expect.stringContaining(words) }]);
    expect(await deliver()).toBe(0);
    receiver.answer((response) => void response.writeHead(204).end());
    clock.advance(10_000);
    expect(await deliver()).toBe(1);
    expect(receiver.hooks).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  it("waits as long as the receiver asks, and so does everything else for it", async () => {
    fails(429, { "retry-after": "600" });
    await fire();
    await deliver();
    await fire({ subject: "bud_2", severity: "danger" });
    fails(200);
    clock.advance(9 * MINUTE);
    expect(await deliver()).toBe(0);
    clock.advance(MINUTE);
    expect(await deliver()).toBe(2);
  });

  it("is a health problem from the third failure on, until something is taken", async () => {
    const open = () => db().healthProblem.findMany({ where: { topic: "alert_channel", resolvedAt: null } });
    fails(503);
    await fire();
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await open()).toEqual([]);
      await deliver();
      clock.advance(MINUTE);
    }
    expect(await open()).toMatchObject([
      { entityId: channelId, message: expect.stringContaining("3 attempts in a row failed: Answered 503") },
    ]);
    const { channel: view } = await readAlertChannel({ ctx, input: { id: channelId } });
    expect(view).toMatchObject({ failuresInARow: 3, waiting: 1, lastError: expect.stringContaining("Answered 503") });
    fails(200);
    expect(await deliver()).toBe(1);
    expect(await open()).toEqual([]);
  });

  it("is given up after a day, and then nobody is told that it is over", async () => {
    fails(500);
    const id = await fire();
    await deliver();
    clock.advance(24 * 60 * MINUTE);
    await resolve(id);
    await deliver();
    expect(await log()).toMatchObject([
      { event: "resolved", state: "waiting" },
      { event: "fired", state: "given_up" },
    ]);
    fails(200);
    expect(await deliver()).toBe(0);
    expect(await log()).toMatchObject([
      { event: "resolved", state: "dropped", note: "Nobody was told that it had begun." },
      { event: "fired" },
    ]);
  });

  it("is given up at once by a receiver that is gone for good", async () => {
    fails(410);
    await fire();
    await deliver();
    expect(await log()).toMatchObject([{ state: "given_up" }]);
  });

  it("is tried at once when somebody says so", async () => {
    fails(500, { "retry-after": "3600" });
    await fire();
    await deliver();
    fails(200);
    expect(await retryDeliveries({ ctx, input: { id: channelId } })).toEqual({ messages: 1 });
    expect(await deliver()).toBe(1);
  });
});

describe("one message", () => {
  it("tells of several thresholds that are reached together, and one that they are over", async () => {
    const low = await fire({ message: "50% are spent." });
    const middle = await fire({ message: "80% are spent." });
    const high = await fire({ message: "100% are spent.", severity: "danger" });
    expect(await deliver()).toBe(1);
    const [hook] = receiver.hooks;
    expect(JSON.parse(hook?.text ?? "").data).toMatchObject({
      alert: { id: high, severity: "danger" },
      alsoCovers: [
        { id: low, message: "50% are spent." },
        { id: middle, message: "80% are spent." },
      ],
    });
    await resolveAlerts(db(), [low, middle, high], "Its window has ended.", clock.nowMs());
    expect(await deliver()).toBe(1);
    expect(JSON.parse(receiver.hooks[1]?.text ?? "").data.alsoCovers).toHaveLength(2);
  });

  it("of an alert that flaps within the quiet time, however often", async () => {
    const first = await fire();
    await deliver();
    await resolve(first);
    await deliver();
    for (let turn = 0; turn < 5; turn++) {
      clock.advance(MINUTE);
      const id = await fire();
      await deliver();
      await resolve(id);
      await deliver();
    }
    expect(types()).toEqual(["alert.fired", "alert.resolved"]);
    clock.advance(15 * MINUTE);
    await fire();
    await deliver();
    expect(types()).toEqual(["alert.fired", "alert.resolved", "alert.fired"]);
  });

  it("of what lasts until the quiet time is over, and none of what is silenced until the silence ends", async () => {
    await fire();
    await deliver();
    await fire({ message: "It goes on." });
    await deliver();
    clock.advance(15 * MINUTE);
    expect(await deliver()).toBe(1);
    const input = { alertKind: null, subjectId: "bud_2", hours: 1, reason: "a planned load test" };
    const silence = await silenceAlerts({ ctx, input });
    await fire({ subject: "bud_2", severity: "danger" });
    expect(await deliver()).toBe(0);
    await endSilence({ ctx, input: { id: silence.id } });
    expect(await deliver()).toBe(1);
  });
});

describe("a channel", () => {
  it("is told of the severity, the kinds and the subjects it takes alone", async () => {
    await db().alertChannel.deleteMany();
    await channel({ minSeverity: "danger" });
    await fire();
    expect(await deliver()).toBe(0);
    await fire({ severity: "danger" });
    expect(await deliver()).toBe(1);
    await channel({ alertKinds: ["budget_blocking"], subjectIds: ["bud_7"] });
    await fire({ kind: "budget_blocking" });
    await fire({ subject: "bud_7" });
    expect(await deliver()).toBe(0);
    await fire({ kind: "budget_blocking", subject: "bud_7" });
    expect(await deliver()).toBe(1);
  });

  it("is not told of ends where it does not want to be, nor of anything once it is turned off", async () => {
    await db().alertChannel.deleteMany();
    const id = await channel({ tellsResolved: false });
    await resolve(await fire());
    expect(await deliver()).toBe(1);
    expect(types()).toEqual(["alert.fired"]);
    await fire({ severity: "danger" });
    const target = { kind: "webhook", url: null, signingSecret: null };
    await saveAlertChannel({ ctx, input: { id, name: "off", target, minSeverity: "caution", enabled: false } });
    await fire({ subject: "bud_2" });
    expect(await deliver()).toBe(0);
  });

  it("that nobody answers keeps no other waiting", async () => {
    const target = { kind: "webhook", url: "http://127.0.0.1:1/", signingSecret: SECRET };
    await channel({ target });
    await fire();
    expect(await deliver()).toBe(1);
  });
});

describe("among processes", () => {
  /** Ready to send: to start it while a receiver waits would take longer than a sender waits, on a busy machine. */
  const sender = async () => {
    const started = spawn(process.execPath, [path.resolve("test/deliver-process.ts")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    onTestFinished(() => void started.kill("SIGKILL"));
    await once(started.stdout, "data");
    return started;
  };
  const ended = (child: ChildProcess) =>
    child.exitCode === null ? once(child, "exit") : Promise.resolve([child.exitCode]);

  it("a message is sent once, however many look for it at once", async () => {
    for (let subject = 0; subject < 5; subject++) await fire({ subject: `bud_${subject}` });
    const other = await sender();
    // While this process is in the middle of a message, another one looks, and this one again.
    const others = new Promise<void>((resolved) => {
      receiver.answer(async (response) => {
        receiver.answer((next) => void next.writeHead(200).end());
        expect(await deliver()).toBe(0);
        other.stdin.end();
        await ended(other);
        response.writeHead(200).end();
        resolved();
      });
    });
    await Promise.all([deliver(), others]);
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(ids()).toHaveLength(5);
    expect(new Set(ids()).size).toBe(5);
  });

  it("that die between the receiver's yes and their note of it, the next one sends it again under its id", async () => {
    const id = await fire();
    const dying = await sender();
    receiver.answer((response) => {
      dying.kill("SIGKILL");
      response.writeHead(200).end();
    });
    dying.stdin.end();
    await ended(dying);
    expect(receiver.hooks).toHaveLength(1);
    expect(await deliver()).toBe(0);
    await resolve(id);
    clock.set(Date.now() + MINUTE);
    fails(200);
    expect(await deliver()).toBe(2);
    expect(types()).toEqual(["alert.fired", "alert.fired", "alert.resolved"]);
    expect(ids()[0]).toBe(ids()[1]);
  });
});

it("forgets what was told of alerts long over, but not the newest of a channel, nor what may still be told", async () => {
  const day = 86_400_000;
  const over = await fire();
  await deliver();
  await resolve(over);
  await deliver();
  const open = await fire({ subject: "bud_2" });
  await deliver();
  clock.advance(91 * day);
  expect(await forgetDeliveries({ ctx })).toBe(0);
  const at = new Date(clock.nowMs());
  const tests = Array.from({ length: 100 }, (_, n) => ({
    ...{ id: `dlv_test_${n}`, channelId, event: "test", state: "sent", createdAt: at, dueAt: at, endedAt: at },
  }));
  await db().alertDelivery.createMany({ data: tests });
  expect(await forgetDeliveries({ ctx })).toBe(2);
  expect(await db().alertDelivery.count({ where: { event: "test" } })).toBe(100);
  expect(await db().alertDelivery.findMany({ where: { alertId: { not: null } }, select: { alertId: true } })).toEqual([
    { alertId: open },
  ]);
  expect(await db().alert.count({ where: { id: over } })).toBe(1);
});
