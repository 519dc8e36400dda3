export type Search = Record<string, string | string[] | undefined>;

/** The token of a one-time link's address; null when there is none that could be one. */
export function tokenOf(search: Search): string | null {
  const { token } = search;
  return typeof token === "string" && /^[\w-]{1,200}$/.test(token) ? token : null;
}
