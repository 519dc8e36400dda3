import type { Observation } from "#lib/contracts/prediction.ts";
import { normal, type Random, seededRandom } from "#lib/core/random.ts";

export interface HistorySize {
  outcomes: number;
  agents: number;
  types: number;
  texts: number;
}

const SOURCES_OF_A_TYPE = 3;
const SUBJECTS = 40;
const WORDS_OF_A_SUBJECT = 120;
const COMMON_WORDS = 400;

/**
 * A made-up history whose outcomes depend on what real ones do: agent, type, source, and the subject and length of the
 * task's text, in part with each agent's own strengths. The same seed gives the same history.
 */
export function* syntheticHistory(size: HistorySize, seed: number): Generator<Observation> {
  const random = seededRandom(seed);
  const texts = syntheticTexts(size.texts, random);
  const skill = Array.from({ length: size.agents }, () => normal(random));
  const difficulty = Array.from({ length: size.types }, () => 0.7 * normal(random));
  const strength = Array.from({ length: size.agents * SUBJECTS }, () => 0.4 * normal(random));
  const hardness = Array.from({ length: SUBJECTS }, () => 0.8 * normal(random));
  for (let i = 0; i < size.outcomes; i++) {
    const agent = Math.floor(random() * size.agents);
    const at = Math.floor(random() * size.texts);
    const { text, subject } = texts[at] as SyntheticText;
    const type = at % size.types;
    const logit =
      0.6 +
      (skill[agent] as number) -
      (difficulty[type] as number) -
      (hardness[subject] as number) +
      (strength[agent * SUBJECTS + subject] as number);
    const inputTokens = Math.round((200 + text.length / 4) * Math.exp(0.1 * normal(random)));
    const outputTokens = Math.round(80 * Math.exp(0.3 * (skill[agent] as number) + 0.5 * normal(random)));
    yield {
      agentName: `agent-${agent}`,
      taskType: `type-${type}`,
      source: `source-${Math.floor(at / size.types) % SOURCES_OF_A_TYPE}`,
      text,
      score: random() < 1 / (1 + Math.exp(-logit)) ? 1 : 0,
      atMs: i * 1000,
      costNanoUsd: inputTokens * 1000 + outputTokens * 4000,
      latencyMs: 300 + outputTokens * 12 * Math.exp(0.2 * normal(random)),
      inputTokens,
      outputTokens,
    };
  }
}

interface SyntheticText {
  text: string;
  subject: number;
}

/** Distinct texts of 20 to 120 words, a third of them of the text's subject. */
export function syntheticTexts(count: number, random: Random): SyntheticText[] {
  const words = (howMany: number) => Array.from({ length: howMany }, () => syntheticWord(random));
  const common = words(COMMON_WORDS);
  const bySubject = Array.from({ length: SUBJECTS }, () => words(WORDS_OF_A_SUBJECT));
  return Array.from({ length: count }, (_, i) => {
    const subject = Math.floor(random() * SUBJECTS);
    const own = bySubject[subject] as string[];
    const length = 20 + Math.floor(100 * random() ** 2);
    const chosen = Array.from({ length }, () => {
      const from = random() < 1 / 3 ? own : common;
      return from[Math.floor(from.length * random() ** 2)] as string;
    });
    return { text: `${chosen.join(" ")} ${i}?`, subject };
  });
}

function syntheticWord(random: Random): string {
  const syllable = () => "bcdfghklmnprstvz"[Math.floor(random() * 16)] + ("aeiou"[Math.floor(random() * 5)] as string);
  return Array.from({ length: 2 + Math.floor(random() * 3) }, syllable).join("");
}
