import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom, shuffled } from "#lib/core/random.ts";
import { Vocabulary } from "#lib/engines/prediction/vocabulary.ts";
import type { BenchItem, Dataset } from "./dataset.ts";
import type { Emit } from "./offline.ts";
import { epsilonGreedy, type OnlinePolicy, productPolicy, randomPolicy, thompsonBy } from "./online-policies.ts";

/**
 * Replays the whole set as a stream in seeded random orders. Every policy begins knowing nothing and sees only the outcome
 * of the agent it chose. Mean success over the whole stream, averaged over the orders.
 */
export async function runOnline(dataset: Dataset, orders: number, emit: Emit): Promise<Record<string, Figure>> {
  const types = new Vocabulary(dataset.items.map((item) => item.type));
  const sources = new Vocabulary(dataset.items.map((item) => sourceKey(item)));
  const anySource = dataset.items.some((item) => item.source !== null);
  const agents = dataset.agentNames.length;
  const policies: Record<string, () => OnlinePolicy> = {
    success: () => productPolicy(dataset.items.length, dataset.pricesUsd),
    random: () => randomPolicy(),
    epsilon_greedy: () => epsilonGreedy(agents, 0.1),
    thompson_per_type: () => thompsonBy("type", agents),
    ...(anySource ? { thompson_per_source: () => thompsonBy("source", agents) } : {}),
  };
  const means: Record<string, number[]> = {};
  for (let order = 0; order < orders; order++) {
    const stream = shuffled(dataset.items, seededRandom(order + 1));
    for (const [name, make] of Object.entries(policies)) {
      const random = seededRandom(7_919 * (order + 1));
      const policy = make();
      let sum = 0;
      for (const [step, item] of stream.entries()) {
        const place = {
          type: types.indexOf(item.type),
          source: item.source === null ? -1 : sources.indexOf(sourceKey(item)),
        };
        const row = policy.choose(item.agents, place, random);
        const outcome = item.outcomes[row];
        if (!outcome) throw new RangeError(`${name} chose row ${row} of ${item.agents.length}`);
        sum += outcome.score;
        policy.learn(item.agents[row] as number, place, outcome.score);
        if (name === "success") await emit({ order, step, item_id: item.id, chosen: outcome.agentName });
      }
      means[name] ??= [];
      means[name].push(sum / stream.length);
    }
  }
  return Object.fromEntries(Object.entries(means).map(([name, values]) => [name, summary(values)]));
}

function sourceKey(item: BenchItem): string {
  return `${item.type}\u0000${item.source ?? ""}`;
}

/** Mean over the orders; the interval is 1.96 standard errors of it. */
function summary(values: readonly number[]): Figure {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  const reach = 1.96 * Math.sqrt(variance / n);
  return { value: mean, unit: "fraction", n, ci95: [mean - reach, mean + reach] };
}
