import type { ProblemKey } from "#lib/store/health-problem.ts";

/** The health problem of a channel that gets nothing through. */
export function channelProblem(channelId: string): ProblemKey {
  return { topic: "alert_channel", entityId: channelId, code: "channel_failing" };
}
