import { newId } from "#lib/core/ids.ts";
import { db } from "#lib/store/client.ts";

const HOUR_MS = 3_600_000;

/**
 * Decisions of a fleet over full days that end at a moment, written as they lie in the database: research by day, of which
 * the first agent does two of three, and none by night. Each took the first agent a minute and the others two.
 */
export async function officeWork(
  fleetName: string,
  agents: readonly string[],
  { days, endMs, perHour = 6 }: { days: number; endMs: number; perHour?: number },
): Promise<void> {
  const tasks = Array.from({ length: days * 24 }, (_, hour) => {
    const startMs = endMs - (days * 24 - hour) * HOUR_MS;
    const clock = new Date(startMs).getUTCHours();
    const count = clock >= 8 && clock < 18 ? perHour + (hour % 3) : 0;
    return Array.from({ length: count }, (_task, i) => {
      const agentName = agents[i % 3 < 2 ? 0 : 1 % agents.length] ?? "";
      const atMs = startMs + Math.floor(((i + 0.5) / count) * HOUR_MS);
      return { id: newId("dec", atMs), atMs, agentName, durationMs: agentName === agents[0] ? 60_000 : 120_000 };
    });
  }).flat();
  await db().decision.createMany({
    data: tasks.map(({ id, atMs, agentName }) => ({
      ...{ id, at: new Date(atMs), fleetName, actorKind: "key", actorId: "key_test", requestId: "req_test" },
      ...{ taskType: "research", task: JSON.stringify({ type: "research", priority: "normal" }), verdict: "assigned" },
      ...{ agentName, reason: "Made.", candidates: "{}", detail: "{}", propensity: 1 },
    })),
  });
  await db().outcome.createMany({
    data: tasks.map(({ id, atMs, durationMs }) => ({
      ...{ decisionId: id, at: new Date(atMs + durationMs), success: true, judgedAt: new Date(atMs + durationMs) },
      ...{ durationMs, bodyHash: id, late: false },
    })),
  });
}
