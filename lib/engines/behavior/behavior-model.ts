import type { CollaborationFactor } from "#lib/contracts/collaboration-factor.ts";
import { type Blame, blame, type FaultState, fitFaults } from "./attribution/fault-attributor.ts";
import { type BehaviorHistory, roleByName } from "./behavior-history.ts";
import { collaborationFactor } from "./collaboration/collaboration-factor.ts";
import { pairUplifts } from "./collaboration/pair-uplift.ts";
import { type TeamUplift, teamUplifts } from "./collaboration/team-uplift.ts";
import { type PairUplift, UPLIFT_MEASURES, type UpliftMeasure } from "./collaboration/uplift-row.ts";
import { type Bottleneck, findBottlenecks } from "./graph/bottlenecks.ts";
import { type HandOffGraph, handOffGraph } from "./graph/hand-off-graph.ts";
import { pageRank } from "./graph/page-rank.ts";
import { type RoleSignature, roleSignatures } from "./graph/role-signature.ts";
import { findPatterns } from "./patterns/find-patterns.ts";
import type { Pattern } from "./patterns/pattern.ts";
import { handOffs, type TeamRun } from "./team-run.ts";
import { TransitionModel } from "./transitions/transition-model.ts";

/** Everything a behaviour model knows. */
export interface BehaviorState {
  /** Runs and interactions it learned from. */
  runs: number;
  interactions: number;
  transitions: TransitionModel;
  pairs: Readonly<Record<UpliftMeasure, readonly PairUplift[]>>;
  teams: readonly TeamUplift[];
  signatures: readonly RoleSignature[];
  graph: HandOffGraph;
  bottlenecks: readonly Bottleneck[];
  /** Null: too few failed runs of known fault. */
  faults: FaultState | null;
}

/** The ones kept of very many: an artifact's head has its limits, and pairs that hardly met say nothing. */
const MOST_PAIRS = 10_000;
const MOST_TEAMS = 5_000;
/** More failed runs of known fault teach hardly more, and each is fitted many times. */
const MOST_EXAMPLES = 500;

/**
 * How the agents of a fleet work together: whom they hand over to, who does well after whom, which pairs and teams beat
 * their own records, who is missed, and whose fault a failed run was.
 */
export class BehaviorModel {
  readonly state: BehaviorState;
  private readonly pairOf: ReadonlyMap<string, PairUplift>;

  constructor(state: BehaviorState) {
    this.state = state;
    this.pairOf = new Map(state.pairs.success.map((pair) => [pairKey(pair.agent, pair.partner), pair]));
  }

  /** Learns from history; the same history and seed give the same model. Nothing in it is valid: it then knows nothing. */
  static fit(
    history: BehaviorHistory,
    { seed, roleOf = roleByName }: { seed: number; roleOf?: (agent: string) => string },
  ): BehaviorModel {
    const { runs } = history;
    const graph = handOffGraph(runs);
    const passed = runs.flatMap((run) => handOffs(run));
    return new BehaviorModel({
      runs: runs.length,
      interactions: runs.reduce((sum, { interactions }) => sum + interactions.length, 0),
      transitions: TransitionModel.fit(runs, roleOf),
      pairs: upliftsOf(history),
      teams: mostTold(teamUplifts(history.teams, "success"), MOST_TEAMS),
      signatures: roleSignatures(runs),
      graph,
      bottlenecks: findBottlenecks(graph, passed),
      faults: fitFaults(faultExamples(history), seed),
    });
  }

  /** Loops, ping-pong, stagnation and dropped hand-offs of a run, with the steps that show them. */
  patternsOf(run: TeamRun): Pattern[] {
    return findPatterns(run, this.state.transitions);
  }

  /** Whose fault a failed run probably was; null without anything to learn it from, or for a run without interactions. */
  blame(run: TeamRun): Blame | null {
    return this.state.faults && run.interactions.length > 0 ? blame(this.state.faults, run) : null;
  }

  /** How well `to` works after `from`, 0-1, for the router. */
  collaborationFactor(from: string, to: string): CollaborationFactor {
    return collaborationFactor(to, from, this.pairOf.get(pairKey(to, from)));
  }

  /** Share of work that ends up at each agent when it is handed on and on; they sum to 1. */
  centrality(): Map<string, number> {
    const ranks = pageRank(this.state.graph);
    return new Map(this.state.graph.agents.map((agent, at) => [agent, ranks[at] as number]));
  }
}

/** Failed runs of the history whose fault is known; of very many, evenly spaced ones. */
export function faultExamples({ runs, faults }: BehaviorHistory) {
  const examples = runs.flatMap((run) => {
    const fault = faults.get(run.id);
    return fault && run.succeeded !== true ? [{ run, fault }] : [];
  });
  const stride = Math.max(1, examples.length / MOST_EXAMPLES);
  return examples.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}

/** Those of the most tasks, in the order given. */
function mostTold<Uplift extends { n: number }>(uplifts: Uplift[], most: number): Uplift[] {
  if (uplifts.length <= most) return uplifts;
  const least = uplifts.map(({ n }) => n).sort((a, b) => b - a)[most] as number;
  return uplifts.filter(({ n }) => n > least);
}

function upliftsOf({ pairs }: BehaviorHistory): BehaviorState["pairs"] {
  const entries = UPLIFT_MEASURES.map(
    (measure) => [measure, mostTold(pairUplifts(pairs[measure], measure), MOST_PAIRS)] as const,
  );
  return Object.fromEntries(entries) as unknown as BehaviorState["pairs"];
}

function pairKey(agent: string, partner: string): string {
  return JSON.stringify([agent, partner]);
}
