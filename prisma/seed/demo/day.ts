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

interface Parent {
  decisionId: string;
  agentName: string | null;
}

export interface DemoDayParts {
  ctx: ServiceContext;
  seed: number;
  fleetName: string;
  endMs: number;
}

interface Routed {
  task: Arrival;
  /** The task that this one goes on with. */
  parent: Parent | null;
  answer: RouteAnswer;
}

/** Routes the tasks of an hour together, which shares commits, then reports what the world made of them. */
export class DemoDay {
  private readonly parts: DemoDayParts;
  /** The last finished decision of each task type, for work that is handed over. */
  private readonly finished = new Map<string, Parent>();

  constructor(parts: DemoDayParts) {
    this.parts = parts;
  }

  async routeAndReport(tasks: readonly Arrival[]): Promise<void> {
    const followUps = tasks.filter((task) => this.parentOf(task) !== null);
    const routed = await Promise.all(
      tasks
        .filter((task) => !followUps.includes(task))
        .map(async (task): Promise<Routed> => ({ task, parent: null, answer: await this.route(task, null) })),
    );
    // One after the other: each looks its parent up first, and who comes first would be chance.
    for (const task of followUps) {
      const parent = this.parentOf(task);
      routed.push({ task, parent, answer: await this.route(task, parent) });
    }
    await Promise.all(routed.map((one) => this.report(one)));
    for (const { task, answer } of routed) {
      if (answer.verdict !== "assigned") continue;
      this.finished.set(task.task.type, { decisionId: answer.decision_id, agentName: answer.agent });
    }
  }

  private parentOf({ task, index }: Arrival): Parent | null {
    if (!task.follows || index % EVERY_NTH_FOLLOW_UP !== 0) return null;
    return this.finished.get(task.follows) ?? null;
  }

  private route({ task, description, tag, atMs, index }: Arrival, parent: Parent | null): Promise<RouteAnswer> {
    return routeTask({
      ctx: { ...this.at(atMs), drawSeed: seedOf(`${this.parts.seed} ${index}`) },
      input: {
        fleetName: this.parts.fleetName,
        request: {
          task: { type: task.type, description, required_capabilities: task.requires },
          budget_tags: tag === null ? [] : [tag],
          parent_decision_id: parent?.decisionId ?? null,
        },
      },
    });
  }

  /** Work that ends after the scenario is still under way then, and has no outcome yet. */
  private async report({ task: arrival, parent, answer }: Routed): Promise<void> {
    const agent = answer.agent === null ? undefined : AGENTS.get(answer.agent);
    if (!agent) return;
    const outcome = happens(this.parts.seed, arrival, agent, parent?.agentName ?? null, this.parts.endMs);
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
