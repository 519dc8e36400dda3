import { handOffs, type TeamRun } from "../team-run.ts";
import { fitConcentration } from "./concentration.ts";

/** Where a run begins and ends, as states beside the agents. */
export const RUN_START = "\u0000start";
export const RUN_END = "\u0000end";

/** Counts of hand-offs with the strengths of both levels of smoothing; everything else follows from it. */
export interface TransitionState {
  /** How often `from` was followed by `to`; the keys are agents, RUN_START and RUN_END. */
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Role of each agent. */
  roles: ReadonlyMap<string, string>;
  /** Hand-offs that what an agent's role does counts for, beside what the agent itself did. */
  agentStrength: number;
  /** Hand-offs that what the fleet does counts for, beside what a role did. */
  roleStrength: number;
}

type Counts = Map<string, Map<string, number>>;

/**
 * Who hands over to whom next: a first-order chain with two levels of Dirichlet smoothing, an agent's row towards its
 * role's and that towards the fleet's, and the fleet's by adding one to every state (MacKay & Peto, "A hierarchical
 * Dirichlet language model", 1995). Towards the role, because a newcomer works as its role does; and Dirichlet, not
 * Kneser-Ney, because rows are short and a strength in hand-offs is a number that a reader can judge. Both strengths
 * maximise the leave-one-out likelihood, so that agents who are alike share much and others little.
 */
export class TransitionModel {
  readonly state: TransitionState;
  private readonly roleCounts: Counts = new Map();
  private readonly fleetCounts = new Map<string, number>();
  private fleetTotal = 0;
  private readonly rowTotals = new Map<string, number>();
  private readonly roleTotals = new Map<string, number>();

  constructor(state: TransitionState) {
    this.state = state;
    for (const [from, row] of state.counts) {
      for (const [to, n] of row) {
        increase(this.roleCounts, this.roleOf(from), to, n);
        this.fleetCounts.set(to, (this.fleetCounts.get(to) ?? 0) + n);
        this.rowTotals.set(from, (this.rowTotals.get(from) ?? 0) + n);
        this.roleTotals.set(this.roleOf(from), (this.roleTotals.get(this.roleOf(from)) ?? 0) + n);
        this.fleetTotal += n;
      }
    }
    for (const agent of state.roles.keys()) if (!this.fleetCounts.has(agent)) this.fleetCounts.set(agent, 0);
    if (!this.fleetCounts.has(RUN_END)) this.fleetCounts.set(RUN_END, 0);
  }

  /** @param roleOf role of an agent, such as the part of its name before a number. */
  static fit(runs: readonly TeamRun[], roleOf: (agent: string) => string): TransitionModel {
    const counts: Counts = new Map();
    const roles = new Map<string, string>();
    for (const run of runs) {
      for (const [from, to] of chainOf(run)) {
        increase(counts, from, to, 1);
        for (const agent of [from, to]) if (agent !== RUN_START && agent !== RUN_END) roles.set(agent, roleOf(agent));
      }
    }
    const unsmoothed = { counts, roles, agentStrength: 1, roleStrength: 1 };
    const start = new TransitionModel(unsmoothed);
    const roleStrength = fitConcentration(start.roleCounts, (_role, to) => start.fleetChance(to));
    const atRole = new TransitionModel({ ...unsmoothed, roleStrength });
    const agentStrength = fitConcentration(counts, (from, to) => atRole.roleChance(atRole.roleOf(from), to));
    return new TransitionModel({ ...unsmoothed, roleStrength, agentStrength });
  }

  /** Chance, 0-1, that `from` hands over to `to` next; over all states it sums to 1. Unknown agents have the chance of none. */
  chance(from: string, to: string): number {
    const n = this.state.counts.get(from)?.get(to) ?? 0;
    const total = this.rowTotals.get(from) ?? 0;
    const { agentStrength } = this.state;
    return (n + agentStrength * this.roleChance(this.roleOf(from), to)) / (total + agentStrength);
  }

  /** Whom `from` hands over to, most likely first. */
  next(from: string): { to: string; chance: number; n: number }[] {
    return this.states()
      .map((to) => ({ to, chance: this.chance(from, to), n: this.state.counts.get(from)?.get(to) ?? 0 }))
      .sort((a, b) => b.chance - a.chance || (a.to < b.to ? -1 : 1));
  }

  /** What may come next: the agents and the run's end. */
  states(): string[] {
    return [...this.fleetCounts.keys()].filter((state) => state !== RUN_START).sort();
  }

  /** Mean surprise of a run's hand-offs in bits; two runs of the same kind of work lie close together. */
  surpriseBits(run: TeamRun): number {
    const chain = chainOf(run);
    return -chain.reduce((sum, [from, to]) => sum + Math.log2(this.chance(from, to)), 0) / chain.length;
  }

  /**
   * How many times more often the two hand over than agents who hand over and receive as much would by chance, as a natural
   * logarithm: the degree-corrected view, in which a busy hub is not everybody's friend (Karrer & Newman, "Stochastic
   * blockmodels and community structure in networks", 2011). One hand-off of belief in chance keeps rare pairs near 0.
   */
  affinity(from: string, to: string): number {
    const expected = ((this.rowTotals.get(from) ?? 0) * (this.fleetCounts.get(to) ?? 0)) / Math.max(1, this.fleetTotal);
    const n = this.state.counts.get(from)?.get(to) ?? 0;
    return Math.log((n + 1) / (expected + 1));
  }

  private roleOf(agent: string): string {
    return this.state.roles.get(agent) ?? agent;
  }

  private roleChance(role: string, to: string): number {
    const n = this.roleCounts.get(role)?.get(to) ?? 0;
    const { roleStrength } = this.state;
    return (n + roleStrength * this.fleetChance(to)) / ((this.roleTotals.get(role) ?? 0) + roleStrength);
  }

  private fleetChance(to: string): number {
    const n = this.fleetCounts.get(to);
    if (n === undefined || to === RUN_START) return 0;
    return (n + 1) / (this.fleetTotal + this.fleetCounts.size);
  }
}

/** Hand-offs of a run with its start and end; one that nobody took up ends it. */
function chainOf(run: TeamRun): [from: string, to: string][] {
  const first = run.interactions[0]?.from;
  const last = run.interactions.at(-1);
  if (first === undefined || last === undefined) return [];
  const between = handOffs(run).map(({ from, to }): [string, string] => [from, to]);
  const end = last.to !== null && last.to !== last.from ? last.to : last.from;
  return [[RUN_START, first], ...between, [end, RUN_END]];
}

function increase(counts: Counts, from: string, to: string, by: number): void {
  const row = counts.get(from) ?? new Map<string, number>();
  counts.set(from, row);
  row.set(to, (row.get(to) ?? 0) + by);
}
