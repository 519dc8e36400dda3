import { z } from "zod";
import type { CacheLifetime } from "#lib/contracts/chat.ts";

/** Anthropic's mark of a prefix to cache; gateways take it in OpenAI's format, too. */
export const cacheControlSchema = z
  .strictObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).default("5m") })
  .nullish();

export const toCacheLifetime = (given: z.output<typeof cacheControlSchema>): CacheLifetime | null => given?.ttl ?? null;
