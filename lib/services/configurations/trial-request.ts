import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { LlmConfig } from "#lib/contracts/configuration.ts";

const PROMPT = "Answer with the one word: ready";
/** Enough for a model that reasons first; small enough that a test costs next to nothing. */
const ENOUGH_TOKENS = 1024;

/** The smallest call that shows whether a model takes these settings: a short answer, no system prompt to pay for. */
export function trialRequest(settings: LlmConfig): ChatRequest {
  const { maxTokens, thinkingBudgetTokens, reasoningEffort } = settings;
  const { temperature, topP, topK, frequencyPenalty, presencePenalty, stopSequences } = settings;
  return {
    messages: [{ role: "user", content: [{ type: "text", text: PROMPT, cache: null }] }],
    tools: [],
    toolChoice: null,
    parallelToolCalls: null,
    output: { kind: "text" },
    // A budget of thinking must stay below the limit it is part of.
    maxTokens: thinkingBudgetTokens ? maxTokens : Math.min(maxTokens, ENOUGH_TOKENS),
    temperature,
    topP,
    topK,
    frequencyPenalty,
    presencePenalty,
    stopSequences,
    seed: null,
    reasoning: reasoning(thinkingBudgetTokens, reasoningEffort),
    endUser: null,
  };
}

function reasoning(budget: number | null, effort: LlmConfig["reasoningEffort"]): ChatRequest["reasoning"] {
  if (budget !== null) return { kind: "budget", tokens: budget };
  return effort === null ? null : { kind: "effort", effort };
}
