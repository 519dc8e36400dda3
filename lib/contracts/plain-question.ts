import type { ChatRequest } from "./chat.ts";

/** A chat that asks these words and leaves everything else to the configuration that answers. */
export function plainQuestion(text: string): ChatRequest {
  return {
    messages: [{ role: "user", content: [{ type: "text", text, cache: null }] }],
    tools: [],
    toolChoice: null,
    parallelToolCalls: null,
    output: { kind: "text" },
    maxTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    frequencyPenalty: null,
    presencePenalty: null,
    stopSequences: [],
    seed: null,
    reasoning: null,
    endUser: null,
  };
}
