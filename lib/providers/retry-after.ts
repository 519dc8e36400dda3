/**
 * How long a provider asks to wait, from `retry-after-ms` or `retry-after` (seconds, or a date of RFC 9110).
 * Null when it does not say.
 */
export function retryAfterMs(
  headers: { get(name: string): string | null } | undefined,
  nowMs = Date.now(),
): number | null {
  const exact = headers?.get("retry-after-ms");
  if (exact && NUMBER.test(exact)) return Math.ceil(Number(exact));
  const text = headers?.get("retry-after");
  if (!text) return null;
  if (NUMBER.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

const NUMBER = /^\d+(\.\d+)?$/;
