import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { LlmConfig, ModelFacts } from "#lib/contracts/configuration.ts";
import { plainQuestion } from "#lib/contracts/plain-question.ts";
import { mergeRequest } from "#lib/engines/execution/merge-request.ts";

/** Enough for a model that reasons first; small enough that a test costs next to nothing. */
const ENOUGH_TOKENS = 1024;

const QUESTION = plainQuestion("Answer with the one word: ready");

/** The smallest call that shows whether a model takes these settings: a short answer, no system prompt to pay for. */
export function trialRequest(settings: LlmConfig, facts: ModelFacts): ChatRequest {
  // A budget of thinking must stay below the limit it is part of.
  const { maxTokens, thinkingBudgetTokens } = settings;
  const room = thinkingBudgetTokens ? maxTokens : Math.min(maxTokens, ENOUGH_TOKENS);
  return mergeRequest({ ...settings, maxTokens: room, systemPrompt: "" }, QUESTION, facts).request;
}
