import { z } from "zod";
import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { formatUsd } from "#lib/core/money.ts";
import { parseInput } from "#lib/core/parse.ts";
import { seededRandom, seedOf } from "#lib/core/random.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems, raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { MONTH_DIMS } from "#lib/store/usage-dims.ts";
import { compareUsageMonth } from "#lib/store/usage-months.ts";
import { readSpendHours } from "#lib/store/usage-reading.ts";
import { compareUsageDay, compareUsageHours, oldestUsageDay } from "#lib/store/usage-rollup.ts";
import type { UsageDrift } from "#lib/store/usage-turn.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An hour of more tasks is left to the command: to read them all would keep the sums waiting. */
const MOST_TASKS = 300_000;
const TOPIC = "usage";
const CODE = "usage_drift";
const MONTH_ENTITY = /^month (\d{4}-\d{2})$/;

/** Hours or a day whose sums are not those of their tasks, or a month whose sums are not those of its days. */
export interface UsageFinding {
  of: "hour" | "day" | "month";
  fromMs: number;
  message: string;
}

/**
 * Compares the sums that the cost explorer shows with the tasks they are of: the hour before this one, and one drawn from
 * all of history; and of its month one way of adding it up with the days. A difference becomes a health problem, which the
 * next look at the same hour or month ends.
 */
export async function sampleUsage({ ctx }: { ctx: ServiceContext }): Promise<UsageFinding[]> {
  requireScope(ctx, "budget:write");
  const nowMs = ctx.clock.nowMs();
  const lastMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  const oldestMs = (await oldestUsageDay(db())) ?? lastMs;
  const hours = Math.max(0, Math.floor((lastMs - oldestMs) / HOUR_MS));
  const random = seededRandom(seedOf(`${lastMs} ${nowMs}`));
  const drawn = oldestMs + Math.floor(random() * hours) * HOUR_MS;
  const open = (await listOpenProblems(db())).filter(({ topic }) => topic === TOPIC);
  // What was found wrong before is looked at again until it is right.
  const again = open.map(({ entityId }) => Date.parse(entityId)).filter((fromMs) => Number.isFinite(fromMs));
  const findings: UsageFinding[] = [];
  for (const fromMs of new Set([lastMs, drawn, ...again])) {
    if ((await tasksOf(fromMs)) > MOST_TASKS) continue;
    const drift = await compareUsageHours(fromMs, fromMs + HOUR_MS);
    if (drift === null) continue;
    const message = sentence(drift, `of the hour of ${minuteText(fromMs)} UTC`, "their tasks");
    await note(new Date(fromMs).toISOString(), drift, message, nowMs);
    if (drift.sums > 0) findings.push({ of: "hour", fromMs, message });
  }
  const doubted = open.flatMap(({ entityId }) => MONTH_ENTITY.exec(entityId)?.[1] ?? []);
  for (const fromMs of new Set(
    [drawn, ...doubted.map((month) => Date.parse(`${month}-01T00:00:00Z`))].map(monthStart),
  )) {
    const one = MONTH_DIMS[Math.floor(random() * MONTH_DIMS.length)] ?? 0;
    const was = doubted.includes(monthText(fromMs));
    const drift = await compareUsageMonth(fromMs, was ? MONTH_DIMS : [one]);
    if (drift === null) continue;
    const message = sentence(drift, `of ${monthText(fromMs)}`, "its days");
    await note(`month ${monthText(fromMs)}`, drift, message, nowMs);
    if (drift.sums > 0) findings.push({ of: "month", fromMs, message });
  }
  return findings;
}

async function note(entityId: string, drift: UsageDrift, message: string, nowMs: number): Promise<void> {
  const key = { topic: TOPIC, entityId, code: CODE };
  if (drift.sums > 0) await raiseProblem(db(), key, message, nowMs);
  else await resolveProblem(db(), key, nowMs);
}

async function tasksOf(fromMs: number): Promise<number> {
  const hour = { fromMs, toMs: fromMs + HOUR_MS, filters: {} };
  return (await readSpendHours(db(), hour, null))[0]?.tasks ?? 0;
}

/**
 * Compares whole days (UTC), the newest first, and then their months. Reads the tasks of the days: one of a busy fleet
 * takes seconds.
 */
export async function verifyUsage({ ctx, input }: ServiceCall): Promise<UsageFinding[]> {
  requireScope(ctx, "budget:write");
  const { days } = parseInput(z.strictObject({ days: z.int("Write a number of days").min(1).max(10_000) }), input);
  const todayMs = Math.floor(ctx.clock.nowMs() / DAY_MS) * DAY_MS;
  const oldestMs = (await oldestUsageDay(db())) ?? todayMs;
  const findings: UsageFinding[] = [];
  const months = new Set<number>();
  for (let fromMs = todayMs, left = days; left > 0 && fromMs >= oldestMs; fromMs -= DAY_MS, left--) {
    const hours = await whenFree(() => compareUsageHours(fromMs, fromMs + DAY_MS));
    const day = await whenFree(() => compareUsageDay(fromMs));
    const drift = hours.sums > 0 ? hours : day;
    const message = sentence(drift, `of ${dayText(fromMs)}`, "their tasks");
    if (drift.sums > 0) findings.push({ of: "day", fromMs, message });
    months.add(monthStart(fromMs));
  }
  for (const fromMs of months) {
    const drift = await whenFree(() => compareUsageMonth(fromMs));
    const message = sentence(drift, `of ${monthText(fromMs)}`, "its days");
    if (drift.sums > 0) findings.push({ of: "month", fromMs, message });
  }
  return findings;
}

const PATIENCE = 600;

/** Others add up for a moment every few seconds. @throws Error when nobody lets go of the sums for a minute */
export async function whenFree<T>(work: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const done = await work();
    if (done !== null) return done;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("another process has been adding up usage for a minute; try again");
}

function sentence({ sums, mostNanoUsd }: UsageDrift, what: string, source: string): string {
  const by = mostNanoUsd === 0n ? "not in their cost" : `by up to ${formatUsd(mostNanoUsd)} each`;
  return `${sums} sums ${what} differ from ${source}, ${by}. "signalbox verify-usage --repair" makes them anew.`;
}

const minuteText = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const monthText = (ms: number) => new Date(ms).toISOString().slice(0, 7);
const monthStart = (ms: number) => Date.parse(`${monthText(ms)}-01T00:00:00Z`);
