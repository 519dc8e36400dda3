import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { seedOf } from "#lib/core/random.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { DEMO_AGENTS, type DemoAgent } from "./agents.ts";
import type { Arrival } from "./arrivals.ts";
import { type DoneTask, Endings } from "./endings.ts";
import { LongWork } from "./long-work.ts";
import { parentType } from "./teams.ts";
import { happens } from "./world.ts";

const HOUR_MS = 3_600_000;
const AGENTS = new Map<string, DemoAgent>(DEMO_AGENTS.map((agent) => [agent.name, agent]));

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

/** Routes the tasks of an hour together, which shares commits, then writes down what the world made of them. */
export class DemoDay {
  private readonly parts: DemoDayParts;
  private readonly endings: Endings;
  private readonly longWork: LongWork;
  /** The last finished decision of each task type, for work that is handed over. */
  private readonly finished = new Map<string, Parent>();

  constructor(parts: DemoDayParts) {
    this.parts = parts;
    this.endings = new Endings(parts.ctx, parts.fleetName);
    this.longWork = new LongWork({
      at: (atMs) => this.at(atMs),
      endMs: parts.endMs,
      begin: async (task, atMs) => this.doneTask(task, null, await this.route(task, null, atMs), atMs),
      finish: (done) => this.endings.record([done]),
    });
  }

  async routeAndReport(tasks: readonly Arrival[], hourMs: number): Promise<void> {
    await this.longWork.settleUntil(hourMs);
    const ordinary = tasks.filter(({ task }) => !task.isLong);
    const followUps = ordinary.filter((task) => this.parentOf(task) !== null);
    const routed = await Promise.all(
      ordinary
        .filter((task) => !followUps.includes(task))
        .map(async (task) => ({ task, parent: null as Parent | null, answer: await this.route(task, null) })),
    );
    // One after the other: each looks its parent up first, and who comes first would be chance.
    for (const task of followUps) {
      const parent = this.parentOf(task);
      routed.push({ task, parent, answer: await this.route(task, parent) });
    }
    const done = routed.flatMap(({ task, parent, answer }) => this.doneTask(task, parent, answer) ?? []);
    // Work that ends after the scenario is still under way then, and has no outcome yet.
    await this.endings.record(done.filter(({ endedAtMs }) => endedAtMs <= this.parts.endMs));
    for (const { task, answer } of done) {
      this.finished.set(task.task.type, { decisionId: answer.decision_id, agentName: answer.agent });
    }
    const long = tasks.filter(({ task }) => task.isLong);
    await this.longWork.workOff(long, hourMs + HOUR_MS);
  }

  /** What was begun and has ended by the end of the scenario. */
  async close(): Promise<void> {
    await this.longWork.settleUntil(this.parts.endMs);
  }

  private parentOf(task: Arrival): Parent | null {
    const type = parentType(task);
    return type === null ? null : (this.finished.get(type) ?? null);
  }

  private route(arrival: Arrival, parent: Parent | null, atMs = arrival.atMs): Promise<RouteAnswer> {
    const { task, requires, description, tag, index } = arrival;
    return routeTask({
      ctx: { ...this.at(atMs), drawSeed: seedOf(`${this.parts.seed} ${index}`) },
      input: {
        fleetName: this.parts.fleetName,
        request: {
          task: { type: task.type, description, required_capabilities: requires },
          budget_tags: tag === null ? [] : [tag],
          parent_decision_id: parent?.decisionId ?? null,
        },
      },
    });
  }

  /** Null: nobody took it. */
  private doneTask(
    task: Arrival,
    parent: Parent | null,
    answer: RouteAnswer,
    startedAtMs = task.atMs,
  ): DoneTask | null {
    const agent = answer.verdict !== "assigned" || answer.agent === null ? undefined : AGENTS.get(answer.agent);
    if (!agent) return null;
    const outcome = happens(this.parts.seed, task, agent, parent?.agentName ?? null, this.parts.endMs);
    return { task, answer, outcome, startedAtMs, endedAtMs: startedAtMs + outcome.durationMs };
  }

  private at(atMs: number): ServiceContext {
    return { ...this.parts.ctx, clock: { nowMs: () => atMs } };
  }
}
