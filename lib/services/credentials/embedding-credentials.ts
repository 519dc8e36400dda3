import { boundOrigin } from "#lib/contracts/provider-address.ts";
import type { EmbeddingSource } from "#lib/contracts/text-source.ts";
import { readEnv } from "#lib/env.ts";
import type { ProviderCredentials } from "#lib/providers/port.ts";
import { storedCredentials } from "./credentials-for.ts";

/** The stored credentials for where texts are embedded; without any, the environment's are used. */
export function embeddingCredentials(
  source: EmbeddingSource,
  nowMs: number,
): { credentials: ProviderCredentials } | null {
  if (source === "local") return null;
  const { TEXT_EMBEDDING_BASE_URL, AWS_REGION } = readEnv();
  const place = { provider: source, baseUrl: TEXT_EMBEDDING_BASE_URL ?? null, region: AWS_REGION ?? null };
  return storedCredentials(place, boundOrigin(place), nowMs);
}
