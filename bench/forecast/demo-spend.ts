import { usdToNano } from "#lib/core/money.ts";
import { seededRandom } from "#lib/core/random.ts";
import { DEMO_AGENTS } from "#prisma/seed/demo/agents.ts";
import { arrivals, DEMO_DAYS } from "#prisma/seed/demo/arrivals.ts";
import { happens } from "#prisma/seed/demo/world.ts";

const HOUR_MS = 3_600_000;
/** Dollars a million tokens, by what a configuration's name promises: quick ones cost a tenth. */
const INPUT_USD = 3;
const OUTPUT_USD = 15;
const QUICK = /fast_completion|cost_optimized/;

/** Hourly spend of the demo fleet's thirty days: its arrivals, done by any agent that can, with the demo's own tokens. */
export function demoSpend(seed: number, endMs: number): Float64Array {
  const random = seededRandom(seed);
  const hourly = new Float64Array(DEMO_DAYS * 24);
  for (const [hour, tasks] of arrivals(seed, endMs, 5_000).entries()) {
    for (const arrival of tasks) {
      const able = DEMO_AGENTS.filter(({ capabilities }) =>
        arrival.requires.every(({ name, min_level }) => (capabilities[name] ?? -1) >= min_level),
      );
      const agent = able[Math.floor(random() * able.length)];
      if (!agent) continue;
      const { inputTokens, outputTokens } = happens(seed, arrival, agent, null, endMs);
      const usd =
        ((inputTokens * INPUT_USD + outputTokens * OUTPUT_USD) / 1e6) * (QUICK.test(agent.configuration) ? 0.1 : 1);
      hourly[hour] = (hourly[hour] ?? 0) + Number(usdToNano(usd.toFixed(9)));
    }
  }
  return hourly;
}

/** A Thursday noon; another seed ends on another day and hour. */
export const demoEnd = (seed: number) =>
  Date.UTC(2026, 10, 26, 12) + (seed % 7) * 24 * HOUR_MS + ((seed * 5) % 24) * HOUR_MS;
