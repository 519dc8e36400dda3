import type { DecisionFrame } from "../decision-frame.ts";
import { type Facts, type FilterPlugin, type Tally, tallied } from "./plugin.ts";

/** Numbers a missing capability takes in the facts: name, closest declared name, its match, skill held, least level, least match. */
const WIDTH = 6;

/** Every required capability must be declared, or a near enough one, at the required level. */
export const capabilityFilter: FilterPlugin = {
  name: "capability",
  refuse({ requirements, refused }, bit) {
    for (const { minLevel, columns } of requirements) {
      const { skill } = columns;
      const least = Math.fround(minLevel);
      for (let row = 0; row < refused.length; row++) {
        if ((skill[row] as number) < least) refused[row] = (refused[row] as number) | bit;
      }
    }
  },
  explainer({ requirements, policy }) {
    return {
      facts(row) {
        const facts: (string | number)[] = [];
        for (const { name, minLevel, columns } of requirements) {
          const skill = columns.skill[row] ?? -1;
          if (skill >= Math.fround(minLevel)) continue;
          const match = columns.match[row] ?? 0;
          const via = columns.declared[columns.via[row] ?? -1] ?? "";
          facts.push(name, via, rounded(match), rounded(skill), minLevel, policy.minCapabilityMatch);
        }
        return facts;
      },
      /** Without any usable skill, what is missing follows from the closest declared name alone. */
      key(row) {
        let key = 0;
        for (const { minLevel, columns } of requirements) {
          const skill = columns.skill[row] as number;
          const met = skill >= Math.fround(minLevel);
          if (!met && skill >= 0) return Number.NaN;
          key = key * (columns.declared.length + 2) + (met ? 0 : (columns.via[row] as number) + 2);
        }
        return key <= Number.MAX_SAFE_INTEGER ? key : Number.NaN;
      },
    };
  },
  sentence: (facts) => groups(facts).map(missing).join(" "),
  remedy: (facts) => `Needs ${groups(facts).map(needed).join(" and ")}.`,
  tally: ({ requirements }, rows) => requirements.flatMap((requirement) => shortOf(requirement, rows)),
};

/** An agent counts under every capability it is short of; one that has it, but not well enough, does not lack it. */
function shortOf({ name, minLevel, columns }: DecisionFrame["requirements"][number], rows: readonly number[]): Tally[] {
  const least = Math.fround(minLevel);
  let lacking = 0;
  let below = 0;
  for (const row of rows) {
    const skill = columns.skill[row] as number;
    if (skill >= least) continue;
    if (skill < 0) lacking++;
    else below++;
  }
  const level = `${name} below level ${minLevel}`;
  return [tallied(lacking, `lacks ${name}`, `lack ${name}`), tallied(below, `has ${level}`, `have ${level}`)];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function groups(facts: Facts): Facts[] {
  return Array.from({ length: facts.length / WIDTH }, (_, i) => facts.slice(i * WIDTH, (i + 1) * WIDTH));
}

function missing([name, via, match, skill, minLevel, minMatch]: Facts): string {
  if (Number(skill) >= 0) {
    const of = via === name ? "" : ` (through ${via})`;
    return `Has ${name} at ${skill}${of}, below the required ${minLevel}.`;
  }
  if (via === "") return `Lacks ${name}.`;
  return `Lacks ${name}; its closest is ${via}, a match of ${match} where ${minMatch} counts.`;
}

function needed([name, , , , minLevel]: Facts): string {
  return Number(minLevel) > 0 ? `${name} at level ${minLevel} or more` : String(name);
}
