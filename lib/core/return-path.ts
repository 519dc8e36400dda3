const MAX_LENGTH = 2000;
/** Only its being foreign to every real origin matters. */
const HERE = "http://here.invalid";

/**
 * The page to go to after the sign-in, as path with search; "/" for anything that could lead to another site.
 * Browsers read "//host" and "/\host" as another host, and drop tabs and line breaks before they look.
 */
export function safeReturnPath(wanted: unknown): string {
  if (typeof wanted !== "string" || wanted.length > MAX_LENGTH) return "/";
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted) || !URL.canParse(wanted, HERE)) return "/";
  const { origin, pathname, searchParams } = new URL(wanted, HERE);
  if (origin !== HERE || pathname.startsWith("//")) return "/";
  // The page framework asks for the parts of a page under its address with this parameter.
  searchParams.delete("_rsc");
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}

/** The sign-in page, which leads on to `wanted` afterwards. */
export function signInPath(wanted: unknown): string {
  const path = safeReturnPath(wanted);
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
