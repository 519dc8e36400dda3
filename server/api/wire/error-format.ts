import { type ErrorFormat, ownError } from "#lib/transport/wire-error.ts";
import { toAnthropicError } from "./anthropic/error.ts";
import { toOpenaiError } from "./openai/error.ts";

const OPENAI_PATH = /^\/api\/v1\/(?:chat|embeddings|models)(?:[/?]|$)/;
const ANTHROPIC_PATH = /^\/api\/v1\/messages(?:[/?]|$)/;

/** How a refusal is written that no endpoint makes: by the API that the path belongs to. */
export function errorFormatOf(path: string): ErrorFormat {
  if (OPENAI_PATH.test(path)) return toOpenaiError;
  return ANTHROPIC_PATH.test(path) ? toAnthropicError : ownError;
}
