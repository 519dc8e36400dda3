import { beforeAll, describe, expect, it } from "vitest";
import type { AuditView } from "#lib/contracts/audit.ts";
import { listAuditEntries } from "#lib/queries/audit.ts";
import { readSlotChanges } from "#lib/queries/slot-changes.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { db } from "#lib/store/client.ts";
import { findAgent } from "#lib/store/fleet.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { changeSlots } from "./change-slots.ts";

const ctx = systemContext();
const because = "ada saturates on Tuesday at 14:00 (78%)";
let nextFleet = 0;

interface Setting {
  fleetName: string;
  agentId: string;
  /** How many slots decisions count with. */
  inForce: () => number | undefined;
}

/** A fleet whose agent ada has two slots. */
async function adaWithTwo(): Promise<Setting> {
  const fleetName = `slots-${nextFleet++}`;
  await makeFleet(ctx, fleetName, { ada: { concurrency_limit: 2 } });
  const agentId = (await findAgent(db(), fleetName, "ada"))?.id ?? "";
  const inForce = () => fleetRuntime(fleetName)?.router.agents.find(({ id }) => id === agentId)?.concurrencyLimit;
  return { fleetName, agentId, inForce };
}

beforeAll(() => startedRuntime());

describe("slots changed on advice", () => {
  it("are in force with the next decision, and the audit says why", async () => {
    const { agentId, inForce, fleetName } = await adaWithTwo();
    await changeSlots({ ctx, input: { agentId, fromSlots: 2, toSlots: 5, because } });
    expect(inForce()).toBe(5);
    const { rows } = await listAuditEntries({ ctx, input: { entity: "agent", entityId: agentId } });
    expect(rows[0]).toMatchObject<Partial<AuditView>>({
      ...{ verb: "agent.change_slots", actorName: "Test", before: { slots: 2 }, after: { slots: 5, because } },
    });
    expect(await readSlotChanges({ ctx, input: { fleetName } })).toMatchObject([
      { agent: "ada", fromSlots: 2, toSlots: 5, slotsNow: 5, because, by: "Test" },
    ]);
  });

  it("can be taken back, and are no change to take back then", async () => {
    const { agentId, inForce, fleetName } = await adaWithTwo();
    await changeSlots({ ctx, input: { agentId, fromSlots: 2, toSlots: 5, because } });
    await changeSlots({ ctx, input: { agentId, fromSlots: 5, toSlots: 2, because: "Taken back", undo: true } });
    expect(inForce()).toBe(2);
    expect(await readSlotChanges({ ctx, input: { fleetName } })).toEqual([]);
  });

  it("are refused when somebody has changed them since the advice was given", async () => {
    const { agentId, inForce } = await adaWithTwo();
    await changeSlots({ ctx, input: { agentId, fromSlots: 2, toSlots: 3, because: null } });
    const late = changeSlots({ ctx, input: { agentId, fromSlots: 2, toSlots: 5, because } });
    await expect(late).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("has 3 slots") });
    expect(inForce()).toBe(3);
  });

  it("by two at once are changed by one of them", async () => {
    const { agentId, inForce } = await adaWithTwo();
    const change = (toSlots: number) => changeSlots({ ctx, input: { agentId, fromSlots: 2, toSlots, because } });
    const ends = await Promise.allSettled([change(4), change(6)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect([4, 6]).toContain(inForce());
  });

  it("without advice are refused in the same way, and no advice that was followed", async () => {
    const { agentId, inForce, fleetName } = await adaWithTwo();
    const byHand = (fromSlots: number, toSlots: number) =>
      changeSlots({ ctx, input: { agentId, fromSlots, toSlots, because: null } });
    await changeSlots({ ctx, input: { agentId, fromSlots: 2, toSlots: 5, because } });
    await expect(byHand(2, 3)).rejects.toMatchObject({ code: "conflict" });
    await byHand(5, 4);
    expect(inForce()).toBe(4);
    expect(await readSlotChanges({ ctx, input: { fleetName } })).toMatchObject([{ toSlots: 5, slotsNow: 4, because }]);
  });

  it("of an agent that is gone are nobody's", async () => {
    const gone = changeSlots({ ctx, input: { agentId: "agt_gone", fromSlots: 2, toSlots: 5, because } });
    await expect(gone).rejects.toMatchObject({ code: "not_found" });
  });
});
