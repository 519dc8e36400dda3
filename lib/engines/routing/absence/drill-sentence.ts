import type { DrillTally, DrillView } from "#lib/contracts/fallback.ts";

interface Counts {
  requests: number;
  moved: number;
  lost: number;
}

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** What a drill has shown, the worst first. */
export function drillSentence(
  { thing, running }: Pick<DrillView, "thing" | "running">,
  { requests, moved, lost }: Counts,
  tallies: readonly DrillTally[],
): string {
  if (requests === 0) {
    return running
      ? `No simulated request has named this drill yet: nothing is known of how the fleet does without ${thing}.`
      : `No simulated request named this drill.`;
  }
  const of = counted(requests, "simulated request", "simulated requests");
  if (moved === 0 && lost === 0)
    return `Of ${of} none would have gone to ${thing}: each was decided as without the drill.`;
  const found = lost > 0 ? `${counted(lost, "found", "found")} nobody, ` : "";
  const went = `${counted(moved, "went", "went")} to somebody else${firstText(tallies)}`;
  return `Of ${of} ${found}${went}${successText(tallies)}.`;
}

function firstText(tallies: readonly DrillTally[]): string {
  const byAgent = new Map<string, number>();
  for (const { withoutDrill, inDrill, requests } of tallies) {
    if (inDrill !== null && inDrill !== withoutDrill) byAgent.set(inDrill, (byAgent.get(inDrill) ?? 0) + requests);
  }
  const [first] = [...byAgent].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first ? `, mostly ${first[0]}` : "";
}

function successText(tallies: readonly DrillTally[]): string {
  let [requests, difference] = [0, 0];
  for (const { success, withoutDrill, inDrill, requests: count } of tallies) {
    if (!success || withoutDrill === inDrill) continue;
    requests += count;
    difference += count * (success.after - success.before);
  }
  if (requests === 0) return "";
  const points = (100 * difference) / requests;
  return `, with ${points < 0 ? "-" : "+"}${Math.abs(points).toFixed(1)} points of expected success`;
}
