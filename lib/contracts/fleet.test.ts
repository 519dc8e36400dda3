import { expect, test } from "vitest";
import { agentReadiness } from "./fleet.ts";

const NOW_MS = Date.parse("2026-01-01T12:00:00Z");
const agent = {
  status: "enabled" as const,
  activeLeases: 0,
  concurrencyLimit: 2,
  heartbeatTtlSeconds: null,
  lastHeartbeatAt: null,
};

test("an agent without leases is ready, with some busy, with all slots taken full", () => {
  expect(agentReadiness(agent, NOW_MS)).toBe("ready");
  expect(agentReadiness({ ...agent, activeLeases: 1 }, NOW_MS)).toBe("busy");
  expect(agentReadiness({ ...agent, activeLeases: 2 }, NOW_MS)).toBe("full");
});

test("an agent that owes heartbeats is silent once the last one is too old, or never came", () => {
  const owing = { ...agent, heartbeatTtlSeconds: 30 };
  expect(agentReadiness(owing, NOW_MS)).toBe("silent");
  expect(agentReadiness({ ...owing, lastHeartbeatAt: "2026-01-01T11:59:30Z" }, NOW_MS)).toBe("ready");
  expect(agentReadiness({ ...owing, lastHeartbeatAt: "2026-01-01T11:59:29Z" }, NOW_MS)).toBe("silent");
});

test("what an operator set outranks what the agent does", () => {
  expect(agentReadiness({ ...agent, status: "draining", activeLeases: 2 }, NOW_MS)).toBe("draining");
  expect(agentReadiness({ ...agent, status: "disabled", heartbeatTtlSeconds: 5 }, NOW_MS)).toBe("disabled");
});
