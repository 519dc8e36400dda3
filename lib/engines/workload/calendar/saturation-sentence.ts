import type { Advice } from "./advise.ts";

/** "researcher_002 saturates on Tuesday at 14:00 (78%) unless ...": what an operator has to know of one agent's week. */
export function saturationSentence(
  { agent, atMs, saturation, advice }: { agent: string; atMs: number; saturation: number; advice: readonly Advice[] },
  timeZone: string,
): string {
  const when = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => when.find((one) => one.type === type)?.value ?? "";
  const moment = `on ${part("weekday")} at ${part("hour")}:${part("minute")}`;
  const warning = `${agent} saturates ${moment} (${Math.round(saturation * 100)}%)`;
  const ways = advice.map(wayOut);
  return ways.length === 0
    ? `${warning}; nobody has room to take work over.`
    : `${warning} unless ${ways.join(", or ")}.`;
}

function wayOut(advice: Advice): string {
  const effect = `: its wait then falls from ${seconds(advice.before.waitMs)} to ${seconds(advice.after.waitMs)}`;
  switch (advice.kind) {
    case "raise_slots":
      return `it may work on ${advice.toSlots} tasks at once instead of ${advice.slots}${effect}`;
    case "move_tasks":
      return `${advice.toAgent} takes ${Math.round(advice.share * 100)}% of its tasks${effect}`;
    default:
      return advice satisfies never;
  }
}

function seconds(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
