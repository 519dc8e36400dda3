import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Provider, Tier } from "#lib/contracts/configuration.ts";
import type { FailureKind } from "#lib/contracts/failure.ts";
import type { ExecutionPolicy } from "#lib/contracts/routing.ts";
import { seededRandom } from "#lib/core/random.ts";
import {
  admits,
  afterFailure,
  afterHearsay,
  afterStart,
  afterSuccess,
  afterThrottle,
  breakerState,
  type EndpointHealth,
  ejectable,
  healthy,
} from "./endpoint-health.ts";
import { FAILURE_RULES } from "./failure-rules.ts";
import { byHealth, fallbackChain } from "./fallback-chain.ts";
import { nextStep } from "./next-step.ts";

const POLICY: ExecutionPolicy = {
  maxAttempts: 4,
  deadlineFactor: 2,
  backoff: { baseMs: 100, maxMs: 1000 },
  breaker: { failures: 3, openMs: 1000, maxOpenMs: 8000, maxEjectedShare: 0.5 },
  fallbacks: { configurations: {}, tiers: {}, computed: 2 },
  probes: { everySeconds: 300, fleet: null, configurations: [] },
};
const KINDS = Object.keys(FAILURE_RULES) as FailureKind[];

describe("the retry loop", () => {
  /** Walks a chain in which every attempt fails, as the service does; time passes by the waits alone. */
  function run(kinds: readonly FailureKind[], links: number, maxRetries: number, retryAfterMs: number | null) {
    const random = seededRandom(7);
    const progress = { attempts: 0, attemptsHere: 0, nowMs: 0, deadlineMs: 5000, maxRetries };
    let link = 0;
    for (;;) {
      progress.attempts++;
      progress.attemptsHere++;
      const kind = kinds[(progress.attempts - 1) % kinds.length] ?? "overloaded";
      const at = { ...progress, hasFallback: link < links - 1 };
      const step = nextStep({ kind, retryAfterMs, delivered: false }, at, POLICY, random);
      if (step.kind === "stop") return { ...progress, why: step.why, link };
      if (step.kind === "retry") progress.nowMs += step.delayMs;
      else {
        link++;
        progress.attemptsHere = 0;
      }
    }
  }

  test("ends, within the bound of attempts and the deadline, whatever fails", () => {
    const kinds = fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 6 });
    const wait = fc.option(fc.integer({ min: 0, max: 20_000 }));
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 10 }),
        wait,
        (some, links, retries, asked) => {
          const { attempts, nowMs, link } = run(some, links, retries, asked);
          expect(attempts).toBeLessThanOrEqual(POLICY.maxAttempts);
          expect(nowMs).toBeLessThan(5000);
          expect(link).toBeLessThan(links);
        },
      ),
    );
  });

  test("waits as long as the provider asks, and not at all where the deadline or a fallback makes that pointless", () => {
    const at = { attempts: 1, attemptsHere: 1, maxRetries: 3, nowMs: 0, deadlineMs: 5000 };
    const step = (retryAfterMs: number, hasFallback: boolean) =>
      nextStep({ kind: "rate_limited", retryAfterMs, delivered: false }, { ...at, hasFallback }, POLICY, () => 0);
    expect(step(3000, false)).toEqual({ kind: "retry", delayMs: 3000 });
    expect(step(6000, false)).toEqual({ kind: "stop", why: "deadline" });
    expect(step(3000, true)).toEqual({ kind: "fallback" });
    expect(step(150, true)).toEqual({ kind: "retry", delayMs: 150 });
  });

  test("draws waits from the whole range up to a doubling limit", () => {
    const wait = (attemptsHere: number, draw: number) =>
      nextStep(
        { kind: "overloaded", retryAfterMs: null, delivered: false },
        { attempts: 1, attemptsHere, maxRetries: 9, nowMs: 0, deadlineMs: 1e6, hasFallback: false },
        POLICY,
        () => draw,
      );
    expect([1, 2, 3, 9].map((tries) => wait(tries, 1))).toEqual(
      [100, 200, 400, 1000].map((delayMs) => ({ kind: "retry", delayMs })),
    );
    expect(wait(3, 0)).toEqual({ kind: "retry", delayMs: 0 });
  });

  test.each(KINDS)("tries nothing again once content was delivered: %s", (kind) => {
    const at = { attempts: 1, attemptsHere: 1, maxRetries: 3, nowMs: 0, deadlineMs: 5000, hasFallback: true };
    const step = nextStep({ kind, retryAfterMs: null, delivered: true }, at, POLICY, () => 0);
    expect(step).toEqual({ kind: "stop", why: "final" });
  });
});

