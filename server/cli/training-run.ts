import type { TrainingRunView } from "#lib/contracts/training.ts";
import { barText } from "./progress.ts";

/** "[#####.....] 42% Learning, about 12 s left" while it runs, otherwise how it ended. */
export function describeRun({ state, stage, progress, secondsLeft, version, error }: TrainingRunView): string {
  switch (state) {
    case "queued":
      return "Waits for its turn";
    case "running": {
      const left = secondsLeft === null ? "" : `, about ${secondsLeft} s left`;
      return `${barText(progress)} ${stage}${left}`;
    }
    case "succeeded":
      return version === null ? "Made no version" : `Made v${version}`;
    case "failed":
      return error?.message ?? "Failed";
    case "cancelled":
      return "Was cancelled";
    default:
      return state satisfies never;
  }
}
