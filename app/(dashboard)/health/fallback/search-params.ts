import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { GONE_KINDS } from "#lib/contracts/fallback.ts";

/** The fleet that is looked at, and what is taken for gone; without a thing only the table of risks is shown. */
export const loadFallbackParams = createLoader({
  fleet: parseAsString,
  kind: parseAsStringLiteral(GONE_KINDS).withDefault("agent"),
  thing: parseAsString,
  /** A drill whose report is read. */
  drill: parseAsString,
});
