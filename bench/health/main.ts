import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import { bestTest } from "./best-test.ts";
import { type Calm, HISTORY_HOURS, type Regression, watchCalm, watchRegression, YEAR_HOURS } from "./watch-agent.ts";

/**
 * How soon the regression monitor finds that an agent succeeds 10 points less often at 200 tasks a day, and how often it
 * cries wolf where nothing gets worse: with seasons, a wandering mix of tasks, a predictor that errs and hours of bad
 * luck. Beside it, on the same outcomes, the usual z-test of a fixed window, and what a test finds that knows every chance
 * and the size of the fall: nothing can be found that is not there.
 */
const { values } = parseArgs({
  options: { runs: { type: "string" }, years: { type: "string" }, seed: { type: "string" } },
});
const runs = Number(values.runs ?? 200);
const years = Number(values.years ?? 60);
const seed = Number(values.seed ?? 1);
if (![runs, years].every((count) => Number.isInteger(count) && count > 0) || !Number.isInteger(seed))
  throw new RangeError("--runs, --years and --seed are integers");

const RATES = [0.6, 0.7, 0.8, 0.9, 0.95];
const WEEKEND_TRAFFIC = 0.5;
const figures: Record<string, Figure> = {};
const all = { found: [] as Regression[], calm: [] as Calm[], missed: 0 };
for (const [i, rate] of RATES.entries()) {
  const plan = (run: number) => ({
    seed: seed * 1_000_003 + i * 100_003 + run,
    ...{ rate, tasksADay: 200, weekendTraffic: 1 },
  });
  const found = regressions((run) => watchRegression(plan(run), { loss: 0.1, slower: 1 }, "success"));
  const calm = Array.from({ length: years }, (_, run) => watchCalm(plan(50_000 + run)));
  const name = `rate_${String(rate).slice(2).padEnd(2, "0")}`;
  addDetected(`detected_2_days_${name}`, found);
  addAlarms(name, calm);
  const limit = bestTest(
    { rate, tasksADay: 200, weekendTraffic: 1 },
    { calm: seedsOf(years, plan, 50_000), falls: seedsOf(Math.max(400, runs), plan, 0) },
  );
  figures[`best_test_2_days_${name}`] = share(rateView(limit.found, limit.n));
  all.found.push(...found);
  all.calm.push(...calm);
  for (const figure of ["detected_2_days", "best_test_2_days", "false_alarms"])
    console.log(name, figure, figures[`${figure}_${name}`]);
}
addDetected("detected_2_days", all.found);
addAlarms("all", all.calm);
addDelays("success", all.found, -0.1);

const others = (run: number) => ({ seed: seed * 1_000_003 + 700_001 + run, rate: 0.8, tasksADay: 200 });
const slowed = { loss: 0, slower: 1.5 };
const slower = regressions((run) => watchRegression({ ...others(run), weekendTraffic: 1 }, slowed, "duration"));
addDetected("detected_2_days_half_slower", slower);
addDelays("duration", slower, Math.log(1.5));
const quietWeekends = (run: number) => ({ ...others(run), weekendTraffic: WEEKEND_TRAFFIC });
addDetected(
  "detected_2_days_quiet_weekends",
  regressions((run) => watchRegression(quietWeekends(run), { loss: 0.1, slower: 1 }, "success")),
);

for (const [name, { value, unit, baseline, ci95 }] of Object.entries(figures)) {
  const interval = ci95 ? ` (${ci95.map((end) => end.toFixed(3)).join(" to ")})` : "";
  const fixed = baseline === undefined ? "" : `; fixed window ${baseline.toFixed(3)}`;
  console.log(`${name.padEnd(34)} ${value.toFixed(3)} ${unit}${interval}${fixed}`);
}
const environment = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", runs, years, seed };
console.log(JSON.stringify({ bench: "health", figures, environment }));

function seedsOf(count: number, plan: (run: number) => { seed: number }, from: number): number[] {
  return Array.from({ length: count }, (_, run) => plan(from + run).seed);
}

function regressions(watch: (run: number) => Regression | null): Regression[] {
  return Array.from({ length: runs }, (_, run) => watch(run)).filter((one) => one !== null);
}

function addDetected(name: string, found: readonly Regression[]): void {
  const rate = rateView(found.filter(({ delayHours }) => delayHours !== null).length, found.length);
  const baseline = found.filter(({ windowFound }) => windowFound).length / found.length;
  figures[name] = { ...share(rate), baseline };
}

/** Counts are Poisson; the interval is that of its square root, which is nearly normal. */
function addAlarms(name: string, calm: readonly Calm[]): void {
  const sum = (of: (one: Calm) => number) => calm.reduce((total, one) => total + of(one), 0);
  const perYear = (count: number, hours: number): Figure => {
    const agentYears = (calm.length * hours) / YEAR_HOURS;
    const end = (sign: 1 | -1) => Math.max(0, Math.sqrt(count + 0.375) + sign * 0.98) ** 2 / agentYears;
    return { value: count / agentYears, unit: "per agent-year", n: Math.round(agentYears), ci95: [end(-1), end(1)] };
  };
  const baseline = perYear(
    sum(({ windowAlarms }) => windowAlarms),
    YEAR_HOURS,
  ).value;
  figures[`false_alarms_${name}`] = {
    ...perYear(
      sum(({ alarms }) => alarms),
      YEAR_HOURS,
    ),
    baseline,
  };
  figures[`false_alarms_learning_${name}`] = perYear(
    sum(({ youngAlarms }) => youngAlarms),
    HISTORY_HOURS,
  );
}

function addDelays(name: string, found: readonly Regression[], size: number): void {
  const delays = found.flatMap(({ delayHours }) => (delayHours === null ? [] : [delayHours])).sort((a, b) => a - b);
  for (const percent of [50, 90]) {
    const value = delays[Math.floor((percent / 100) * delays.length)] ?? Number.NaN;
    figures[`${name}_delay_p${percent}`] = { value, unit: "hours, of those found", n: delays.length };
  }
  const changes = found.flatMap(({ change, changeHour }) => (change ? [{ ...change, changeHour }] : []));
  const held = (holds: (one: (typeof changes)[number]) => boolean) =>
    share(rateView(changes.filter(holds).length, changes.length));
  figures[`${name}_change_point_coverage95`] = held(
    (one) => one.fromHour <= one.changeHour && one.changeHour <= one.toHour,
  );
  figures[`${name}_size_coverage95`] = held(({ sizeLow, sizeHigh }) => sizeLow <= size && size <= sizeHigh);
  const bias = changes.reduce((sum, one) => sum + one.size - size, 0) / changes.length;
  figures[`${name}_size_bias`] = {
    value: bias,
    unit: name === "success" ? "share" : "log of factor",
    n: changes.length,
  };
}

function share({ rate, n, low, high }: { rate: number | null; n: number; low: number; high: number }): Figure {
  return { value: rate ?? Number.NaN, unit: "fraction", n, ci95: [low, high] };
}
