import type { EvaluationRow } from "#lib/contracts/evaluation.ts";
import { chooseRow, type EvaluatedItem } from "../evaluate.ts";

/** One held-out outcome with the probability that was foretold of it. */
export interface ForetoldOutcome {
  agent: string;
  type: string;
  /** 0-1; success is 1. */
  score: number;
  probability: number;
}

interface Choices {
  chosen: number;
  succeeded: number;
}

/** The held-out outcomes by task type, most frequent first; of the choices: how they ended. */
export function rowsByType(outcomes: readonly ForetoldOutcome[], items: readonly EvaluatedItem[]): EvaluationRow[] {
  const choices = new Map<string, Choices>();
  for (const item of items) note(choices, item.type, item, chosenRow(item));
  return rowsBy(
    outcomes,
    ({ type }) => type,
    (type) => ({ share: null, choices: choices.get(type) }),
  );
}

/**
 * The held-out outcomes by agent, most frequent first; of the tasks more than one agent has tried: how often the version
 * takes this one, and how that ended.
 * @param agents names by the index that items have
 */
export function rowsByAgent(
  outcomes: readonly ForetoldOutcome[],
  items: readonly EvaluatedItem[],
  agents: readonly string[],
): EvaluationRow[] {
  const choices = new Map<string, Choices>();
  for (const item of items) {
    const row = chosenRow(item);
    note(choices, agents[item.agents[row] ?? -1] ?? "", item, row);
  }
  const share = (agent: string) => (items.length > 0 ? (choices.get(agent)?.chosen ?? 0) / items.length : null);
  return rowsBy(
    outcomes,
    ({ agent }) => agent,
    (agent) => ({ share: share(agent), choices: choices.get(agent) }),
  );
}

const chosenRow = (item: EvaluatedItem) => chooseRow(item.successProbability, item.predictedCostUsd, item.agents);

function note(choices: Map<string, Choices>, name: string, item: EvaluatedItem, row: number): void {
  const found = choices.get(name) ?? { chosen: 0, succeeded: 0 };
  found.chosen++;
  found.succeeded += item.score[row] ?? 0;
  choices.set(name, found);
}

function rowsBy(
  outcomes: readonly ForetoldOutcome[],
  nameOf: (outcome: ForetoldOutcome) => string,
  chosenOf: (name: string) => { share: number | null; choices: Choices | undefined },
): EvaluationRow[] {
  const rows = [...Map.groupBy(outcomes, nameOf)].map(([name, own]): EvaluationRow => {
    const mean = (value: (outcome: ForetoldOutcome) => number) =>
      own.reduce((sum, outcome) => sum + value(outcome), 0) / own.length;
    const { share, choices } = chosenOf(name);
    return {
      name,
      n: own.length,
      observed: mean(({ score }) => score),
      predicted: mean(({ probability }) => probability),
      brier: mean(({ score, probability }) => (probability - score) ** 2),
      chosenShare: share,
      successWhenChosen: choices ? choices.succeeded / choices.chosen : null,
    };
  });
  return rows.sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
}
