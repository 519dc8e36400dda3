import type { ConverseCommandInput } from "@aws-sdk/client-bedrock-runtime";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { reasoning } from "../anthropic/convert-request.ts";
import type { CompletionRequest } from "../completion.ts";

/** Converse request; what Converse has no field for goes into the model's own request fields. */
export function toConverseRequest({ settings, messages }: CompletionRequest): ConverseCommandInput {
  const { temperature, topP, stopSequences, systemPrompt } = settings;
  const own = ownFields(settings);
  return {
    modelId: settings.model,
    messages: messages.map(({ role, text }) => ({ role, content: [{ text }] })),
    ...(systemPrompt && { system: [{ text: systemPrompt }] }),
    inferenceConfig: {
      maxTokens: settings.maxTokens,
      ...(temperature !== null && { temperature }),
      ...(topP !== null && { topP }),
      ...(stopSequences.length > 0 && { stopSequences }),
    },
    ...(Object.keys(own).length > 0 && { additionalModelRequestFields: own }),
  };
}

type OwnFields = NonNullable<Extract<ConverseCommandInput["additionalModelRequestFields"], object>>;

function ownFields(settings: LlmConfig): OwnFields {
  const { model, topK, reasoningEffort } = settings;
  if (model.includes("anthropic."))
    return { ...(topK !== null && { top_k: topK }), ...reasoning(settings) } as OwnFields;
  if (!model.includes("amazon.nova")) return {};
  return {
    ...(topK !== null && { inferenceConfig: { topK } }),
    ...(reasoningEffort !== null && {
      reasoningConfig:
        reasoningEffort === "none"
          ? { type: "disabled" }
          : { type: "enabled", maxReasoningEffort: reasoningEffort === "minimal" ? "low" : reasoningEffort },
    }),
  };
}
