import type { RiskLevel, RiskRow, TakeoverView } from "#lib/contracts/fallback.ts";
import type { AbsenceFigures } from "./absence-figures.ts";
import { takeoverSentence } from "./absence-verdict.ts";
import { keptWords } from "./kept-words.ts";
import { jointLevel, placementLevel } from "./risk-level.ts";

const placedLevel = (figures: AbsenceFigures): RiskLevel =>
  placementLevel({ ...figures, successors: figures.successors.map(() => ({ saturation: null })) });

/** An agent's line: what its tasks would become. */
export function agentRisk(agent: string, figures: AbsenceFigures, days: number): RiskRow {
  const [first] = figures.successors;
  return {
    ...{ kind: "agent", thing: agent, level: placedLevel(figures) },
    ...{ tasks: figures.tasks, unplacedTasks: figures.unplacedTasks },
    successDifference: figures.success?.difference ?? null,
    ...{ successor: first?.agent ?? null, successorShare: first?.share ?? null },
    sentence: tasksSentence(figures, days),
  };
}

/** A configuration's or provider's line: what its calls would become. */
export function callsRisk(
  kind: "configuration" | "provider",
  thing: string,
  used: readonly TakeoverView[],
  level: RiskLevel,
): RiskRow {
  const [first] = used;
  const none = used.filter(({ takeover }) => takeover === null);
  const sentence =
    used.length === 1 && first
      ? takeoverSentence(first)
      : none.length > 0
        ? `${none.length} of ${used.length} configurations have no fallback: ${none.map(({ ref }) => ref).join(", ")}.`
        : `All ${used.length} configurations that are called have a fallback.`;
  return {
    ...{ kind, thing, level, sentence, unplacedTasks: 0, successDifference: null },
    tasks: used.reduce((sum, { weekTasks }) => sum + weekTasks, 0),
    ...{ successor: used.length === 1 ? (first?.takeover?.ref ?? null) : null, successorShare: null },
  };
}

/** The same with the tasks of the agents that run it, which the router would send elsewhere. */
export function withTasks(row: RiskRow, figures: AbsenceFigures, days: number): RiskRow {
  if (figures.tasks === 0) return row;
  return {
    ...row,
    level: jointLevel([row.level, placedLevel(figures)]),
    unplacedTasks: figures.unplacedTasks,
    successDifference: figures.success?.difference ?? null,
    sentence: `${row.sentence} ${tasksSentence(figures, days)}`,
  };
}

function tasksSentence({ tasks, unplacedTasks, unplaced, successors }: AbsenceFigures, days: number): string {
  if (tasks === 0) return `Took no task in ${days} days.`;
  const [first] = successors;
  const [worst] = unplaced;
  const share = `${Math.round((100 * unplacedTasks) / tasks)}%`;
  const undone = worst
    ? `${share} of its tasks find nobody, mostly ${worst.taskType}: ${keptWords(worst.refusedBy)}.`
    : "";
  if (!first) return undone;
  const others = successors.length - 1;
  const more = others > 0 ? ` and ${others} more` : "";
  return `${undone} ${first.agent}${more} would take ${undone === "" ? "its tasks" : "the rest"}.`.trim();
}
