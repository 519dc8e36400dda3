import type { Provider, Tier } from "./configuration.ts";

/** Something that a chat call may name as its `model`. */
export interface CallableModel {
  /** "auto", "tier/fast", "anthropic/researcher" or "agent/critic_001". */
  id: string;
  kind: "auto" | "tier" | "configuration" | "agent";
  description: string;
  /** Null where a decision chooses. */
  provider: Provider | null;
  tier: Tier | null;
  contextWindow: number | null;
  maxOutputTokens: number | null;
}
