import { z } from "zod";
import { type Provider, providerSchema } from "./configuration.ts";

export const startRepricingSchema = z.strictObject({
  provider: providerSchema,
  model: z.string().min(1).max(200),
  /** Calls from this moment on are priced anew, up to now. */
  from: z.iso.datetime({ offset: true }),
  note: z.string().trim().min(3, "Say in a few words why").max(500),
});

export const REPRICING_STATES = ["queued", "running", "succeeded", "failed"] as const;

/** History priced anew. Money as decimal text of nano-dollars; the sums are over the calls whose cost is known. */
export interface RepricingView {
  id: string;
  provider: Provider;
  model: string;
  from: string;
  until: string;
  state: (typeof REPRICING_STATES)[number];
  calls: number;
  /** Calls whose cost differs. */
  changed: number;
  unknownBefore: number;
  unknownAfter: number;
  beforeNanoUsd: string;
  afterNanoUsd: string;
  error: string | null;
  authorName: string;
  note: string;
  createdAt: string;
}
