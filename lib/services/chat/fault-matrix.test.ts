import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { endpointOf, endpointViews } from "#lib/runtime/endpoints.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { db } from "#lib/store/client.ts";
import { allowLoopback, capitalOfFrance, loopbackConfiguration } from "#test/chat.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import type { Fault } from "#test/loopback-provider/fault.ts";
import { type LoopbackProvider, startLoopbackProvider } from "#test/loopback-provider/loopback-provider.ts";
import { completeChat } from "./complete-chat.ts";
import { streamChat } from "./stream-chat.ts";

/** 400 fresh, 1,024 cached and 9 generated tokens of gpt-4o, in nano-dollars. */
const WHOLE = 2_370_000;
/** What was delivered of a stream that broke, counted by its length: more than nothing. */
const PARTIAL = "partial";

let first: LoopbackProvider;
let second: LoopbackProvider;
let runs = 0;
beforeAll(async () => {
  [first, second] = await Promise.all([startLoopbackProvider(), startLoopbackProvider()]);
  allowLoopback(first, second);
  await startedRuntime();
  await makeFleet(systemContext(), "faults", {});
  // The provider's SDK is loaded with the first call, which may take longer than the calls below have.
  const target = await loopbackConfiguration(first, "warm");
  await completeChat({ ctx: keyContext("faults"), input: { target, request: capitalOfFrance } });
});
beforeEach(() => {
  first.reset();
  second.reset();
});
afterAll(() => Promise.all([first.close(), second.close()]));

type Seen = [client: string, attempts: string[], costNanoUsd: number | string | null, breaker: string];

/** Calls a configuration of its own, with one retry and, if so, one fallback at another endpoint. */
async function call(fault: Fault, times: number, streamed: boolean, fallback: boolean): Promise<Seen> {
  const name = `run${++runs}`;
  const ref = await loopbackConfiguration(first, name, {
    // An address of its own for each row: the same endpoint would share its health.
    baseUrl: `${first.url}/${name}/v1`,
    timeoutMs: 400,
  });
  const other = await loopbackConfiguration(second, `${name}-b`, { timeoutMs: 400 });
  routingPolicy().execution.fallbacks.configurations[ref] = fallback ? [other] : [];
  first.fail(fault, { times });
  const ctx = keyContext("faults");
  const input = { target: ref, request: capitalOfFrance };
  const before = await db().modelCall.count();
  const client = await (streamed ? flowing() : whole());
  const [row] = await db().modelCall.findMany({ where: { target: ref } });
  expect(await db().modelCall.count()).toBe(before + 1);
  const attempts = (JSON.parse(row?.attemptLog ?? "[]") as { configuration: string; failure: string | null }[]).map(
    ({ configuration, failure }) => `${configuration === ref ? "a" : "b"} ${failure ?? "answered"}`,
  );
  const cost = row?.costNanoUsd ?? null;
  const recorded = cost === null ? null : row?.usageEstimated && cost > 0n ? PARTIAL : Number(cost);
  return [client, attempts, recorded, breakerOf(ref)];

  async function whole(): Promise<string> {
    try {
      const { answer } = await completeChat({ ctx, input });
      return answer.finishReason;
    } catch (error) {
      return refused(error);
    }
  }

  async function flowing(): Promise<string> {
    const events: ChatEvent[] = [];
    try {
      const stream = await streamChat({ ctx, input });
      for await (const event of stream.events) events.push(event);
      return String(events.at(-1)?.type);
    } catch (error) {
      return events.length > 0 ? `text, then ${refused(error)}` : refused(error);
    }
  }
}

function refused(error: unknown): string {
  if (error instanceof FailedCall) return `${error.code}: ${error.kind}`;
  throw error;
}

function breakerOf(ref: string): string {
  const settings = configurationByRef(ref)?.settings;
  const view = settings && endpointViews(Date.now()).find(({ endpoint }) => endpoint === endpointOf(settings));
  return view ? `${view.state} ${view.failuresInARow}` : "none";
}

const A = (kind: string) => `a ${kind}`;
const OK_A = A("answered");
const OK_B = "b answered";
const LIMITED: Fault = { kind: "status", status: 429, retryAfterSeconds: 0.1 };
const PATIENT: Fault = { kind: "status", status: 429, retryAfterSeconds: 30 };
const BROKEN: Fault = { kind: "status", status: 500 };

/**
 * fault · how often · streamed · with a fallback → what the client sees · attempts · cost in nano-dollars (null: nobody
 * knows) · breaker of the endpoint and failures in a row. One retry; a time-out of 400 ms and a deadline of 800 ms.
 */
