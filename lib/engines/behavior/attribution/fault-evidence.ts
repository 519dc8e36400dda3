import type { TeamRun } from "../team-run.ts";
import type { FaultState } from "./fault-attributor.ts";
import { describeRun } from "./fault-examples.ts";

/** What a person can check, by the description's names; where a turn stands in a run is no evidence to anybody. */
const WORDS: Readonly<Record<string, string>> = {
  guess: "it assumes or guesses",
  error: "it speaks of an error",
  correction: "it corrects something",
  conclusion: "it concludes",
  check: "it says that it checks",
  code: "it has code",
  firstCode: "it has the first code of the run",
  longest: "it is the longest turn",
  wordy: "it says much of all that was said",
  short: "it says next to nothing",
  stall: "it speaks of being stuck",
  strays: "it leaves out part of the task",
  origin: "the answer's numbers and names come from it",
  mainOrigin: "most of the answer's numbers and names come from it",
  answer: "it gives the answer",
  likeOwnBefore: "it repeats what its agent said before",
  likeNext: "the next turn repeats it",
  nextRanBadly: "what it wrote failed when it was run",
  nextRanEmpty: "what it wrote ran and printed nothing",
  nextNothingToRun: "there was nothing to run in it",
  previousRanBadly: "it follows a failure",
  correctedNext: "it is corrected soon after",
  laterErrors: "errors follow it",
  rareWorker: "its agent hardly speaks",
  agentOnce: "its agent speaks once",
  agentSpokeMost: "its agent says most",
  agentChecks: "its agent is there to check",
};
/** In log odds against the run's other turns; what weighs less is not worth a word. */
const LEAST_WEIGHT = 0.1;
const MOST_REASONS = 3;

/**
 * What speaks for it that the fault lies at a step, in words, the weightiest first: what sets the step apart from the run's
 * other turns, weighed as the linear learner has learned; the trees' opinion has no words. Often there is nothing to say.
 * @returns tells it of each step; nothing of one that the run does not have
 */
export function faultEvidence({ linear }: Pick<FaultState, "linear">, run: TeamRun): (step: number) => string[] {
  const { names, rows } = describeRun(run);
  const told = names.flatMap((name, j) => {
    const words = WORDS[name];
    if (words === undefined) return [];
    const mean = rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / rows.length;
    return [{ words, j, mean, weight: (linear.weights[j] ?? 0) * (linear.scale[j] ?? 0) }];
  });
  return (step) => {
    const row = rows[run.interactions.findIndex((turn) => turn.step === step)];
    return told
      .map(({ words, j, mean, weight }) => {
        const value = row?.[j] ?? 0;
        return { words, weight: value > 0 ? weight * (value - mean) : 0 };
      })
      .filter(({ weight }) => weight >= LEAST_WEIGHT)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, MOST_REASONS)
      .map(({ words }) => words);
  };
}
