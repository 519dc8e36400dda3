import { expect, it } from "vitest";
import { removeFleet } from "#lib/services/fleet/remove-fleet.ts";
import { makeFleet, systemContext } from "#test/fleet.ts";
import { db } from "./client.ts";
import { listAgents } from "./fleet.ts";
import { putMonitor } from "./health-monitor.ts";

it("forgets with a fleet what was learned of its agents and versions, and nothing of another's", async () => {
  const subjects: string[] = [];
  for (const name of ["gone", "stays"]) {
    await makeFleet(systemContext(), name, { [name]: { configuration: null } });
    const [agent] = await listAgents(db(), name);
    for (const key of [
      { kind: "agent", subject: agent?.id ?? "" },
      { kind: "version", subject: `${name}/performance_predictor/1` },
    ]) {
      subjects.push(key.subject);
      await putMonitor(db(), { ...key, label: name, state: {} }, [{ hour: 5, sums: [1] }], 0, 0);
    }
  }
  await removeFleet({ ctx: systemContext(), input: { name: "gone" } });
  const left = await db().healthMonitor.findMany({ where: { subject: { in: subjects } }, select: { label: true } });
  expect(left).toEqual([{ label: "stays" }, { label: "stays" }]);
  expect(await db().healthHour.count({ where: { subject: { in: subjects } } })).toBe(2);
});
