import type { LampState } from "#lib/contracts/overview.ts";
import type { TrainingRunView, TrainingState } from "#lib/contracts/training.ts";
import { formatDuration, formatShare } from "../ui/figures.ts";
import { Lamp } from "../ui/lamp.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";

const STATES: Record<TrainingState, { state: LampState; word: string }> = {
  queued: { state: "off", word: "Queued" },
  running: { state: "on", word: "Running" },
  succeeded: { state: "on", word: "Succeeded" },
  failed: { state: "danger", word: "Failed" },
  cancelled: { state: "off", word: "Cancelled" },
};

export function isUnderWay({ state }: Pick<TrainingRunView, "state">): boolean {
  return state === "queued" || state === "running";
}

export function TrainingLamp({ run }: { run: TrainingRunView }) {
  if (run.cancelRequested && isUnderWay(run)) return <Lamp state="caution" word="Cancelling" />;
  return <Lamp {...STATES[run.state]} loud={run.state === "failed"} />;
}

/** What it does now, how far it is, and how long it will take. */
export function TrainingProgress({ run }: { run: TrainingRunView }) {
  return (
    <span className="flex min-w-40 flex-col gap-1">
      <ProgressBar label={`Training for ${run.fleetName}`} share={run.progress} />
      <span className="text-muted text-xs">{describeProgress(run)}</span>
    </span>
  );
}

/** "Fitting on folds, 42%, about 12.0 s left" */
export function describeProgress({ stage, progress, secondsLeft }: TrainingRunView): string {
  const left = secondsLeft === null ? "" : `, about ${formatDuration(secondsLeft * 1000)} left`;
  return `${stage || "Waiting for its turn"}, ${formatShare(progress, 0)}${left}`;
}

/** How long it worked, in milliseconds; null before it has ended. */
export function workedMs({ startedAt, finishedAt }: TrainingRunView): number | null {
  return startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
}
