import type { DecisionFrame } from "../decision-frame.ts";
import { configurationOf } from "../decision-frame.ts";
import { type FilterPlugin, tallied } from "./plugin.ts";

/** English text averages about four characters a token (OpenAI's and Anthropic's own rule of thumb). */
const CHARACTERS_PER_TOKEN = 4;

function neededTokens({ task }: DecisionFrame): number {
  return Math.max(task.constraints.minContextTokens ?? 0, Math.ceil(task.description.length / CHARACTERS_PER_TOKEN));
}

/**
 * The task must fit the model's context window. A window nobody published passes, unless the task asks for
 * one explicitly: unknown is no promise.
 */
export const contextWindowFilter: FilterPlugin = {
  name: "context_window",
  refuse(frame, bit) {
    const { configurations, configuration, refused, task } = frame;
    const needed = neededTokens(frame);
    const demanded = task.constraints.minContextTokens !== null;
    let anyTooSmall = demanded;
    const tooSmall = configurations.map(({ contextWindow }) => {
      const refuses = contextWindow === null ? demanded : contextWindow < needed;
      if (refuses) anyTooSmall = true;
      return refuses;
    });
    if (!anyTooSmall) return;
    for (let row = 0; row < refused.length; row++) {
      const index = configuration[row] as number;
      if (index < 0 ? demanded : tooSmall[index]) refused[row] = (refused[row] as number) | bit;
    }
  },
  /** [tokens needed, window or -1 for unknown, configuration] */
  explainer: (frame) => ({
    facts(row) {
      const configuration = configurationOf(frame, row);
      return [neededTokens(frame), configuration?.contextWindow ?? -1, configuration?.ref ?? ""];
    },
    key: (row) => frame.configuration[row] ?? Number.NaN,
  }),
  sentence([needed, window, ref]) {
    if (ref === "") return `Has no configuration, so nobody knows whether ${needed} tokens fit.`;
    if (Number(window) < 0) return `Nobody published the context window of ${ref}; the task needs ${needed} tokens.`;
    return `The context window of ${ref} holds ${window} tokens; the task needs ${needed}.`;
  },
  remedy: ([needed]) => `Needs a context window of ${needed} tokens.`,
  tally: (_frame, rows) => [tallied(rows.length, "has too small a context window", "have too small a context window")],
};
