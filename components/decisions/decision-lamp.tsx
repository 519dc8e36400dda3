import type { DecisionRow } from "#lib/contracts/decision.ts";
import type { LampState } from "#lib/contracts/overview.ts";
import { Lamp } from "../ui/lamp.tsx";

type Progress = Pick<DecisionRow, "verdict" | "outcome" | "state">;

/** Where a decision stands, in one word. */
export function decisionProgress({ verdict, outcome, state }: Progress): { state: LampState; word: string } {
  if (verdict === "nobody_fits") return { state: "caution", word: "Nobody fits" };
  if (outcome) return judgementLamp(outcome.success);
  if (state === "active") return { state: "on", word: "Running" };
  if (state === "expired") return { state: "caution", word: "Expired" };
  return { state: "off", word: "No outcome" };
}

/** What is known of an outcome's success; null: nobody has judged it. */
export function judgementLamp(success: boolean | null): { state: LampState; word: string } {
  if (success === null) return { state: "off", word: "Not judged" };
  return success ? { state: "on", word: "Succeeded" } : { state: "danger", word: "Failed" };
}

export function DecisionLamp({ decision }: { decision: Progress }) {
  return <Lamp {...decisionProgress(decision)} />;
}
