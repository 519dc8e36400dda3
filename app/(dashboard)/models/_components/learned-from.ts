import type { ModelKind } from "#lib/contracts/model.ts";

/** What a version of the kind learns from: matchers read texts, everything else outcomes. */
export function learnsFrom(kind: ModelKind): { one: string; many: string } {
  return kind === "capability_matcher" ? { one: "text", many: "texts" } : { one: "outcome", many: "outcomes" };
}

/** "4,965 outcomes of 14 agents", "1,204 texts" */
export function learnedFrom(kind: ModelKind, { rows, agents }: { rows: number; agents: number }): string {
  const { one, many } = learnsFrom(kind);
  const count = (value: number, single: string, several: string) =>
    `${value.toLocaleString("en-US")} ${value === 1 ? single : several}`;
  return agents === 0 ? count(rows, one, many) : `${count(rows, one, many)} of ${count(agents, "agent", "agents")}`;
}
