import type { PlacementView, SuccessorView, TakeoverView } from "#lib/contracts/fallback.ts";
import { usdText } from "../usd-text.ts";
import { keptWords } from "./kept-words.ts";

/** Shorter waits are none. */
const UNNOTICED_MS = 100;
/** Successors that are named. */
const NAMED = 3;

type Placed = Pick<
  PlacementView,
  "days" | "tasks" | "successors" | "unplacedTasks" | "unplaced" | "success" | "cost" | "waitMs"
>;

/** What becomes of the tasks of an agent, or of agents: who is left undone first, then who takes over and what that changes. */
export function placementSentence(subject: string, whose: "its" | "its agents'", placed: Placed): string {
  const { tasks, unplacedTasks, successors, days } = placed;
  if (tasks === 0) {
    const who = whose === "its" ? subject : `Agents of ${subject}`;
    return `${who} took no task in ${daysText(days)}: nothing would have to go elsewhere.`;
  }
  const undone = unplacedTasks > 0 ? undoneText(placed, whose) : "";
  if (successors.length === 0) return `If ${subject} goes, nobody takes over: ${undone}.`;
  const all = unplacedTasks > 0 ? "the rest goes" : `${whose} tasks go`;
  const goes = `${all} to ${successorsText(successors, tasks - unplacedTasks)}`;
  const effects = [successText(placed), costText(placed), waitText(placed)].filter((text) => text !== "");
  const change = effects.length > 0 ? `: ${effects.join(", ")}` : "";
  return `If ${subject} goes, ${undone === "" ? "" : `${undone}; `}${goes}${change}.`;
}

function undoneText({ tasks, unplacedTasks, unplaced, days }: Placed, whose: string): string {
  const [first] = unplaced;
  const most = first ? `, mostly ${first.taskType} (${keptWords(first.refusedBy)})` : "";
  return `${percent(unplacedTasks / tasks)} of ${whose} tasks (${whole(unplacedTasks)} in ${daysText(days)}) find nobody${most}`;
}

function successorsText(successors: readonly SuccessorView[], placedTasks: number): string {
  const named = successors.slice(0, NAMED).map(({ agent, tasks }) => `${agent} (${percent(tasks / placedTasks)})`);
  const others = successors.length - named.length;
  const last = others > 0 ? `${others} ${others === 1 ? "other" : "others"}` : named.pop();
  return named.length === 0 ? `${last}` : `${named.join(", ")} and ${last}`;
}

function successText({ success }: Placed): string {
  if (!success) return "";
  const { difference, differenceCi95 } = success;
  const [low, high] = differenceCi95;
  const interval = `95% ${points(low)} to ${points(high)}`;
  if (low < 0 && high > 0) return `success not distinguishable (${interval} points)`;
  return `success ${points(difference)} points (${interval})`;
}

function costText({ cost }: Placed): string {
  if (!cost?.perMonthNanoUsd) return "cost unknown";
  const perMonth = Number(cost.perMonthNanoUsd);
  const size = usdText(Math.abs(perMonth));
  const known = cost.knownShare < 0.995 ? ` for the ${percent(cost.knownShare)} whose price is known` : "";
  return `${size} a month ${perMonth < 0 ? "less" : "more"}${known}`;
}

function waitText({ waitMs }: Placed): string {
  if (!waitMs || waitMs.after === null) return "";
  if (Math.max(waitMs.before ?? 0, waitMs.after) < UNNOTICED_MS) return "hardly any wait";
  const before = waitMs.before === null ? "" : ` instead of ${seconds(waitMs.before)}`;
  return `a mean wait of ${seconds(waitMs.after)}${before}`;
}

/** Where calls of a configuration go, and what they lose. */
export function takeoverSentence({ ref, takeover, losses, monthNanoUsd, passedOver }: TakeoverView): string {
  if (!takeover) {
    const tried =
      passedOver.length > 0 ? ` (${passedOver.map((one) => `${one.ref} ${passedWords(one.why)}`).join(", ")})` : "";
    return `Calls of ${ref} have no fallback${tried}.`;
  }
  const { before, after } = monthNanoUsd;
  const price =
    before === null || after === null
      ? ""
      : `; a month of last week's tokens costs ${costsThere(usdText(Number(before)), usdText(Number(after)))}`;
  const lost = losses.length > 0 ? `; it ${losses.join(", ")}` : "";
  const least = takeover.leastBad ? ", which is cooling down itself" : "";
  return `Calls of ${ref} go to ${takeover.ref}${least}${price}${lost}.`;
}

const costsThere = (before: string, after: string) =>
  before === after ? `the same there, ${after}` : `${after} there instead of ${before}`;

/** Why a fallback is passed over. */
function passedWords(why: TakeoverView["passedOver"][number]["why"]): string {
  switch (why) {
    case "gone":
      return "is gone too";
    case "no_key":
      return "has no key here";
    case "cooling":
      return "is cooling down";
    default:
      return why satisfies never;
  }
}

const whole = (count: number) => Math.round(count).toLocaleString("en-US");
const percent = (share: number) => (share > 0 && share < 0.01 ? "under 1%" : `${Math.round(100 * share)}%`);
const points = (share: number) => `${share < 0 ? "-" : "+"}${Math.abs(100 * share).toFixed(1)}`;
const daysText = (days: number) => (days < 6.95 ? `${days.toFixed(1)} days` : "7 days");

function seconds(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
