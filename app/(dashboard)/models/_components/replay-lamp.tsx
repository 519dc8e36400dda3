import { formatShare } from "#components/ui/figures.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import type { LampState } from "#lib/contracts/overview.ts";
import type { ReplayState, ReplayVerdict, ReplayView } from "#lib/contracts/replay.ts";

const VERDICTS: Record<ReplayVerdict, { state: LampState; word: string }> = {
  better: { state: "on", word: "Better" },
  worse: { state: "danger", word: "Worse" },
  not_distinguishable: { state: "off", word: "Not distinguishable" },
};

const STATES: Record<Exclude<ReplayState, "succeeded">, { state: LampState; word: string }> = {
  running: { state: "on", word: "Running" },
  failed: { state: "danger", word: "Failed" },
};

export function VerdictLamp({ verdict }: { verdict: ReplayVerdict }) {
  return <Lamp {...VERDICTS[verdict]} />;
}

/** What came of it, or what it is doing. */
export function ReplayLamp({ replay }: { replay: ReplayView }) {
  if (replay.report) return <VerdictLamp verdict={replay.report.verdict} />;
  const { state, word } = STATES[replay.state === "failed" ? "failed" : "running"];
  return (
    <Lamp state={state} word={replay.state === "running" ? `${word}, ${formatShare(replay.progress, 0)}` : word} />
  );
}
