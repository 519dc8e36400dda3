import { type ErrorFormat, ownError } from "#lib/transport/wire-error.ts";
import { toAnthropicError } from "./anthropic/error.ts";
import { toOpenaiError } from "./openai/error.ts";
import { toOtlpStatus } from "./otlp/error.ts";

const OPENAI_PATH = /^\/api\/v1\/(?:chat|embeddings|models)(?:[/?]|$)/;
const OTLP_PATH = /^\/api\/v1\/otlp(?:[/?]|$)/;
const ANTHROPIC_PATH = /^\/api\/v1\/messages(?:[/?]|$)/;

/** How a refusal is written that no endpoint makes: by the API that the path belongs to. */
export function errorFormatOf(path: string): ErrorFormat {
  if (OPENAI_PATH.test(path)) return toOpenaiError;
  if (OTLP_PATH.test(path)) return toOtlpStatus;
  return ANTHROPIC_PATH.test(path) ? toAnthropicError : ownError;
}
