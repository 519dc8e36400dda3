import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { rateView } from "../prediction/wilson.ts";
import { evaluateFaults } from "./attribution/fault-evaluation.ts";
import type { BehaviorHistory } from "./behavior-history.ts";
import { type BehaviorModel, faultExamples } from "./behavior-model.ts";
import { handOffs, type TeamRun } from "./team-run.ts";
import { RUN_END, TransitionModel } from "./transitions/transition-model.ts";

const FOLDS = 5;
const LEAST_EXAMPLES = 25;

/**
 * Figures of a model for the gates, measured on runs that the measured fit had not seen: how often the receiver of the next
 * hand-off was foretold, how surprising hand-offs were, and whose fault failed runs were.
 */
export function evaluateBehavior(model: BehaviorModel, history: BehaviorHistory, seed: number): Record<string, Figure> {
  const { roles } = model.state.transitions.state;
  const figures: Record<string, Figure> = {};
  const foretold = foretellHandOffs(history.runs, (agent) => roles.get(agent) ?? agent, seed);
  if (foretold.n > 0) {
    figures.handoff_accuracy = { ...rate(foretold.right, foretold.n), baseline: foretold.commonest / foretold.n };
    figures.surprise = { value: foretold.bits / foretold.n, unit: "bits a hand-off", n: foretold.n };
  }
  const examples = faultExamples(history);
  if (examples.length >= LEAST_EXAMPLES) {
    const scores = evaluateFaults(examples, { folds: FOLDS, seeds: [seed] });
    figures.agent_at_fault = rate(sum(scores.agentByExample), examples.length);
    figures.step_at_fault = rate(sum(scores.stepByExample), examples.length);
  }
  return { ...figures, ...upliftFigures(model) };
}

/** How many pairs differ from their records, of how many; and of these the one that differs most, with its tasks. */
function upliftFigures({ state: { pairs } }: BehaviorModel): Record<string, Figure> {
  const found = pairs.success.filter(({ isFound }) => isFound);
  const size = ({ believed }: (typeof found)[number]) => Math.abs(believed.value);
  const [first] = found.sort((a, b) => size(b) - size(a));
  return {
    pairs_found: { value: found.length, unit: "pairs", n: pairs.success.length },
    ...(first && { strongest_pair: { ...first.believed, unit: "points of success", n: first.n } }),
  };
}

function foretellHandOffs(runs: readonly TeamRun[], roleOf: (agent: string) => string, seed: number) {
  const order = shuffled(runs, seededRandom(seed));
  const counted = { n: 0, right: 0, commonest: 0, bits: 0 };
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = order.filter((_, i) => i % FOLDS !== fold);
    if (seen.length === 0) continue;
    const transitions = TransitionModel.fit(seen, roleOf);
    const commonest = commonestReceiver(seen);
    const likeliest = new Map<string, string | undefined>();
    for (const run of order.filter((_, i) => i % FOLDS === fold)) {
      for (const { from, to } of handOffs(run)) {
        if (!likeliest.has(from)) likeliest.set(from, transitions.next(from).find((next) => next.to !== RUN_END)?.to);
        counted.n++;
        if (likeliest.get(from) === to) counted.right++;
        if (commonest === to) counted.commonest++;
        counted.bits -= Math.log2(Math.max(transitions.chance(from, to), LEAST_CHANCE));
      }
    }
  }
  return counted;
}

/** What an agent that no run had before is given. */
const LEAST_CHANCE = 1e-4;

function commonestReceiver(runs: readonly TeamRun[]): string | null {
  const counts = new Map<string, number>();
  for (const { to } of runs.flatMap((run) => handOffs(run))) counts.set(to, (counts.get(to) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null;
}

function rate(right: number, n: number): Figure {
  const { rate: value, low, high } = rateView(right, n);
  return { value: value ?? 0, unit: "fraction", n, ci95: [low, high] };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
