import { type ErrorDetail, SignalboxError } from "#lib/core/errors.ts";

/**
 * What happens to a parameter of somebody else's API (docs/decisions/0014):
 * - "used": the request is converted with it;
 * - "label": taken, and without effect on the answer (a name, a hint, what only the caller's own side reads);
 * - "ignored": an address or key of a provider; those are the operator's, so a caller's change nothing;
 * - otherwise Signalbox does not do it: only values that ask for nothing pass, and the sentence says what to do.
 */
export type ParameterRule = "used" | "label" | "ignored" | { passes: readonly unknown[]; otherwise: string };

/** Where clients of gateways put a provider's address or key; never followed. */
export const IGNORED_PARAMETERS: Record<string, ParameterRule> = Object.fromEntries(
  [
    "api_key",
    "api_base",
    "base_url",
    "api_version",
    "organization",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_region_name",
    "aws_bedrock_runtime_endpoint",
    "headers",
    "extra_headers",
  ].map((name) => [name, "ignored" as const]),
);

/**
 * The parameters that are used; everything else is judged by its rule. A parameter without a rule is refused:
 * dropping it would change what the caller asked for without a word. A body that is no object is left to the schema.
 * @throws SignalboxError invalid_input naming every refused parameter
 */
export function usedParameters(body: unknown, rules: Readonly<Record<string, ParameterRule>>): unknown {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  const used: Record<string, unknown> = {};
  const details: ErrorDetail[] = [];
  for (const [name, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === "used") used[name] = value;
    else if (rule === undefined) details.push({ path: name, message: UNKNOWN });
    else if (typeof rule === "object" && !rule.passes.some((passing) => sameJson(passing, value))) {
      details.push({ path: name, message: rule.otherwise });
    }
  }
  const first = details[0];
  if (!first) return used;
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  throw new SignalboxError("invalid_input", `${first.path}: ${first.message}${more}`, { details });
}

const UNKNOWN = "Signalbox does not know this parameter and drops nothing silently. Leave it out.";

const sameJson = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
