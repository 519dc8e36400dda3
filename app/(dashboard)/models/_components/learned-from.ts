import type { ModelKind } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";

/** "4,965 outcomes of 14 agents", "1,204 texts" */
export function learnedFrom(kind: ModelKind, { rows, agents }: { rows: number; agents: number }): string {
  const { one, many } = MODEL_FAMILIES[kind].learnsFrom;
  const count = (value: number, single: string, several: string) =>
    `${value.toLocaleString("en-US")} ${value === 1 ? single : several}`;
  return agents === 0 ? count(rows, one, many) : `${count(rows, one, many)} of ${count(agents, "agent", "agents")}`;
}
