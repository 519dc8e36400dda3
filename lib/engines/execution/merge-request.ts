import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { ConfigFinding, LlmConfig, ModelFacts } from "#lib/contracts/configuration.ts";
import { validateConfig } from "#lib/engines/configs/validate.ts";

/** A request as a configuration sends it, and what forbids that; no findings: nothing does. */
export interface MergedRequest {
  request: ChatRequest;
  findings: ConfigFinding[];
}

/**
 * The configuration's settings are defaults, the request overrides them, and the configuration's system prompt comes
 * first. What the model accepts is judged by the rules that judge configurations. A default that does not go together
 * with what the request asks for gives way: who asks for top-p need not know that the preset has a temperature.
 */
export function mergeRequest(settings: LlmConfig, request: ChatRequest, facts: ModelFacts): MergedRequest {
  if (overridesNothing(request) && isUsable(settings, facts))
    return { request: toRequest(settings, request), findings: [] };
  const asked = withRequest(settings, request);
  const findings = errorsOf(asked, facts);
  if (findings.length === 0) return { request: toRequest(asked, request), findings };
  const yielding = withRequest({ ...settings, temperature: null, topP: null, topK: null }, request);
  const rest = errorsOf(yielding, facts);
  return rest.length === 0 ? { request: toRequest(yielding, request), findings: rest } : { request, findings };
}

const errorsOf = (settings: LlmConfig, facts: ModelFacts) =>
  validateConfig(settings, facts).filter(({ severity, code }) => severity === "error" && code !== OPTIONAL_HERE);

/** By settings, with the facts they were judged by: most calls bring no settings of their own, and the rules need not be asked anew. */
const usable = new WeakMap<LlmConfig, { facts: ModelFacts; is: boolean }>();

function isUsable(settings: LlmConfig, facts: ModelFacts): boolean {
  const known = usable.get(settings);
  if (known?.facts === facts) return known.is;
  const is = errorsOf(settings, facts).length === 0;
  usable.set(settings, { facts, is });
  return is;
}

function overridesNothing(request: ChatRequest): boolean {
  return (
    request.reasoning === null &&
    request.stopSequences.length === 0 &&
    (request.maxTokens ?? request.temperature ?? request.topP ?? request.topK ?? null) === null &&
    (request.frequencyPenalty ?? request.presencePenalty ?? null) === null
  );
}

/** A configuration says its temperature; a single request may leave it to the provider. */
const OPTIONAL_HERE = "temperature_required";

function withRequest(settings: LlmConfig, request: ChatRequest): LlmConfig {
  const { reasoning } = request;
  return {
    ...settings,
    maxTokens: request.maxTokens ?? settings.maxTokens,
    temperature: request.temperature ?? settings.temperature,
    topP: request.topP ?? settings.topP,
    topK: request.topK ?? settings.topK,
    frequencyPenalty: request.frequencyPenalty ?? settings.frequencyPenalty,
    presencePenalty: request.presencePenalty ?? settings.presencePenalty,
    stopSequences: request.stopSequences.length > 0 ? [...request.stopSequences] : settings.stopSequences,
    ...(reasoning && {
      reasoningEffort: reasoning.kind === "effort" ? reasoning.effort : null,
      thinkingBudgetTokens: reasoning.kind === "budget" ? reasoning.tokens : null,
    }),
  };
}

function toRequest(settings: LlmConfig, request: ChatRequest): ChatRequest {
  const { systemPrompt, reasoningEffort, thinkingBudgetTokens } = settings;
  const system = { role: "system" as const, content: [{ type: "text" as const, text: systemPrompt, cache: null }] };
  return {
    ...request,
    messages: systemPrompt === "" ? request.messages : [system, ...request.messages],
    maxTokens: settings.maxTokens,
    temperature: settings.temperature,
    topP: settings.topP,
    topK: settings.topK,
    frequencyPenalty: settings.frequencyPenalty,
    presencePenalty: settings.presencePenalty,
    stopSequences: settings.stopSequences,
    reasoning:
      thinkingBudgetTokens !== null
        ? { kind: "budget", tokens: thinkingBudgetTokens }
        : reasoningEffort !== null
          ? { kind: "effort", effort: reasoningEffort }
          : null,
  };
}
