import { type DecisionReplayer, descriptionOf } from "#lib/runtime/decision-replayer.ts";
import type { WindowDecision } from "#lib/store/decision-window.ts";
import { EmbeddedSet } from "./embedded-set.ts";

/**
 * Embeds the texts of decisions that are about to be made again, where the version that makes them reads embeddings; only
 * what is not known is asked for.
 * @param decisions at most a few hundred: their vectors stay in this process's memory
 * @throws SignalboxError unavailable in the provider's words
 */
export async function embedDecisions(
  { embedding }: DecisionReplayer,
  decisions: readonly WindowDecision[],
): Promise<void> {
  if (embedding) await new EmbeddedSet(embedding).add(decisions.map(({ task }) => descriptionOf(task)));
}
