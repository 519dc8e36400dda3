import {
  ALL_FLEETS,
  type OwnPattern,
  type PromptPolicyView,
  REDACTION_KINDS,
  type RedactionKind,
} from "#lib/contracts/prompt-policy.ts";

export const KIND_WORDS: Record<RedactionKind, string> = {
  email: "e-mail addresses",
  card: "card numbers",
  api_key: "API keys",
  phone: "phone numbers",
};

export const fleetWords = (fleetName: string) => (fleetName === ALL_FLEETS ? "all fleets" : fleetName);

/** What the form says, as the server takes it; what is not a number is left for the server to refuse. */
export function policyOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    fleetName: text("fleetName"),
    reason: text("reason"),
    policy: {
      enabled: text("enabled") === "on",
      retentionDays: Number(text("retentionDays") || Number.NaN),
      redaction: {
        kinds: REDACTION_KINDS.filter((kind) => form.get(kind) === "on"),
        patterns: patternsOf(text("patterns")),
      },
    },
  };
}

/** "name: pattern", one a line. */
function patternsOf(text: string): OwnPattern[] {
  return text.split("\n").flatMap((line) => {
    if (line.trim() === "") return [];
    const colon = line.indexOf(":");
    return [{ name: line.slice(0, Math.max(0, colon)).trim(), pattern: line.slice(colon + 1).trim() }];
  });
}

export function patternLines({ redaction }: PromptPolicyView): string {
  return redaction.patterns.map(({ name, pattern }) => `${name}: ${pattern}`).join("\n");
}
