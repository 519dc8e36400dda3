import type { PlacementView, RiskLevel, TakeoverView } from "#lib/contracts/fallback.ts";

/** Below this share of the tasks placed, nobody takes over; above the other one of them unplaced, not everything is. */
const HARDLY_PLACED = 0.05;
const SOME_UNPLACED = 0.005;
/** A loss of success, for sure, that an operator wants to know of. */
const LOST_SUCCESS = 0.02;
/** From this chance of an hour without a free slot on, a successor is too busy. */
const FULL = 0.5;

type Placed = Pick<PlacementView, "tasks" | "unplacedTasks" | "success"> & {
  successors: readonly Pick<PlacementView["successors"][number], "saturation">[];
};

/** How well the tasks of what is gone are taken over. */
export function placementLevel({ tasks, unplacedTasks, success, successors }: Placed): RiskLevel {
  if (tasks === 0) return "unused";
  if (tasks - unplacedTasks < HARDLY_PLACED * tasks) return "none";
  if (unplacedTasks > SOME_UNPLACED * tasks) return "partly";
  const worse = success !== null && success.difference <= -LOST_SUCCESS && success.differenceCi95[1] < 0;
  const filled = successors.some(
    ({ saturation }) => saturation && saturation.before < FULL && saturation.after >= FULL,
  );
  return worse || filled ? "strained" : "covered";
}

type Taken = Pick<TakeoverView, "agents" | "standsFor" | "isDefault" | "weekTasks" | "takeover" | "losses">;

/** How well calls of a configuration are taken over. */
export function takeoverLevel(view: Taken): RiskLevel {
  const { agents, standsFor, isDefault, weekTasks, takeover, losses } = view;
  if (agents.length === 0 && standsFor.length === 0 && !isDefault && weekTasks === 0) return "unused";
  if (!takeover) return "none";
  return losses.length > 0 || takeover.leastBad ? "strained" : "covered";
}

const WORST: readonly RiskLevel[] = ["none", "partly", "strained", "covered", "unused"];

/** Of parts of one thing: the worst, but none of everything only where no part is taken over. */
export function jointLevel(levels: readonly RiskLevel[]): RiskLevel {
  const used = levels.filter((level) => level !== "unused");
  const worst = WORST.find((level) => level !== "unused" && levels.includes(level)) ?? "unused";
  return worst === "none" && used.some((level) => level !== "none") ? "partly" : worst;
}

/** Worst first. */
export const byLevel = (a: RiskLevel, b: RiskLevel): number => WORST.indexOf(a) - WORST.indexOf(b);
