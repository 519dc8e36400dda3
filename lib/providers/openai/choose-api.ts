import type { ChatRequest } from "#lib/contracts/chat.ts";

type OpenaiApi = "completions" | "responses";

/** Served by the Responses API alone: https://developers.openai.com/api/docs/models */
const RESPONSES_ONLY =
  /^(o1-pro|o3-pro|o[34](-mini)?-deep-research|gpt-\d+(\.\d+)?(-codex.*|-pro(-.*)?)$|codex-|computer-use-)/;
const REASONS = /^(o[134](-|$)|gpt-([5-9]|\d\d)(\.\d+)?(?=$|-))/;
const CHATS = /-chat(-latest)?$/;

/**
 * Chat Completions, which everybody who speaks OpenAI's language serves, unless it cannot do what is asked:
 * some models have the Responses API alone; reasoning together with tools is refused from GPT-5.4 on, and before that
 * it lost the reasoning between two calls; and reasoning can be given back to the Responses API alone.
 */
export function chooseApi(model: string, request: ChatRequest): OpenaiApi {
  const bare = model.replace(/^ft:/, "");
  if (RESPONSES_ONLY.test(bare)) return "responses";
  const reasons = REASONS.test(bare) && !CHATS.test(bare) && !isOff(request.reasoning);
  if (reasons && request.tools.length > 0) return "responses";
  return givesReasoningBack(request) ? "responses" : "completions";
}

function isOff(reasoning: ChatRequest["reasoning"]): boolean {
  return reasoning?.kind === "effort" && reasoning.effort === "none";
}

function givesReasoningBack({ messages }: ChatRequest): boolean {
  return messages.some(({ role, content }) => role === "assistant" && content.some(({ type }) => type === "reasoning"));
}
