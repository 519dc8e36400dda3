import type { ConverseCommandInput } from "@aws-sdk/client-bedrock-runtime";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { claudeReasoning } from "../anthropic/reasoning.ts";
import { unsupported } from "../failure.ts";

type OwnFields = NonNullable<Extract<ConverseCommandInput["additionalModelRequestFields"], object>>;

/** What Converse has no field for, in each model's own words. @throws ProviderFailure unsupported */
export function ownFields(model: string, { topK, reasoning }: ChatRequest): OwnFields {
  if (model.includes("anthropic.")) {
    return { ...(topK !== null && { top_k: topK }), ...claudeReasoning("Bedrock", model, reasoning) } as OwnFields;
  }
  const nova = model.includes("amazon.nova");
  if (topK !== null && !nova) throw unsupported("Bedrock", "topK", `${model} has no top-k.`);
  return {
    ...(topK !== null && { inferenceConfig: { topK } }),
    ...novaReasoning(model, reasoning),
  };
}

/** Amazon's second generation reasons by effort; the first does not. */
function novaReasoning(model: string, reasoning: ChatRequest["reasoning"]): OwnFields {
  if (reasoning === null) return {};
  const reasons = /amazon\.nova-(2|premier-2|[3-9])/.test(model);
  if (reasoning.kind === "budget") {
    throw unsupported("Bedrock", "reasoning", `${model} takes no number of thinking tokens.`);
  }
  const { effort } = reasoning;
  if (effort === "none") return reasons ? { reasoningConfig: { type: "disabled" } } : {};
  if (reasons && (effort === "low" || effort === "medium" || effort === "high")) {
    return { reasoningConfig: { type: "enabled", maxReasoningEffort: effort } };
  }
  throw unsupported("Bedrock", "reasoning", `${model} has no effort "${effort}".`);
}
