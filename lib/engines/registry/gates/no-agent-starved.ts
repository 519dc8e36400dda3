import { found, type Gate, noSay, percent, SWITCHED_OFF } from "./gate-facts.ts";

/** Less than this is nothing: of a hundred tasks not one. */
const NOTHING = 0.01;

/** No agent that does a good part of the work now would get none of it: that is either a great find or a broken model. */
export const noAgentStarved: Gate = ({ against, shares, hrefs }, { minShareNotStarved }) => {
  const gate = "no_agent_starved";
  if (minShareNotStarved === null) return noSay(gate, SWITCHED_OFF);
  if (against === null) return noSay(gate, "Nothing is in production to compare it with.");
  if (!shares || shares.agents.length === 0) return noSay(gate, "Nobody has compared which agents it would choose.");
  const starved = shares.agents.filter(({ before, after }) => before >= minShareNotStarved && after < NOTHING);
  const busiest = shares.agents.reduce((most, row) => (row.before > most.before ? row : most));
  const named = starved.map(({ agent, before, after }) => `${agent} from ${percent(before)} to ${percent(after)}`);
  return found(gate, starved.length === 0, {
    sentence:
      starved.length > 0
        ? `Would get next to nothing: ${named.join(", ")}; ${shares.of}.`
        : `No agent with at least ${percent(minShareNotStarved)} of the work falls to nothing; the busiest, ` +
          `${busiest.agent}, goes from ${percent(busiest.before)} to ${percent(busiest.after)}; ${shares.of}.`,
    value: starved.length,
    bound: 0,
    unit: "agents",
    href: hrefs.replay ?? hrefs.compare,
  });
};
