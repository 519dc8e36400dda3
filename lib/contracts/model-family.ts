import type { ModelKind } from "./model.ts";

/** What differs between the kinds of registered models, where it is said or judged; everything else is the same for all. */
export interface ModelFamily {
  /** What a version learns from, one and many. */
  learnsFrom: { one: string; many: string };
  /** What a version that places no tasks is measured on. */
  measuredOn: string;
  /** It places tasks itself: agents' shares, replays, canaries and Brier scores say something of it. */
  choosesAgents: boolean;
  /** Its figure by which a version is held against another, 0-1, higher is better; and how people call it. */
  quality: { figure: string; name: string };
  /** What it does once it is in production; {fleet} and {agents} ("14 agents") are filled in. */
  effect: string;
  /** What was done until its first version. */
  without: string;
}

const CHOOSES = {
  learnsFrom: { one: "outcome", many: "outcomes" },
  measuredOn: "outcomes",
  choosesAgents: true,
  quality: { figure: "success", name: "Success" },
  effect: "It ranks {agents} of {fleet} and makes all of its decisions from then on",
  without: "agents were ranked by the policy's prior",
} as const satisfies ModelFamily;

/** Every kind has an entry: whatever names kinds apart asks here. */
export const MODEL_FAMILIES: Record<ModelKind, ModelFamily> = {
  task_router: CHOOSES,
  performance_predictor: CHOOSES,
  capability_matcher: {
    learnsFrom: { one: "text", many: "texts" },
    measuredOn: "texts",
    choosesAgents: false,
    quality: { figure: "accuracy", name: "Right readings" },
    effect: "It reads what every task of {fleet} asks for from then on, for {agents}",
    without: "what a task asks for was read by names alone",
  },
  behavior: {
    learnsFrom: { one: "hand-off", many: "hand-offs" },
    measuredOn: "hand-offs",
    choosesAgents: false,
    quality: { figure: "handoff_accuracy", name: "Hand-offs foretold" },
    effect: "It tells from then on how well {agents} of {fleet} work together",
    without: "collaboration counted for nobody",
  },
  workload: {
    learnsFrom: { one: "task", many: "tasks" },
    measuredOn: "hours",
    choosesAgents: false,
    quality: { figure: "forecast_skill", name: "Forecast skill" },
    effect: "It tells from then on what wait to expect at each of {agents} of {fleet}",
    without: "availability was the share of free slots",
  },
};
