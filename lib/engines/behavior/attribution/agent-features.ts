import type { RunShape } from "./run-shape.ts";
import { isCheckerByName } from "./text-signs.ts";

/** What can be said of each agent of a run; every turn of an agent has the same. */
export function agentFeatures(shape: RunShape): Map<string, Record<string, number>> {
  const { turns, turnsOf, chars, isExecutor, spokenChars, mostSpoken, longestTurn, answerOrigin } = shape;
  const total = Math.max(
    1,
    chars.reduce((sum, length) => sum + length, 0),
  );
  const logTotal = Math.max(
    1,
    chars.reduce((sum, length) => sum + Math.log1p(length), 0),
  );
  const [first, last] = [turns[0]?.from, turns.at(-1)?.from];
  return new Map(
    [...turnsOf].map(([agent, own]) => {
      const said = own.reduce((sum, at) => sum + (chars[at] as number), 0);
      const logSaid = own.reduce((sum, at) => sum + Math.log1p(chars[at] as number), 0);
      const runs = isExecutor[own[0] as number];
      return [
        agent,
        {
          agentTurns: own.length / turns.length,
          agentChars: said / total,
          agentLogChars: logSaid / logTotal,
          agentSpoken: runs ? 0 : said / spokenChars,
          agentSpokeMost: agent === mostSpoken ? 1 : 0,
          agentLongest: turns[longestTurn]?.from === agent ? 1 : 0,
          agentFirst: agent === first ? 1 : 0,
          agentLast: agent === last ? 1 : 0,
          agentOnce: own.length === 1 ? 1 : 0,
          agentPerTurn: 1 / own.length,
          agentLogTurns: -Math.log(own.length),
          agentChecks: isCheckerByName(agent) ? 1 : 0,
          agentOrigin: own.reduce((sum, at) => sum + (answerOrigin[at] as number), 0),
        },
      ];
    }),
  );
}
