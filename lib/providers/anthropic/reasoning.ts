import type { OutputConfig, ThinkingConfigParam } from "@anthropic-ai/sdk/resources/messages";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { unsupported } from "../failure.ts";
import { type ClaudeVersion, claudeVersion } from "./claude-version.ts";

interface ReasoningFields {
  thinking?: ThinkingConfigParam;
  output_config?: Pick<OutputConfig, "effort">;
}

/**
 * Thinking and effort as each generation of Claude takes them, on Anthropic's API and on Bedrock:
 * budgets from 3.7 up to 4.6, effort from 4.6 on (Opus from 4.5), thinking unless told otherwise from 5 on.
 * Source: platform.claude.com/docs/en/build-with-claude/thinking and the migration guides.
 * @throws ProviderFailure unsupported
 */
export function claudeReasoning(provider: string, model: string, reasoning: ChatRequest["reasoning"]): ReasoningFields {
  if (reasoning === null) return {};
  const claude = claudeVersion(model);
  const refuse = (why: string) => unsupported(provider, "reasoning", `${model} ${why}`);
  if (reasoning.kind === "budget") {
    if (claude.version < 3.7) throw refuse("does not think.");
    if (claude.version >= 4.7) throw refuse("takes an effort, not a number of thinking tokens.");
    return { thinking: { type: "enabled", budget_tokens: reasoning.tokens } };
  }
  const { effort } = reasoning;
  if (effort === "none") return off(claude, refuse);
  if (effort === "minimal") throw refuse("has no effort below low.");
  if (!(claude.version >= 4.6 || (claude.line === "opus" && claude.version >= 4.5))) {
    throw refuse(claude.version >= 3.7 ? "takes a number of thinking tokens, not an effort." : "does not think.");
  }
  const output_config = { effort };
  // Between these, a model thinks only when it is told to, and then as much as the effort says.
  const toBeTold = claude.version >= 4.6 && claude.version < 5;
  return toBeTold ? { thinking: { type: "adaptive" }, output_config } : { output_config };
}

function off({ line, version }: ClaudeVersion, refuse: (why: string) => Error): ReasoningFields {
  if (version < 5) return {};
  const always = line === "fable" || line === "mythos" || (line === "opus" && version >= 5.5);
  if (always) throw refuse("always thinks.");
  return { thinking: { type: line === "sonnet" && version >= 5.5 ? "between_tools" : "disabled" } };
}
