import type { DecisionFrame } from "./decision-frame.ts";
import type { Choice } from "./exploration.ts";
import { tasksOfTrial } from "./selection-frame.ts";
import { usdText } from "./usd-text.ts";

/** What trying out had to do with the choice, where that is more than the verdict says itself; else "". */
export function explorationSentence(frame: DecisionFrame, { exploration }: Choice, chosen: number): string {
  if (!exploration) return "";
  const { barred, outcome, spentNanoUsd, limitNanoUsd } = exploration;
  switch (barred) {
    case "priority":
      return ` Nothing is tried out on a task of ${frame.task.priority} priority.`;
    case "cap":
      return ` Nothing is tried out: trying out has used ${usdText(spentNanoUsd)} of today's ${usdText(limitNanoUsd ?? 0)}.`;
    case null:
      break;
    default:
      return barred satisfies never;
  }
  if (outcome !== "trial") return "";
  const { tasks, maxShare } = frame.policy.coldStart.trial;
  const done = tasksOfTrial(frame, chosen);
  const share = Math.round(maxShare * 1000) / 10;
  return ` ${frame.fleet.names[chosen]} is on trial: task ${Math.floor(done) + 1} of its first ${tasks}, which get at most ${share}% of the traffic.`;
}
