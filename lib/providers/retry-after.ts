/** Seconds a provider asks to wait; null when it does not say, or says it as a date. */
export function retryAfterSeconds(headers: { get(name: string): string | null } | undefined): number | null {
  const text = headers?.get("retry-after");
  return text && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