describe("an endpoint's breaker", () => {
  const fail = (health: EndpointHealth, nowMs: number, mayOpen = true) =>
    afterFailure(health, "overloaded", nowMs, POLICY.breaker, mayOpen, () => 1);
  const opened = () => fail(fail(fail(healthy(0), 0), 0), 0);

  test("opens after so many failures in a row; one success before starts the count anew", () => {
    expect(breakerState(fail(fail(afterSuccess(fail(healthy(0), 0), 0), 0), 0), 0)).toBe("closed");
    expect(breakerState(opened(), 999)).toBe("open");
    expect(admits(opened(), 999)).toBe(false);
  });

  test("lets a single probe through when its time has come", () => {
    expect(admits(opened(), 1000)).toBe(true);
    const probing = afterStart(opened(), 1000);
    expect(admits(probing, 1001)).toBe(false);
    expect(breakerState(afterSuccess(probing, 1002), 1002)).toBe("closed");
    expect([probing.lastAnswerMs, afterSuccess(probing, 1002).lastAnswerMs]).toEqual([null, 1002]);
  });

  test("opens for twice as long after a probe that failed, up to a limit, and never for less than half of it", () => {
    let health = opened();
    const lengths: number[] = [];
    for (let i = 0, nowMs = 1000; i < 5; i++) {
      health = fail(afterStart(health, nowMs), nowMs);
      lengths.push((health.openUntilMs ?? 0) - nowMs);
      nowMs = health.openUntilMs ?? 0;
    }
    expect(lengths).toEqual([2000, 4000, 8000, 8000, 8000]);
    const early = afterFailure(opened(), "overloaded", 1000, POLICY.breaker, true, () => 0);
    expect(early.openUntilMs).toBe(2000);
  });

  test("stays closed where too many others are out, but never where it is the only one", () => {
    expect(breakerState(fail(fail(fail(healthy(0), 0, false), 0, false), 0, false), 0)).toBe("closed");
    expect([1, 2, 3, 4, 9].map((count) => ejectable(count, POLICY.breaker))).toEqual([1, 1, 1, 2, 4]);
  });

  test("waits as long as it was asked to, and counts no failure for that", () => {
    const throttled = afterThrottle(healthy(0), 500, 0, POLICY.breaker);
    expect([breakerState(throttled, 499), breakerState(throttled, 500)]).toEqual(["throttled", "closed"]);
    expect(throttled.failuresInARow).toBe(0);
  });

  test("takes over what another process found: out for as long, asked to wait, or answering again", () => {
    const heard = { openForMs: 700, openings: 2, throttledForMs: 0, lastFailure: "timed_out" };
    const out = afterHearsay(healthy(0), heard, 50, true);
    expect(out).toMatchObject({ openUntilMs: 750, openings: 2, lastFailure: "timed_out" });
    // Its own longer time stays.
    expect(afterHearsay(opened(), heard, 50, true).openUntilMs).toBe(1000);
    const asked = afterHearsay(healthy(0), { ...heard, openForMs: null, throttledForMs: 300 }, 50, true);
    expect([breakerState(asked, 349), breakerState(asked, 350)]).toEqual(["throttled", "closed"]);
    const again = afterHearsay(out, { ...heard, openForMs: null, openings: 0 }, 60, true);
    expect([breakerState(again, 60), again.openings]).toEqual(["closed", 0]);
  });

  test("does not follow another process where too many are out here already", () => {
    const heard = { openForMs: 700, openings: 1, throttledForMs: 0, lastFailure: "timed_out" };
    expect(breakerState(afterHearsay(healthy(0), heard, 50, false), 60)).toBe("closed");
  });
});

describe("a chain of configurations", () => {
  const link = (ref: string, tier: Tier = "balanced") => ({ ref, provider: ref.split("/")[0] as Provider, tier });
  const known = [
    link("openai/critic"),
    link("openai/general_purpose"),
    link("anthropic/analyst"),
    link("anthropic/critic"),
    link("bedrock/analyst"),
    link("bedrock/fast_completion", "fast"),
  ];
  const chain = (ref: string, fallbacks: Partial<ExecutionPolicy["fallbacks"]> = {}) =>
    fallbackChain(link(ref), known, { fallbacks: { ...POLICY.fallbacks, ...fallbacks } }).map((one) => one.ref);

  test("goes to the same tier at each other provider, the same name first", () => {
    expect(chain("openai/critic")).toEqual(["openai/critic", "anthropic/critic", "bedrock/analyst"]);
    expect(chain("openai/critic", { computed: 0 })).toEqual(["openai/critic"]);
  });

  test("is what the policy names for the configuration, else for its tier", () => {
    const tiers = { balanced: ["bedrock/analyst", "openai/critic"] };
    expect(chain("openai/critic", { tiers })).toEqual(["openai/critic", "bedrock/analyst"]);
    const configurations = { "openai/critic": [] };
    expect(chain("openai/critic", { tiers, configurations })).toEqual(["openai/critic"]);
  });

  test("leaves out what is cooling down; when all is, the one that is back soonest is tried alone", () => {
    const backAtMs: Record<string, number> = { a: 30, b: 10, c: 20 };
    const reopens = (name: string) => backAtMs[name] ?? 0;
    expect(byHealth(["a", "b", "c"], (name) => name !== "a", reopens)).toEqual({ order: ["b", "c"], leastBad: false });
    expect(byHealth(["a", "b", "c"], () => false, reopens)).toEqual({ order: ["b"], leastBad: true });
  });
});