const MATRIX: [string, Fault, number, boolean, boolean, Seen][] = [
  ["429 once", LIMITED, 1, false, false, ["stop", [A("rate_limited"), OK_A], WHOLE, "closed 0"]],
  ["429 once", LIMITED, 1, true, false, ["finish", [A("rate_limited"), OK_A], WHOLE, "closed 0"]],
  ["429 for long", PATIENT, 9, false, false, ["rate_limited: rate_limited", [A("rate_limited")], 0, "throttled 0"]],
  ["429 for long", PATIENT, 9, false, true, ["stop", [A("rate_limited"), OK_B], WHOLE, "throttled 0"]],
  ["500 once", BROKEN, 1, false, false, ["stop", [A("overloaded"), OK_A], WHOLE, "closed 0"]],
  ["500", BROKEN, 9, false, false, ["unavailable: overloaded", [A("overloaded"), A("overloaded")], 0, "closed 2"]],
  ["500", BROKEN, 9, false, true, ["stop", [A("overloaded"), A("overloaded"), OK_B], WHOLE, "closed 2"]],
  ["500", BROKEN, 9, true, true, ["finish", [A("overloaded"), A("overloaded"), OK_B], WHOLE, "closed 2"]],
  ["hang", { kind: "hang" }, 9, false, false, ["unavailable: timed_out", [A("timed_out")], null, "closed 1"]],
  ["hang", { kind: "hang" }, 9, false, true, ["stop", [A("timed_out"), OK_B], null, "closed 1"]],
  ["hang", { kind: "hang" }, 9, true, true, ["finish", [A("timed_out"), OK_B], null, "closed 1"]],
  [
    "drip",
    { kind: "slow_drip", gapMs: 90 },
    9,
    false,
    false,
    ["unavailable: timed_out", [A("timed_out")], null, "closed 1"],
  ],
  [
    "drip",
    { kind: "slow_drip", gapMs: 90 },
    9,
    true,
    true,
    ["text, then unavailable: timed_out", [A("timed_out")], PARTIAL, "closed 1"],
  ],
  ["reset once", { kind: "reset" }, 1, false, false, ["stop", [A("unreachable"), OK_A], WHOLE, "closed 0"]],
  [
    "reset",
    { kind: "reset" },
    9,
    true,
    true,
    ["finish", [A("unreachable"), A("unreachable"), OK_B], WHOLE, "closed 2"],
  ],
  ["cut", { kind: "cut" }, 9, false, true, ["stop", [A("broken_answer"), A("broken_answer"), OK_B], null, "closed 2"]],
  [
    "cut",
    { kind: "cut" },
    9,
    true,
    true,
    ["text, then unavailable: broken_answer", [A("broken_answer")], PARTIAL, "closed 1"],
  ],
  [
    "bad JSON",
    { kind: "bad_json" },
    9,
    false,
    false,
    ["unavailable: broken_answer", [A("broken_answer"), A("broken_answer")], null, "closed 2"],
  ],
  ["bad JSON", { kind: "bad_json" }, 1, true, false, ["finish", [A("broken_answer"), OK_A], null, "closed 0"]],
  [
    "HTML",
    { kind: "wrong_content_type" },
    9,
    false,
    true,
    ["stop", [A("broken_answer"), A("broken_answer"), OK_B], null, "closed 2"],
  ],
  [
    "HTML",
    { kind: "wrong_content_type" },
    9,
    true,
    true,
    ["finish", [A("broken_answer"), A("broken_answer"), OK_B], null, "closed 2"],
  ],
  [
    "400",
    { kind: "status", status: 400 },
    9,
    false,
    true,
    ["invalid_input: request_refused", [A("request_refused")], 0, "closed 0"],
  ],
  [
    "401",
    { kind: "status", status: 401 },
    9,
    false,
    true,
    ["stop", [A("credentials_refused"), OK_B], WHOLE, "closed 1"],
  ],
];

test("where nobody answers, the failure is that of the configuration asked for, and the record lists all", async () => {
  second.fail({ kind: "status", status: 401 }, { times: 9 });
  const seen = await call(BROKEN, 9, false, true);
  const attempts = [A("overloaded"), A("overloaded"), "b credentials_refused"];
  expect(seen).toEqual(["unavailable: overloaded", attempts, 0, "closed 2"]);
  const last = await db().modelCall.findFirst({ orderBy: { at: "desc" } });
  expect(last?.configuration).toBe(last?.target);
});

describe("what a provider's fault comes to", () => {
  test.each(MATRIX)("%s x%#", async (_name, fault, times, streamed, fallback, expected) => {
    expect(await call(fault, times, streamed, fallback)).toEqual(expected);
  });
});
