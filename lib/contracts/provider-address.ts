import type { Provider } from "./configuration.ts";

/** Where a call goes, as a configuration or a credential says it. */
export interface ProviderPlace {
  provider: Provider;
  baseUrl: string | null;
  region: string | null;
}

export const PROVIDER_WORDS: Record<Provider, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  bedrock: "AWS Bedrock",
};

/** The address of a provider that needs no permission. */
export function defaultAddress({ provider, region }: Omit<ProviderPlace, "baseUrl">): string {
  switch (provider) {
    case "openai":
      return "https://api.openai.com/v1";
    case "anthropic":
      return "https://api.anthropic.com";
    case "bedrock":
      return `https://bedrock-runtime.${region ?? "us-east-1"}.amazonaws.com${region?.startsWith("cn-") ? ".cn" : ""}`;
    default:
      return provider satisfies never;
  }
}

/** The origin a key must have been entered for to go to this place; null for the provider's own address. */
export function boundOrigin(place: ProviderPlace): string | null {
  if (place.baseUrl === null) return null;
  const { origin } = new URL(place.baseUrl);
  return origin === new URL(defaultAddress(place)).origin ? null : origin;
}
