import { type Task, taskSchema } from "#lib/contracts/task.ts";
import { seedOf } from "#lib/core/random.ts";
import type { PastTask } from "#lib/engines/routing/absence/place-without.ts";
import { headroomFor } from "#lib/runtime/budgets.ts";
import { unavailableConfigurations } from "#lib/runtime/endpoints.ts";
import { exploredNanoUsd } from "#lib/runtime/exploration.ts";
import { type FleetRuntime, routableConfiguration } from "#lib/runtime/fleet.ts";
import { recallVectors, rememberedVector } from "#lib/runtime/text-vectors.ts";
import type { PastTaskRow } from "#lib/store/past-task.ts";

/** Tasks of one agent and type: how many there were, and those of them that are routed again. */
export interface PastStratum {
  agent: string;
  tasks: number;
  sample: PastTask[];
}

/** Sampled tasks by agent and type, each with what the router would be told of it at this moment. */
export async function pastStrata(
  fleet: FleetRuntime,
  rows: readonly PastTaskRow[],
  nowMs: number,
): Promise<PastStratum[]> {
  const embedding = fleet.predictor?.model.embedding ?? null;
  const tasks = rows.map(({ task }) => asTask(task));
  if (embedding)
    await recallVectors(
      embedding,
      tasks.map(({ description }) => description),
    );
  const common = {
    nowMs,
    evidence: fleet.evidence.of(fleet.predictor?.version ?? null).live,
    exploredNanoUsd: exploredNanoUsd(fleet.name, nowMs),
    unavailableConfigurations: unavailableConfigurations(nowMs),
    configurations: routableConfiguration,
  };
  const budgets = new Map<string, ReturnType<typeof headroomFor>>();
  const strata = new Map<string, PastStratum>();
  rows.forEach(({ id, agentName, taskType, ownerId, budgetTags, handedOverFrom, alike }, i) => {
    const task = tasks[i];
    if (!task) return;
    const spender = `${ownerId} ${budgetTags.join(" ")}`;
    const headroom = budgets.get(spender) ?? headroomFor({ fleetName: fleet.name, ownerId, tags: budgetTags }, nowMs);
    budgets.set(spender, headroom);
    const unread = embedding !== null && task.description.trim() !== "";
    const inputs = {
      ...{ ...common, seed: seedOf(id), budgets: headroom, handedOverFrom },
      textUnread: unread && rememberedVector(embedding, task.description) === null,
    };
    const key = `${agentName}\u0000${taskType}`;
    const stratum = strata.get(key) ?? { agent: agentName, tasks: alike, sample: [] };
    stratum.sample.push({ task, agent: agentName, inputs });
    strata.set(key, stratum);
  });
  return [...strata.values()];
}

/** Decisions keep their task as it was parsed then; what tasks of that time could not say yet has its default. */
function asTask(stored: unknown): Task {
  const { constraints, ...said } = stored as Partial<Task>;
  const plain = taskSchema.parse({ type: said.type ?? "unknown" });
  return { ...plain, ...said, constraints: { ...plain.constraints, ...constraints } };
}
