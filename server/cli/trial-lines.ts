import type { TrialView } from "#lib/contracts/trial.ts";

/** A trial in a few lines, for `signalbox canary` and `signalbox shadow`. */
export function trialLines(trial: TrialView): string[] {
  const { id, mode, version, against, state, startedAt, endedAt, sentence, arms, evidence } = trial;
  const time = endedAt === null ? `since ${startedAt}` : `${startedAt} to ${endedAt}`;
  const side = ({ version: number, decisions, outcomes, successes }: TrialView["arms"]["candidate"]) =>
    `    v${number}: ${decisions.toLocaleString("en-US")} decisions, ${successes.toLocaleString("en-US")} of ${outcomes.toLocaleString("en-US")} outcomes succeeded`;
  return [
    `${id}  ${mode} of v${version} beside v${against}: ${state.replace("_", " ")}, ${time}`,
    ...(sentence === "" ? [] : [`    ${sentence}`]),
    ...(mode === "shadow" ? [] : [side(arms.candidate), side(arms.production)]),
    ...(evidence === null
      ? []
      : [`    evidence of a regression ${evidence.value.toFixed(2)}; it ends at ${evidence.bound.toFixed(0)}`]),
  ];
}
