import type { SelectOption } from "#components/ui/select.tsx";
import { PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";
import type { LampState } from "#lib/contracts/overview.ts";
import { PROVIDER_WORDS } from "#lib/contracts/provider-address.ts";
import type { CredentialState, CredentialView, SecretKind } from "#lib/contracts/provider-credential.ts";

export const PROVIDER_OPTIONS: SelectOption[] = PROVIDERS.map((value) => ({ value, label: PROVIDER_WORDS[value] }));

const KIND_WORDS: Record<SecretKind, string> = {
  key: "API key",
  aws: "AWS access key",
  aws_profile: "AWS profile",
  env: "Environment variable",
};

const KINDS: Record<Provider, SecretKind[]> = {
  openai: ["key", "env"],
  anthropic: ["key", "env"],
  bedrock: ["aws", "key", "aws_profile", "env"],
};

export function kindOptions(provider: Provider): SelectOption[] {
  return KINDS[provider].map((value) => ({ value, label: KIND_WORDS[value] }));
}

export function firstKind(provider: Provider): SecretKind {
  return KINDS[provider][0] ?? "key";
}

/** "API key …3fGa", "AWS profile production". */
export function describeSecret({ kind, tail }: Pick<CredentialView, "kind" | "tail">): string {
  if (kind === "env") return "in a variable";
  if (kind === "aws_profile") return `${KIND_WORDS[kind]} ${tail}`;
  return tail === "" ? KIND_WORDS[kind] : `${KIND_WORDS[kind]} …${tail}`;
}

export const STATE_LAMPS: Record<CredentialState, { state: LampState; word: string }> = {
  in_use: { state: "on", word: "In use" },
  retiring: { state: "caution", word: "Replaced" },
  shadowed: { state: "off", word: "Not used" },
  unreadable: { state: "danger", word: "Cannot be opened" },
  variable_missing: { state: "danger", word: "Variable is not set" },
};
