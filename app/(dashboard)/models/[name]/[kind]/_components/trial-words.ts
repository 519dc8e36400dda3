import type { LampState } from "#lib/contracts/overview.ts";
import type { TrialMode, TrialState } from "#lib/contracts/trial.ts";

export const TRIAL_MODES: Record<TrialMode, { name: string; explanation: string }> = {
  shadow: { name: "Shadow", explanation: "It scores live traffic and decides nothing." },
  canary: {
    name: "Canary",
    explanation: "It decides a part of the traffic, and rolls back by itself on a regression.",
  },
  watch: { name: "Watch", explanation: "Production is watched after its promotion, and rolled back on a regression." },
};

export const TRIAL_STATES: Record<TrialState, { state: LampState; word: string }> = {
  running: { state: "on", word: "Running" },
  good: { state: "on", word: "Ended well" },
  rolled_back: { state: "danger", word: "Rolled back by itself" },
  stopped: { state: "off", word: "Stopped" },
};
