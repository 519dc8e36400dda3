import { z } from "zod";
import type { Db } from "./client.ts";

/** A task that an agent was given, and how it ended; null: not judged. */
export interface AgentTask {
  description: string;
  required: string[];
  success: boolean | null;
}

/** Decisions keep their task as it was parsed; imported ones may know less. */
const taskSchema = z.object({
  description: z.string().catch(""),
  requiredCapabilities: z.array(z.object({ name: z.string() })).catch([]),
});

/** An agent's newest tasks. */
export async function listAgentTasks(db: Db, agentId: string, newest: number): Promise<AgentTask[]> {
  const rows = await db.decision.findMany({
    where: { agentId },
    select: { task: true, outcome: { select: { success: true } } },
    orderBy: { id: "desc" },
    take: newest,
  });
  return rows.flatMap(({ task, outcome }) => {
    const parsed = taskSchema.safeParse(JSON.parse(task));
    if (!parsed.success) return [];
    const { description, requiredCapabilities } = parsed.data;
    return [{ description, required: requiredCapabilities.map(({ name }) => name), success: outcome?.success ?? null }];
  });
}
