import { type FilterPlugin, tallied } from "./plugin.ts";

/** An agent that promised heartbeats is eligible only while the last one is younger than its limit. */
export const heartbeatFilter: FilterPlugin = {
  name: "heartbeat",
  refuse({ fleet, lastHeartbeatMs, inputs, refused }, bit) {
    if (!fleet.needsHeartbeats) return;
    const { heartbeatTtlMs } = fleet;
    const { nowMs } = inputs;
    for (let row = 0; row < refused.length; row++) {
      const ttlMs = heartbeatTtlMs[row] as number;
      if (ttlMs !== Infinity && nowMs - (lastHeartbeatMs[row] as number) > ttlMs) {
        refused[row] = (refused[row] as number) | bit;
      }
    }
  },
  /** [seconds since the last heartbeat or -1 for never, limit in seconds] */
  explainer({ fleet, lastHeartbeatMs, inputs }) {
    return {
      facts(row) {
        const agoMs = inputs.nowMs - (lastHeartbeatMs[row] ?? Number.NaN);
        return [Number.isFinite(agoMs) ? Math.round(agoMs / 1000) : -1, (fleet.heartbeatTtlMs[row] ?? 0) / 1000];
      },
      key: () => Number.NaN,
    };
  },
  sentence: ([ago, limit]) =>
    Number(ago) < 0
      ? `Has never sent a heartbeat; one is due every ${limit} s.`
      : `Sent its last heartbeat ${ago} s ago; one is due every ${limit} s.`,
  remedy: () => "Needs a fresh heartbeat.",
  tally: (_frame, rows) => [tallied(rows.length, "has sent no heartbeat in time", "have sent no heartbeat in time")],
};
