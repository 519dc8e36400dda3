import { unsupported } from "./failure.ts";

type JsonObject = Record<string, unknown>;

/**
 * Arguments of a tool call that a model wrote, for providers that take them as an object.
 * @throws ProviderFailure unsupported when they are not JSON of an object
 */
export function toolArguments(provider: string, argumentsJson: string, field: string): JsonObject {
  if (argumentsJson.trim() === "") return {};
  const parsed = parse(argumentsJson);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw unsupported(provider, field, "It takes a tool's arguments as JSON of an object alone.");
  }
  return parsed as JsonObject;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
