import type { GoneKind } from "#lib/contracts/fallback.ts";

/** The page that says what happens if a thing goes away. Without a fleet the page takes the first one. */
export function fallbackHref({ kind, thing, fleet }: { kind: GoneKind; thing: string; fleet?: string }): string {
  return `/health/fallback?${new URLSearchParams({ ...(fleet !== undefined && { fleet }), kind, thing })}`;
}
