import type { ChatRequest } from "#lib/contracts/chat.ts";
import { unsupported } from "../failure.ts";

/** What neither of OpenAI's interfaces takes. @throws ProviderFailure unsupported */
export function refuseUnsupported({ topK, reasoning, tools }: ChatRequest): void {
  if (topK !== null) throw unsupported("OpenAI", "topK", "It has no top-k.");
  if (reasoning?.kind === "budget") {
    throw unsupported("OpenAI", "reasoning", "It takes an effort, not a number of thinking tokens.");
  }
  if (tools.some(({ cache }) => cache === "1h")) {
    throw unsupported("OpenAI", "tools", "Its caches do not live one hour: ask for 5m.");
  }
}

/** What OpenAI cannot be told apart from the text is said in the text. */
export const FAILED_TOOL = "The tool failed:";
