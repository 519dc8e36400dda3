import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { AlertView, NewAlert } from "#lib/contracts/alert.ts";
import type { BudgetScope } from "#lib/contracts/budget.ts";
import { formatUsd } from "#lib/core/money.ts";
import { seedOf } from "#lib/core/random.ts";
import { watchSpend as judge, type SpendWatch } from "#lib/engines/cost/forecast/spend-watch.ts";
import { listAlerts, openAlert, resolveAlerts } from "#lib/store/alert.ts";
import { listBudgets } from "#lib/store/budget.ts";
import { db } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { denseHours, spendHoursOfScope } from "#lib/store/hourly-spend.ts";

const HOUR_MS = 3_600_000;
/** Nine weeks: a season of the week needs several, and older ones say little of today. */
const HISTORY_MS = 63 * 24 * HOUR_MS;
const MOST_OPEN = 1_000;

/** Whose spending is watched. */
interface Watched {
  /** A budget's id, a fleet as "fleet:name", or "all". */
  id: string;
  name: string;
  scope: BudgetScope;
}

/**
 * Judges what the last full hour has cost against its own seasonal expectation: of everything, of each live fleet, and of
 * each budget's scope. Opens an alert where it is out of the ordinary, and resolves it with the first hour that is not.
 * To be called once an hour, some minutes after it has ended, in one process of all; twice does no harm.
 * @returns how many alerts this call opened
 */
export async function watchSpend({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "budget:write");
  const nowMs = ctx.clock.nowMs();
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const open = (await listAlerts(db(), { open: true, limit: MOST_OPEN })).filter(
    ({ kind }) => kind === "spend_anomaly",
  );
  const watched = await listWatched();
  let opened = 0;
  for (const one of watched) {
    const own = open.filter(({ subjectId }) => subjectId === one.id);
    if (await judgeOne(one, own, toMs, nowMs)) opened++;
  }
  const gone = open.filter(({ subjectId }) => watched.every(({ id }) => id !== subjectId));
  await resolveAlerts(db(), idsOf(gone), "It is not watched any more.", nowMs);
  return opened;
}

/** A scope that several budgets share is watched once. */
async function listWatched(): Promise<Watched[]> {
  const [budgets, fleets] = await Promise.all([listBudgets(db()), listFleets(db())]);
  const live = fleets.filter(({ kind }) => kind === "live");
  const all: Watched[] = [
    { id: "all", name: "everything", scope: {} },
    ...(live.length < 2
      ? []
      : live.map(({ name }) => ({ id: `fleet:${name}`, name: `fleet ${name}`, scope: { fleet: name } }))),
    ...budgets
      .filter(({ paused }) => paused === null)
      .map(({ id, name, scope }) => ({ id, name: `what budget "${name}" is for`, scope })),
  ];
  return [...new Map(all.toReversed().map((one) => [scopeText(one.scope), one])).values()].reverse();
}

const scopeText = (scope: BudgetScope) => JSON.stringify(Object.entries(scope).sort());

async function judgeOne({ id, name, scope }: Watched, own: readonly AlertView[], toMs: number, nowMs: number) {
  const rows = await spendHoursOfScope(db(), scope, toMs - HISTORY_MS, toMs);
  const { hours } = denseHours(rows, toMs);
  const watch = judge(
    hours.map(({ spentNanoUsd }) => spentNanoUsd),
    seedOf(`${id} ${toMs}`),
  );
  const verdict = watch?.verdict ?? "as_expected";
  const over = own.filter(({ detail }) => detail.verdict !== verdict);
  if (over.length > 0) await resolveAlerts(db(), idsOf(over), endSentence(watch, toMs), nowMs);
  if (!watch || verdict === "as_expected" || over.length < own.length) return false;
  return openAlert(db(), alertOf(id, name, watch, toMs), nowMs);
}

function alertOf(id: string, name: string, { verdict, severity, hour }: SpendWatch, toMs: number): NewAlert {
  const [actual, low, high] = [hour.actualNanoUsd, hour.lowNanoUsd, hour.highNanoUsd].map((nano) => usd(nano));
  return {
    kind: "spend_anomaly",
    severity,
    subject: { kind: "spend", id },
    windowStartMs: toMs - HOUR_MS,
    dedupeKey: `spend ${id} ${verdict} @${toMs}`,
    message: `Spending of ${name} is ${verdict} what was to be expected: ${actual} from ${spanText(toMs)}, where ${low} to ${high} is usual.`,
    detail: {
      verdict,
      actualNanoUsd: String(hour.actualNanoUsd),
      p50NanoUsd: String(hour.p50NanoUsd),
      lowNanoUsd: String(hour.lowNanoUsd),
      highNanoUsd: String(hour.highNanoUsd),
    },
  };
}

function endSentence(watch: SpendWatch | null, toMs: number): string {
  if (!watch) return "There is no history any more to expect anything from.";
  const actual = usd(watch.hour.actualNanoUsd);
  return watch.verdict === "as_expected"
    ? `The hour from ${spanText(toMs)} was as expected again, with ${actual}.`
    : `The hour from ${spanText(toMs)} was ${watch.verdict} what was to be expected, with ${actual}.`;
}

const usd = (nano: number) => formatUsd(BigInt(nano));
const idsOf = (alerts: readonly AlertView[]) => alerts.map(({ id }) => id);
const timeText = (ms: number) => new Date(ms).toISOString().slice(11, 16);
const spanText = (toMs: number) => `${timeText(toMs - HOUR_MS)} to ${timeText(toMs)} UTC`;
