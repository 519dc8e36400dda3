import type { ServiceContext } from "#lib/auth/context.ts";
import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import { judgeMix, type MixShift, mixShift } from "#lib/engines/prediction/mix-shift.ts";
import { db } from "#lib/store/client.ts";
import { listFleets } from "#lib/store/fleet.ts";
import { MIX_DIMENSIONS, type MixDimension, readTaskMix } from "#lib/store/task-mix.ts";
import { AT_ONCE, type HealthCheck, HOUR_MS, overall } from "../check-definition.ts";

const DAY_MS = 24 * HOUR_MS;
const USUAL_DAYS = 28;
/** Fewer tasks are no mix. */
const LEAST_NOW = 100;
const LEAST_THEN = 300;

/** The tasks of the last day are such as those of the four weeks before. */
export const taskMixCheck: HealthCheck = {
  id: "task-mix",
  damping: AT_ONCE,
  forgetAfterMs: 0,
  run: checkTaskMix,
};

async function checkTaskMix(ctx: ServiceContext): Promise<Verdict[]> {
  const nowMs = ctx.clock.nowMs();
  const verdicts: Verdict[] = [];
  for (const { name } of await listFleets(db())) {
    const [now, then] = [
      await readTaskMix(db(), name, nowMs - DAY_MS, nowMs),
      await readTaskMix(db(), name, nowMs - (USUAL_DAYS + 1) * DAY_MS, nowMs - DAY_MS),
    ];
    if (totalOf(now.type) < LEAST_NOW || totalOf(then.type) < LEAST_THEN) continue;
    verdicts.push(checkFleet(name, then, now));
  }
  if (verdicts.length > 0) return verdicts;
  const sentence = `No fleet has ${LEAST_NOW} tasks of the last day to compare.`;
  return [overall("All fleets", { state: "ok", sentence, href: "/decisions" })];
}

type Mixes = Awaited<ReturnType<typeof readTaskMix>>;
const totalOf = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0);

function checkFleet(fleet: string, then: Mixes, now: Mixes): Verdict {
  const shifts = MIX_DIMENSIONS.flatMap((dimension) => {
    const shift = mixShift(then[dimension], now[dimension]);
    return shift ? [{ dimension, shift, state: stateOf(shift) }] : [];
  });
  const evidence = shifts.map(({ dimension, shift: { index, noise } }) => {
    return { name: `index of ${dimension}s`, value: `${index.toFixed(2)} (chance up to ${noise.toFixed(2)})` };
  });
  const worst = shifts
    .filter(({ state }) => state !== "ok")
    .toSorted((a, b) => b.shift.index - a.shift.index)
    .at(0);
  const about = { subject: fleet, label: fleet, evidence, href: `/decisions?fleet=${encodeURIComponent(fleet)}` };
  if (!worst)
    return { ...about, state: "ok", sentence: `Tasks of ${fleet} are such as those of the four weeks before.` };
  return { ...about, state: worst.state, sentence: describe(fleet, worst.dimension, worst.shift, totalOf(now.type)) };
}

function stateOf(shift: MixShift): HealthState {
  const judged = judgeMix(shift);
  switch (judged) {
    case "same":
      return "ok";
    case "shifted":
      return "degraded";
    case "another":
      return "failing";
    default:
      return judged satisfies never;
  }
}

function describe(fleet: string, dimension: MixDimension, { index, mover }: MixShift, n: number): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)}%`;
  const what = dimension === "length" ? `texts of ${2 ** Number(mover.name)} characters and more` : `"${mover.name}"`;
  return `The ${dimension}s of ${fleet}'s tasks have shifted (index ${index.toFixed(2)}): ${what} from ${percent(mover.before)} to ${percent(mover.after)} of the last day's ${n.toLocaleString("en-US")}.`;
}
