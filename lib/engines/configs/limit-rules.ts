import type { ConfigFinding } from "#lib/contracts/configuration.ts";
import { error, type Rule, warning } from "./finding.ts";

const CHARACTERS_PER_TOKEN = 4;
const SHORT_TIMEOUT_MS = 1000;

/** Max tokens within what the model can write, prompt within what it can read, a timeout somebody can meet. */
export const limitRules: Rule = ({ settings, facts, family }) => {
  const findings: ConfigFinding[] = [];
  const { maxTokens, systemPrompt, timeoutMs } = settings;
  const written = facts?.maxOutputTokens ?? null;
  const read = facts?.contextWindow ?? null;
  const words = (count: number) => count.toLocaleString("en-US");
  if (written !== null && maxTokens > written) {
    const message = `${settings.model} writes at most ${words(written)} tokens.`;
    findings.push(error("maxTokens", "max_tokens_above_limit", message));
  } else if (read !== null && maxTokens >= read) {
    const message = `Max tokens leave no room for a prompt: ${settings.model} has a context window of ${words(read)} tokens.`;
    findings.push(error("maxTokens", "max_tokens_above_context", message));
  }
  if (facts && written === null) {
    const message = `Nobody published how many tokens ${settings.model} can write: max tokens are unchecked.`;
    findings.push(warning("maxTokens", "output_limit_unknown", message));
  }
  if (family && !family.systemPrompt && systemPrompt !== "") {
    const message = `${family.label} take no system prompt: put the instructions into the task.`;
    findings.push(error("systemPrompt", "system_prompt_not_accepted", message));
  }
  if (read !== null && systemPrompt.length / CHARACTERS_PER_TOKEN + maxTokens > read) {
    const message = `System prompt and max tokens together exceed the context window of ${words(read)} tokens.`;
    findings.push(error("systemPrompt", "prompt_above_context", message));
  }
  if (timeoutMs < SHORT_TIMEOUT_MS) {
    findings.push(warning("timeoutMs", "timeout_short", "Hardly any model answers within a second."));
  }
  return findings;
};
