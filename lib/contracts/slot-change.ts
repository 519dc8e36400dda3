import { z } from "zod";

/** How many tasks an agent may work on at once. */
export const slotsSchema = z.int("Whole slots").min(1, "At least one slot").max(10_000, "At most 10,000 slots");

/** How the audit calls a change of slots, on advice or without. */
export const SLOT_CHANGE_VERB = "agent.change_slots";

/** A change of slots that was made on advice and can be taken back. */
export interface SlotChangeView {
  agentId: string;
  agent: string;
  fromSlots: number;
  toSlots: number;
  because: string;
  at: string;
  by: string;
  /** What it has now; another number than `toSlots`: somebody has changed it since, and there is nothing to take back. */
  slotsNow: number;
}
