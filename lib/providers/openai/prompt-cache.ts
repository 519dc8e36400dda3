import type { CacheLifetime } from "#lib/contracts/chat.ts";
import { unsupported } from "../failure.ts";

const EXPLICIT = /^(ft:)?gpt-(5\.([6-9]|\d\d)|([6-9]|\d\d)(\.\d+)?)(?=$|-)/;

/**
 * OpenAI caches every prompt by itself; from GPT-5.6 on a breakpoint can be named as well. Its caches live half an
 * hour or twelve: five minutes are always had, one hour is neither.
 * @throws ProviderFailure unsupported
 */
export function promptCache(model: string, cache: CacheLifetime | null, field: string) {
  if (cache === "1h") throw unsupported("OpenAI", field, "Its caches do not live one hour: ask for 5m.");
  if (cache === null || !EXPLICIT.test(model)) return {};
  return { prompt_cache_breakpoint: { mode: "explicit" as const } };
}
