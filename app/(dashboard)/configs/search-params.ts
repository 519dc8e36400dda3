import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PROVIDERS, TIERS } from "#lib/contracts/configuration.ts";

export const loadConfigsSearch = createLoader({
  provider: parseAsStringLiteral(PROVIDERS),
  tier: parseAsStringLiteral(TIERS),
});

/** `/configs/new?from=anthropic/researcher` begins with a copy. */
export const loadNewConfigSearch = createLoader({ from: parseAsString });

/** Revisions to compare; absent: the one in force and the one before it. */
export const loadCompareSearch = createLoader({ from: parseAsInteger, to: parseAsInteger });
