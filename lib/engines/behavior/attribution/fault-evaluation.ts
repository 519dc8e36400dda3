import { seededRandom, shuffled } from "#lib/core/random.ts";
import { blame, type FaultState, fitFaults } from "./fault-attributor.ts";
import type { FaultExample } from "./fault-examples.ts";

/** How often the likeliest agent and step were the ones at fault, over examples that the fit had not seen. */
export interface FaultScores {
  /** One entry a seed of folds: share of examples, 0-1. */
  agent: number[];
  step: number[];
  /** Mean over seeds for each example, to make intervals over examples. */
  agentByExample: Float64Array;
  stepByExample: Float64Array;
  /** Mean negative log of what the true agent and step were given, nats. */
  agentLogLoss: number;
  stepLogLoss: number;
}

export interface FaultEvaluation {
  folds: number;
  seeds: readonly number[];
}

/** Cross-fitting: every example is blamed by a fit that has seen no example of its fold; every choice is made inside. */
export function evaluateFaults(
  examples: readonly FaultExample[],
  { folds, seeds }: FaultEvaluation,
  onFold: (done: number, state: FaultState) => void = () => undefined,
): FaultScores {
  const agentByExample = new Float64Array(examples.length);
  const stepByExample = new Float64Array(examples.length);
  const scores: FaultScores = { agent: [], step: [], agentByExample, stepByExample, agentLogLoss: 0, stepLogLoss: 0 };
  let done = 0;
  for (const seed of seeds) {
    const order = shuffled(
      examples.map((_, i) => i),
      seededRandom(seed),
    );
    let [agents, steps] = [0, 0];
    for (let fold = 0; fold < folds; fold++) {
      const seen = order.filter((_, place) => place % folds !== fold).map((i) => examples[i] as FaultExample);
      const state = fitFaults(seen, seed);
      if (!state) continue;
      for (const [place, i] of order.entries()) {
        if (place % folds !== fold) continue;
        const { run, fault } = examples[i] as FaultExample;
        const said = blame(state, run);
        const [agentRight, stepRight] = [said.agents[0]?.agent === fault.agent, said.steps[0]?.step === fault.step];
        agents += agentRight ? 1 : 0;
        steps += stepRight ? 1 : 0;
        agentByExample[i] = (agentByExample[i] as number) + (agentRight ? 1 / seeds.length : 0);
        stepByExample[i] = (stepByExample[i] as number) + (stepRight ? 1 / seeds.length : 0);
        const given = (chance: number | undefined) =>
          -Math.log((chance ?? 0) + 1e-9) / (examples.length * seeds.length);
        scores.agentLogLoss += given(said.agents.find(({ agent }) => agent === fault.agent)?.probability);
        scores.stepLogLoss += given(said.steps.find(({ step }) => step === fault.step)?.probability);
      }
      onFold(++done, state);
    }
    scores.agent.push(agents / examples.length);
    scores.step.push(steps / examples.length);
  }
  return scores;
}
