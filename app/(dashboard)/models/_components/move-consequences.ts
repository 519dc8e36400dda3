import type { ModelVersionView, ModelView } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import { learnedFrom } from "./learned-from.ts";

const count = (value: number, one: string, many = `${one}s`) =>
  `${value.toLocaleString("en-US")} ${value === 1 ? one : many}`;

function underWay(tasks: number): string {
  if (tasks === 0) return "No task is under way.";
  if (tasks === 1) return "One task is under way and keeps its agent.";
  return `${tasks.toLocaleString("en-US")} tasks are under way and keep their agents.`;
}

/** Whom it concerns, and how much of the traffic. */
function effect({ name, kind, reach }: ModelView): string {
  return MODEL_FAMILIES[kind].effect.replace("{fleet}", name).replace("{agents}", count(reach.agents, "agent"));
}

/** What no longer says anything once production names another version. */
function stale(model: ModelView, from: number | null): string[] {
  if (from === null) return [];
  const waiting = model.staging !== null && model.staging !== from ? ` and the gates of v${model.staging}` : "";
  return [
    `Replays and evaluations against v${from}${waiting} become stale: they compare with what is no longer in production.`,
    "A trial that is running against it is stopped.",
  ];
}

/** What a move of production does, one sentence each, for the dialog that asks for it. */
export function moveConsequences(model: ModelView, target: ModelVersionView): string[] {
  const from = model.production;
  const { decisionsLastHour, tasksUnderWay } = model.reach;
  const rollback = from !== null && target.version < from;
  return [
    `v${target.version} was trained on ${learnedFrom(model.kind, target.metadata)}, ` +
      `saved ${target.createdAt.slice(0, 10)} by ${target.authorName}.`,
    `Every process serves it within 2 s; no request fails and nothing restarts.`,
    `${effect(model)}; the last hour had ${count(decisionsLastHour, "decision")}.`,
    underWay(tasksUnderWay),
    ...stale(model, from),
    from === null
      ? `Until now nothing was in production: ${MODEL_FAMILIES[model.kind].without}.`
      : `Estimates made with v${from} stay as they are and keep its name.`,
    ...(rollback
      ? [`Production is pinned to v${target.version}: automatic promotion stays away until you resume it.`]
      : []),
    ...(!rollback && model.pinned ? ["The pin of the last roll-back is taken off."] : []),
  ];
}
