import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { seedOf } from "#lib/core/random.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { DEMO_AGENTS, type DemoAgent } from "./agents.ts";
import type { Arrival } from "./arrivals.ts";
import { happens } from "./world.ts";

const AGENTS = new Map<string, DemoAgent>(DEMO_AGENTS.map((agent) => [agent.name, agent]));
/** Every second task of a kind that follows another names the decision it continues. */
const EVERY_NTH_FOLLOW_UP = 2;

export interface DemoDayParts {
  ctx: ServiceContext;
  seed: number;
  fleetName: string;
  endMs: number;
}

/** Routes the tasks of an hour together, which shares commits, then reports what the world made of them. */
export class DemoDay {
  private readonly parts: DemoDayParts;
  /** The last finished decision of each task type, for work that is handed over. */
  private readonly finished = new Map<string, string>();

  constructor(parts: DemoDayParts) {
    this.parts = parts;
  }

  async routeAndReport(tasks: readonly Arrival[]): Promise<void> {
    const followUps = tasks.filter((task) => this.parentOf(task) !== null);
    const routed = await Promise.all(
      tasks
        .filter((task) => !followUps.includes(task))
        .map(async (task) => ({ task, answer: await this.route(task, null) })),
    );
    // One after the other: each looks its parent up first, and who comes first would be chance.
    for (const task of followUps) routed.push({ task, answer: await this.route(task, this.parentOf(task)) });
    await Promise.all(routed.map(({ task, answer }) => this.report(task, answer)));
    for (const { task, answer } of routed) {
      if (answer.verdict === "assigned") this.finished.set(task.task.type, answer.decision_id);
    }
  }

  private parentOf({ task, index }: Arrival): string | null {
    if (!task.follows || index % EVERY_NTH_FOLLOW_UP !== 0) return null;
    return this.finished.get(task.follows) ?? null;
  }

  private route({ task, description, tag, atMs, index }: Arrival, parent: string | null): Promise<RouteAnswer> {
    return routeTask({
      ctx: { ...this.at(atMs), drawSeed: seedOf(`${this.parts.seed} ${index}`) },
      input: {
        fleetName: this.parts.fleetName,
        request: {
          task: { type: task.type, description, required_capabilities: task.requires },
          budget_tags: tag === null ? [] : [tag],
          parent_decision_id: parent,
        },
      },
    });
  }

  /** Work that ends after the scenario is still under way then, and has no outcome yet. */
  private async report(arrival: Arrival, answer: RouteAnswer): Promise<void> {
    const agent = answer.agent === null ? undefined : AGENTS.get(answer.agent);
    if (!agent) return;
    const outcome = happens(this.parts.seed, arrival, agent, this.parts.endMs);
    const endedAtMs = arrival.atMs + outcome.durationMs;
    if (endedAtMs > this.parts.endMs) return;
    await reportOutcome({
      ctx: this.at(endedAtMs),
      input: {
        decisionId: answer.decision_id,
        success: outcome.success,
        quality: outcome.quality,
        duration_ms: outcome.durationMs,
        usage: { input_tokens: outcome.inputTokens, output_tokens: outcome.outputTokens },
        error_code: outcome.errorCode,
      },
    });
  }

  private at(atMs: number): ServiceContext {
    return { ...this.parts.ctx, clock: { nowMs: () => atMs } };
  }
}
