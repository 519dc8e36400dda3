import type { CallableModel } from "#lib/contracts/callable-model.ts";

/** Models carry a date in both formats that nothing here depends on: the beginning of Signalbox. */
const CREATED = new Date("2026-01-01T00:00:00Z");

/** A model as the SDKs of OpenAI and Anthropic read it, which use different fields: one object serves both. */
export function toCallableModelWire(model: CallableModel) {
  return {
    id: model.id,
    object: "model",
    created: CREATED.getTime() / 1000,
    owned_by: model.provider ?? "signalbox",
    type: "model",
    display_name: model.description,
    created_at: CREATED.toISOString(),
    max_input_tokens: model.contextWindow,
    max_tokens: model.maxOutputTokens,
    kind: model.kind,
    tier: model.tier,
  };
}
